package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * Says that a request of an ASCONF chunk was granted (RFC 5061 §4.2.5).
 *
 * @param correlationId that of the request
 */
public record SuccessIndicationParameter(int correlationId) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0xC005;

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
		target.putInt(this.correlationId);
	}

}
