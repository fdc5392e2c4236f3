package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The kinds of address that the sender of an INIT can use (RFC 9260 §3.3.2.1.5).
 *
 * @param addressTypes the types of the address parameters that it accepts
 */
public record SupportedAddressTypesParameter(List<Integer> addressTypes) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 12;

	public SupportedAddressTypesParameter {
		addressTypes = List.copyOf(addressTypes);
	}

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 2 * this.addressTypes.size();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		for (int addressType : this.addressTypes) {
			target.putShort((short) addressType);
		}
		TypeLengthValue.putPadding(target, encodedLength());
	}

}
