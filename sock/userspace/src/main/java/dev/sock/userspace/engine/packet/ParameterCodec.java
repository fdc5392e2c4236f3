package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the parameters at the end of a chunk.
 */
final class ParameterCodec {

	private static final int ADD_ADDRESS = 0xC001;

	private static final int DELETE_ADDRESS = 0xC002;

	private static final int SET_PRIMARY = 0xC004;

	private ParameterCodec() {
	}

	/**
	 * Decode all parameters of the current chunk, those after an unknown one that says
	 * "stop" included: the order is kept, so the engine can stop there.
	 * @param reader the reader at the chunk
	 * @param from where in the chunk's value the parameters start
	 * @return the parameters in their order, or {@code null} if the framing is broken
	 */
	static @Nullable List<Parameter> decode(PacketReader reader, int from) {
		List<Parameter> parameters = new ArrayList<>();
		TypeLengthValue item = new TypeLengthValue(reader, from);
		while (item.next()) {
			parameters.add(parameter(item));
		}
		return item.broken() ? null : parameters;
	}

	private static Parameter parameter(TypeLengthValue item) {
		int length = item.valueLength();
		boolean wellFormed = switch (item.type()) {
			case Ipv4AddressParameter.TYPE, CookiePreservativeParameter.TYPE, AdaptationIndicationParameter.TYPE ->
				length == 4;
			case Ipv6AddressParameter.TYPE -> length == 16;
			case ForwardTsnSupportedParameter.TYPE -> length == 0;
			case SuccessIndicationParameter.TYPE -> length == 4;
			case SockParameter.TYPE -> length >= 4;
			case SupportedAddressTypesParameter.TYPE -> (length & 1) == 0;
			case ChunkListParameter.TYPE -> length <= ChunkListParameter.MAX_TYPES;
			case HmacAlgorithmsParameter.TYPE ->
				(length & 1) == 0 && length <= 2 * HmacAlgorithmsParameter.MAX_IDENTIFIERS;
			default -> true;
		};
		if (!wellFormed) {
			return new MalformedParameter(item.type(), item.bytes());
		}
		return switch (item.type()) {
			case ADD_ADDRESS, DELETE_ADDRESS, SET_PRIMARY -> addressRequest(item);
			case ErrorCauseIndicationParameter.TYPE -> errorCauseIndication(item);
			case SuccessIndicationParameter.TYPE -> new SuccessIndicationParameter(item.valueInt(0));
			case Ipv4AddressParameter.TYPE -> new Ipv4AddressParameter(item.value());
			case Ipv6AddressParameter.TYPE -> new Ipv6AddressParameter(item.value());
			case StateCookieParameter.TYPE -> new StateCookieParameter(item.value());
			case UnrecognizedParameter.TYPE -> new UnrecognizedParameter(item.value());
			case CookiePreservativeParameter.TYPE ->
				new CookiePreservativeParameter(Integer.toUnsignedLong(item.valueInt(0)));
			case HostNameAddressParameter.TYPE -> new HostNameAddressParameter(item.value());
			case SupportedAddressTypesParameter.TYPE -> new SupportedAddressTypesParameter(numbers(item, 0));
			case SupportedExtensionsParameter.TYPE -> new SupportedExtensionsParameter(octets(item));
			case RandomParameter.TYPE -> new RandomParameter(item.value());
			case ChunkListParameter.TYPE -> new ChunkListParameter(octets(item));
			case HmacAlgorithmsParameter.TYPE -> new HmacAlgorithmsParameter(numbers(item, 0));
			case AdaptationIndicationParameter.TYPE -> new AdaptationIndicationParameter(item.valueInt(0));
			case ForwardTsnSupportedParameter.TYPE -> new ForwardTsnSupportedParameter();
			case SockParameter.TYPE -> new SockParameter(item.valueInt(0));
			case PaddingParameter.TYPE -> new PaddingParameter(length);
			default -> new UnknownParameter(item.type(), item.bytes());
		};
	}

	/** RFC 5061 §4.2.1: the address parameter is all that is inside, and a whole one. */
	private static Parameter addressRequest(TypeLengthValue item) {
		TypeLengthValue inside = (item.valueLength() >= 4) ? item.inside(4) : null;
		SctpAddress address = (inside != null && inside.next()) ? address(inside) : null;
		if (inside == null || address == null || inside.next() || inside.broken()) {
			return new MalformedParameter(item.type(), item.bytes());
		}
		return new AddressRequestParameter(AddressRequestParameter.Kind.of(item.type()), item.valueInt(0), address);
	}

	private static @Nullable SctpAddress address(TypeLengthValue item) {
		boolean known = (item.type() == Ipv4AddressParameter.TYPE && item.valueLength() == 4)
				|| (item.type() == Ipv6AddressParameter.TYPE && item.valueLength() == 16);
		return known ? SctpAddress.of(item.value()) : null;
	}

	private static Parameter errorCauseIndication(TypeLengthValue item) {
		List<ErrorCause> causes = (item.valueLength() >= 4) ? ErrorCauseCodec.decode(item.inside(4)) : null;
		return (causes != null) ? new ErrorCauseIndicationParameter(item.valueInt(0), causes)
				: new MalformedParameter(item.type(), item.bytes());
	}

	/**
	 * The 16-bit numbers that fill the rest of an item's value.
	 */
	static List<Integer> numbers(TypeLengthValue item, int from) {
		List<Integer> numbers = new ArrayList<>((item.valueLength() - from) / 2);
		for (int at = from; at + 2 <= item.valueLength(); at += 2) {
			numbers.add(item.valueUnsignedShort(at));
		}
		return numbers;
	}

	private static List<Integer> octets(TypeLengthValue item) {
		List<Integer> octets = new ArrayList<>(item.valueLength());
		for (byte octet : item.value()) {
			octets.add(octet & 0xff);
		}
		return octets;
	}

	/**
	 * The length of all parameters with the padding between them, but not that of the
	 * last, which a chunk's length does not count (RFC 9260 §3.2).
	 */
	static int length(List<Parameter> parameters) {
		int length = 0;
		for (Parameter parameter : parameters) {
			length = TypeLengthValue.padded(length) + parameter.encodedLength();
		}
		return length;
	}

	static void encode(List<Parameter> parameters, ByteBuffer target) {
		for (Parameter parameter : parameters) {
			parameter.encode(target);
		}
	}

}
