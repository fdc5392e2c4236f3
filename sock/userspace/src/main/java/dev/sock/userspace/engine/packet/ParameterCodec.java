package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the parameters at the end of a chunk.
 */
final class ParameterCodec {

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
			parameters.add(decode(item));
		}
		return item.broken() ? null : parameters;
	}

	private static Parameter decode(TypeLengthValue item) {
		int length = item.valueLength();
		boolean wellFormed = switch (item.type()) {
			case Ipv4AddressParameter.TYPE, CookiePreservativeParameter.TYPE, AdaptationIndicationParameter.TYPE ->
				length == 4;
			case Ipv6AddressParameter.TYPE -> length == 16;
			case ForwardTsnSupportedParameter.TYPE -> length == 0;
			case SockParameter.TYPE -> length >= 4;
			case SupportedAddressTypesParameter.TYPE -> (length & 1) == 0;
			default -> true;
		};
		if (!wellFormed) {
			return new MalformedParameter(item.type(), item.bytes());
		}
		return switch (item.type()) {
			case Ipv4AddressParameter.TYPE -> new Ipv4AddressParameter(item.value());
			case Ipv6AddressParameter.TYPE -> new Ipv6AddressParameter(item.value());
			case StateCookieParameter.TYPE -> new StateCookieParameter(item.value());
			case UnrecognizedParameter.TYPE -> new UnrecognizedParameter(item.value());
			case CookiePreservativeParameter.TYPE ->
				new CookiePreservativeParameter(Integer.toUnsignedLong(item.valueInt(0)));
			case HostNameAddressParameter.TYPE -> new HostNameAddressParameter(item.value());
			case SupportedAddressTypesParameter.TYPE -> new SupportedAddressTypesParameter(numbers(item, 0));
			case SupportedExtensionsParameter.TYPE -> new SupportedExtensionsParameter(octets(item));
			case AdaptationIndicationParameter.TYPE -> new AdaptationIndicationParameter(item.valueInt(0));
			case ForwardTsnSupportedParameter.TYPE -> new ForwardTsnSupportedParameter();
			case SockParameter.TYPE -> new SockParameter(item.valueInt(0));
			case PaddingParameter.TYPE -> new PaddingParameter(length);
			default -> new UnknownParameter(item.type(), item.bytes());
		};
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
