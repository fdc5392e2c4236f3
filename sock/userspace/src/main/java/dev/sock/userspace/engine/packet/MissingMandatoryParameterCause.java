package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sock.SctpErrorCause;

/**
 * An INIT or INIT ACK lacks parameters (RFC 9260 §3.3.10.2).
 *
 * @param parameterTypes the types that are missing
 */
public record MissingMandatoryParameterCause(List<Integer> parameterTypes) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 2;

	private static final int MAX_DESCRIBED = 8;

	public MissingMandatoryParameterCause {
		parameterTypes = List.copyOf(parameterTypes);
	}

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		if (this.parameterTypes.size() > MAX_DESCRIBED) {
			return SctpErrorCause.MISSING_MANDATORY_PARAMETER.text() + " (" + this.parameterTypes.size() + " types)";
		}
		return SctpErrorCause.MISSING_MANDATORY_PARAMETER.text() + " " + this.parameterTypes;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4 + 2 * this.parameterTypes.size();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, CODE, encodedLength());
		target.putInt(this.parameterTypes.size());
		for (int parameterType : this.parameterTypes) {
			target.putShort((short) parameterType);
		}
		TypeLengthValue.putPadding(target, encodedLength());
	}

}
