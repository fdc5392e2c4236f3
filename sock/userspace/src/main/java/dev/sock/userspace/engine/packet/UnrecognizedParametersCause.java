package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * An INIT ACK has parameters that the sender does not know (RFC 9260 §3.3.10.8).
 *
 * @param parameters the whole parameters one after the other, headers and padding
 * included
 */
public record UnrecognizedParametersCause(byte[] parameters) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 8;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.UNRECOGNIZED_PARAMETERS.text() + " (" + this.parameters.length + " bytes)";
	}

	/**
	 * Tells whether a parameter is among them.
	 * @param type its type
	 * @return whether it is there, whole
	 */
	public boolean contains(int type) {
		ByteBuffer buffer = ByteBuffer.wrap(this.parameters);
		int at = 0;
		while (at + TypeLengthValue.HEADER_SIZE <= this.parameters.length) {
			int length = buffer.getShort(at + 2) & 0xffff;
			if (length < TypeLengthValue.HEADER_SIZE || at + length > this.parameters.length) {
				return false;
			}
			if ((buffer.getShort(at) & 0xffff) == type) {
				return true;
			}
			at += TypeLengthValue.padded(length);
		}
		return false;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.parameters.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, CODE, this.parameters);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UnrecognizedParametersCause that && Arrays.equals(this.parameters, that.parameters);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.parameters);
	}

}
