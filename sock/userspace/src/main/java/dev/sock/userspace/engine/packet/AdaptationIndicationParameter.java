package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * What the application above SCTP says of itself to its peer (RFC 5061 §4.2.6).
 *
 * @param indication a number that only the applications understand
 */
public record AdaptationIndicationParameter(int indication) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0xC006;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt(this.indication);
	}

}
