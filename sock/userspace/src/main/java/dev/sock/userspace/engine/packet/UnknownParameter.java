package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a type that is not known here. The type says what is to be done (RFC
 * 9260 §3.2.1).
 *
 * @param type the parameter type
 * @param parameter the whole parameter, header included, without padding
 */
public record UnknownParameter(int type, byte[] parameter) implements Parameter {

	/**
	 * Whether the parameters after this one are to be left unread.
	 * @return whether the highest bit of the type is 0
	 */
	public boolean stopOnUnknown() {
		return (this.type & 0x8000) == 0;
	}

	/**
	 * Whether the sender is to be told.
	 * @return whether the second highest bit of the type is 1
	 */
	public boolean reportUnknown() {
		return (this.type & 0x4000) != 0;
	}

	@Override
	public int encodedLength() {
		return this.parameter.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putVerbatim(target, this.parameter);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UnknownParameter that && this.type == that.type
				&& Arrays.equals(this.parameter, that.parameter);
	}

	@Override
	public int hashCode() {
		return 31 * this.type + Arrays.hashCode(this.parameter);
	}

}
