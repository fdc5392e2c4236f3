package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;

/**
 * Asks for a change of the sender's addresses (RFC 5061 §4.2.1, §4.2.2, §4.2.4).
 *
 * @param kind the change
 * @param correlationId tells the requests of a chunk apart
 * @param address an address of the sender; a wildcard stands for the one that the packet
 * comes from
 */
public record AddressRequestParameter(Kind kind, int correlationId, SctpAddress address) implements Parameter {

	/**
	 * The size of the parameter without the address parameter in it.
	 */
	static final int FIXED_SIZE = TypeLengthValue.HEADER_SIZE + 4;

	@Override
	public int type() {
		return this.kind.type;
	}

	@Override
	public int encodedLength() {
		return FIXED_SIZE + AddressParameter.of(this.address).encodedLength();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, type(), encodedLength());
		target.putInt(this.correlationId);
		AddressParameter.of(this.address).encode(target);
	}

	/**
	 * The parameter as its error causes carry it.
	 * @return a new array
	 */
	public byte[] bytes() {
		ByteBuffer bytes = ByteBuffer.allocate(encodedLength());
		encode(bytes);
		return bytes.array();
	}

	/**
	 * What is to be done with an address.
	 */
	public enum Kind {

		/** Send to it, too. */
		ADD(0xC001, "add"),

		/** Send to it no more. */
		DELETE(0xC002, "delete"),

		/** Send to it rather than to others. */
		SET_PRIMARY(0xC004, "set primary");

		private final int type;

		private final String text;

		Kind(int type, String text) {
			this.type = type;
			this.text = text;
		}

		/**
		 * The parameter type.
		 * @return 0 to 65535
		 */
		public int type() {
			return this.type;
		}

		/**
		 * What is asked for, in words.
		 * @return a short text
		 */
		public String text() {
			return this.text;
		}

		/**
		 * The kind that has a parameter type.
		 * @param type a parameter type
		 * @return the kind
		 */
		static Kind of(int type) {
			return (type == ADD.type) ? ADD : (type == DELETE.type) ? DELETE : SET_PRIMARY;
		}

	}

}
