package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the causes of an ERROR or ABORT chunk.
 */
final class ErrorCauseCodec {

	private static final int MAX_TEXT_LENGTH = 256;

	private ErrorCauseCodec() {
	}

	/**
	 * Decode the causes that fill the current chunk.
	 * @param reader the reader at the chunk
	 * @return the causes in their order, or {@code null} if the framing is broken
	 */
	static @Nullable List<ErrorCause> decode(PacketReader reader) {
		return decode(new TypeLengthValue(reader, 0));
	}

	/**
	 * Decode causes to the end of what holds them.
	 * @param item before the first of them
	 * @return the causes in their order, or {@code null} if the framing is broken
	 */
	static @Nullable List<ErrorCause> decode(TypeLengthValue item) {
		List<ErrorCause> causes = new ArrayList<>();
		while (item.next()) {
			causes.add(cause(item));
		}
		return item.broken() ? null : causes;
	}

	private static ErrorCause cause(TypeLengthValue item) {
		int length = item.valueLength();
		boolean wellFormed = switch (item.type()) {
			case InvalidStreamIdentifierCause.CODE, StaleCookieCause.CODE, NoUserDataCause.CODE -> length == 4;
			case UnsupportedHmacIdentifierCause.CODE -> length == 2;
			// The list's own count has to agree with the cause's length.
			case MissingMandatoryParameterCause.CODE ->
				length >= 4 && Integer.toUnsignedLong(item.valueInt(0)) * 2 == length - 4;
			case OutOfResourceCause.CODE, InvalidMandatoryParameterCause.CODE,
					CookieReceivedWhileShuttingDownCause.CODE, IllegalAsconfAckCause.CODE ->
				length == 0;
			default -> true;
		};
		if (!wellFormed) {
			return new UnknownCause(item.type(), item.value());
		}
		return switch (item.type()) {
			case InvalidStreamIdentifierCause.CODE -> new InvalidStreamIdentifierCause(item.valueUnsignedShort(0));
			case MissingMandatoryParameterCause.CODE ->
				new MissingMandatoryParameterCause(ParameterCodec.numbers(item, 4));
			case StaleCookieCause.CODE -> new StaleCookieCause(Integer.toUnsignedLong(item.valueInt(0)));
			case OutOfResourceCause.CODE -> new OutOfResourceCause();
			case UnresolvableAddressCause.CODE -> new UnresolvableAddressCause(item.value());
			case UnrecognizedChunkTypeCause.CODE -> new UnrecognizedChunkTypeCause(item.value());
			case InvalidMandatoryParameterCause.CODE -> new InvalidMandatoryParameterCause();
			case UnrecognizedParametersCause.CODE -> new UnrecognizedParametersCause(item.value());
			case NoUserDataCause.CODE -> new NoUserDataCause(item.valueInt(0));
			case CookieReceivedWhileShuttingDownCause.CODE -> new CookieReceivedWhileShuttingDownCause();
			case RestartWithNewAddressesCause.CODE -> new RestartWithNewAddressesCause(item.value());
			case UserInitiatedAbortCause.CODE -> new UserInitiatedAbortCause(item.value());
			case ProtocolViolationCause.CODE -> new ProtocolViolationCause(item.value());
			case UnsupportedHmacIdentifierCause.CODE -> new UnsupportedHmacIdentifierCause(item.valueUnsignedShort(0));
			case RefusedAddressRequestCause.LAST_ADDRESS, RefusedAddressRequestCause.RESOURCE_SHORTAGE,
					RefusedAddressRequestCause.SOURCE_ADDRESS, RefusedAddressRequestCause.NO_AUTHORIZATION ->
				new RefusedAddressRequestCause(item.type(), item.value());
			case IllegalAsconfAckCause.CODE -> new IllegalAsconfAckCause();
			default -> new UnknownCause(item.type(), item.value());
		};
	}

	/**
	 * The length of all causes with the padding between them, but not that of the last.
	 */
	static int length(List<ErrorCause> causes) {
		int length = 0;
		for (ErrorCause cause : causes) {
			length = TypeLengthValue.padded(length) + cause.encodedLength();
		}
		return length;
	}

	static void encode(List<ErrorCause> causes, ByteBuffer target) {
		for (ErrorCause cause : causes) {
			cause.encode(target);
		}
	}

	/**
	 * Add what the peer wrote. It goes into logs, so it is kept short and to printable
	 * ASCII: nobody forges a log line with it.
	 */
	static String withText(String meaning, byte[] text) {
		int length = text.length;
		while (length > 0 && text[length - 1] == 0) {
			length--;
		}
		if (length == 0) {
			return meaning;
		}
		StringBuilder described = new StringBuilder(meaning).append(": ");
		for (int i = 0; i < Math.min(length, MAX_TEXT_LENGTH); i++) {
			described.append((text[i] >= ' ' && text[i] <= '~') ? (char) text[i] : '.');
		}
		return ((length > MAX_TEXT_LENGTH) ? described.append("...") : described).toString();
	}

}
