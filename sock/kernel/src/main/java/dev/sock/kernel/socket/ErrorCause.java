package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.sock.SctpErrorCause;

/**
 * An error cause (RFC 9260 §3.3.10).
 *
 * @param code cause code, 0 for none
 * @param text text that the peer gave, in printable ASCII, or empty
 */
public record ErrorCause(int code, String text) {

	/** No cause. */
	public static final ErrorCause NONE = new ErrorCause(0, "");

	private static final int HEADER = 4;

	private static final int MAX_TEXT = 256;

	/**
	 * Reads the first cause of a list.
	 * @param buffer where it is
	 * @param offset where the list starts
	 * @param limit where it ends
	 * @return the cause; {@link #NONE} if there is none
	 */
	static ErrorCause read(ByteBuffer buffer, int offset, int limit) {
		if (offset + HEADER > limit) {
			return NONE;
		}
		int code = SocketAddresses.networkShort(buffer, offset);
		int length = SocketAddresses.networkShort(buffer, offset + 2);
		boolean hasText = code == SctpErrorCause.USER_INITIATED_ABORT.code()
				|| code == SctpErrorCause.PROTOCOL_VIOLATION.code();
		int end = Math.min(limit, offset + Math.min(length, HEADER + MAX_TEXT));
		return new ErrorCause(code, hasText ? text(buffer, offset + HEADER, end) : "");
	}

	private static String text(ByteBuffer buffer, int from, int to) {
		byte[] bytes = new byte[Math.max(0, to - from)];
		for (int i = 0; i < bytes.length; i++) {
			byte b = buffer.get(from + i);
			bytes[i] = (b >= ' ' && b <= '~') ? b : (byte) '.';
		}
		return new String(bytes, StandardCharsets.US_ASCII);
	}

	/**
	 * Returns what it means.
	 * @return a short text on one line
	 */
	public String describe() {
		String meaning = SctpErrorCause.describe(this.code);
		return this.text.isEmpty() ? meaning : meaning + ": " + this.text;
	}

}
