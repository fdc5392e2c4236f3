package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request (RFC 6525 §4.4).
 *
 * @param responseSequenceNumber the number of the request
 * @param result what became of it, one of the constants or a number that is not known
 * here
 * @param nextTsns the next TSNs of both sides, in the answer to an SSN/TSN reset, else
 * {@code null}
 */
public record ReconfigurationResponseParameter(int responseSequenceNumber, int result,
		@Nullable NextTsns nextTsns) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 16;

	public static final int NOTHING_TO_DO = 0;

	public static final int PERFORMED = 1;

	public static final int DENIED = 2;

	public static final int WRONG_SSN = 3;

	public static final int REQUEST_ALREADY_IN_PROGRESS = 4;

	public static final int BAD_SEQUENCE_NUMBER = 5;

	public static final int IN_PROGRESS = 6;

	static final int SHORT_LENGTH = 8;

	static final int LONG_LENGTH = 16;

	static ReconfigurationResponseParameter decode(TypeLengthValue item) {
		NextTsns nextTsns = (item.valueLength() == LONG_LENGTH) ? new NextTsns(item.valueInt(8), item.valueInt(12))
				: null;
		return new ReconfigurationResponseParameter(item.valueInt(0), item.valueInt(4), nextTsns);
	}

	@Override
	public int type() {
		return TYPE;
	}

	/**
	 * Says in words what the answer is.
	 * @return a short text
	 */
	public String describe() {
		return "response " + Integer.toUnsignedString(this.responseSequenceNumber) + " result="
				+ Integer.toUnsignedString(this.result)
				+ ((this.nextTsns != null) ? " tsn=" + Integer.toUnsignedString(this.nextTsns.sender()) + "/"
						+ Integer.toUnsignedString(this.nextTsns.receiver()) : "");
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + ((this.nextTsns != null) ? LONG_LENGTH : SHORT_LENGTH);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt(this.responseSequenceNumber);
		target.putInt(this.result);
		if (this.nextTsns != null) {
			target.putInt(this.nextTsns.sender());
			target.putInt(this.nextTsns.receiver());
		}
	}

	/**
	 * Where the TSNs go on.
	 *
	 * @param sender the next TSN of the sender of the response
	 * @param receiver the next TSN of its receiver
	 */
	public record NextTsns(int sender, int receiver) {
	}

}
