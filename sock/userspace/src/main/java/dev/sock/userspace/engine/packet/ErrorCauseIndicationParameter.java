package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Says why a request of an ASCONF chunk was refused (RFC 5061 §4.2.3).
 *
 * @param correlationId that of the request
 * @param causes why
 */
public record ErrorCauseIndicationParameter(int correlationId, List<ErrorCause> causes) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0xC003;

	public ErrorCauseIndicationParameter {
		causes = List.copyOf(causes);
	}

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4 + ErrorCauseCodec.length(this.causes);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt(this.correlationId);
		ErrorCauseCodec.encode(this.causes, target);
	}

}
