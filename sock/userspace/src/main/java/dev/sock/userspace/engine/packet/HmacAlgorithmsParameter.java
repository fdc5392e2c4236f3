package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The HMAC algorithms that its sender takes, the one that it likes best first, HMAC-ALGO
 * (RFC 4895 §3.3).
 *
 * @param identifiers HMAC identifiers, 0 to 65535
 */
public record HmacAlgorithmsParameter(List<Integer> identifiers) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0x8004;

	/**
	 * More identifiers than this are not taken; four are assigned.
	 */
	static final int MAX_IDENTIFIERS = 32;

	public HmacAlgorithmsParameter {
		identifiers = List.copyOf(identifiers);
	}

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 2 * this.identifiers.size();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		for (int identifier : this.identifiers) {
			target.putShort((short) identifier);
		}
		TypeLengthValue.putPadding(target, encodedLength());
	}

}
