package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * A change of addresses was refused (RFC 5061 §4.3.1 to §4.3.3, §4.3.5).
 *
 * @param code the reason: 0xA0, 0xA1, 0xA2 or 0xA4
 * @param request the parameter that asked for it, header included
 */
public record RefusedAddressRequestCause(int code, byte[] request) implements ErrorCause {

	/**
	 * The last address cannot be deleted.
	 */
	public static final int LAST_ADDRESS = 0xA0;

	/**
	 * There is no room for another address.
	 */
	public static final int RESOURCE_SHORTAGE = 0xA1;

	/**
	 * The address that the request came from cannot be deleted by it.
	 */
	public static final int SOURCE_ADDRESS = 0xA2;

	/**
	 * The receiver does not want the change.
	 */
	public static final int NO_AUTHORIZATION = 0xA4;

	@Override
	public String describe() {
		return SctpErrorCause.describe(this.code);
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.request.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, this.code, this.request);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RefusedAddressRequestCause that && this.code == that.code
				&& Arrays.equals(this.request, that.request);
	}

	@Override
	public int hashCode() {
		return 31 * this.code + Arrays.hashCode(this.request);
	}

}
