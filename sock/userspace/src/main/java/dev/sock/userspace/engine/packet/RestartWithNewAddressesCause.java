package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * A restart named addresses that the association does not have (RFC 9260 §3.3.10.11).
 *
 * @param addressTlvs the whole address parameters one after the other, headers included
 */
public record RestartWithNewAddressesCause(byte[] addressTlvs) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 11;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.RESTART_WITH_NEW_ADDRESSES.text();
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.addressTlvs.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, CODE, this.addressTlvs);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RestartWithNewAddressesCause that && Arrays.equals(this.addressTlvs, that.addressTlvs);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.addressTlvs);
	}

}
