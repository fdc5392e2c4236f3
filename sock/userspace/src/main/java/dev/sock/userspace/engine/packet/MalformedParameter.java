package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a known type whose length is wrong for it.
 *
 * @param type the parameter type
 * @param parameter the whole parameter, header included, without padding
 */
public record MalformedParameter(int type, byte[] parameter) implements Parameter {

	/**
	 * Whether it asks for a change of addresses, of none that can be used.
	 * @return whether it is an {@link AddressRequestParameter} by its type
	 */
	public boolean isAddressRequest() {
		return this.type == AddressRequestParameter.Kind.ADD.type()
				|| this.type == AddressRequestParameter.Kind.DELETE.type()
				|| this.type == AddressRequestParameter.Kind.SET_PRIMARY.type();
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
		return other instanceof MalformedParameter that && this.type == that.type
				&& Arrays.equals(this.parameter, that.parameter);
	}

	@Override
	public int hashCode() {
		return 31 * this.type + Arrays.hashCode(this.parameter);
	}

}
