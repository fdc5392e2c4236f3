package dev.sock.spring.core;

/**
 * Names of the headers that a received message has in a listener method, and that a
 * {@link org.springframework.messaging.Message} given back as the reply, or to
 * {@link SctpOperations}, may have.
 */
public final class SctpHeaders {

	/** Prefix of all names. */
	public static final String PREFIX = "sctp_";

	/** Name of the endpoint, a {@code String}. */
	public static final String ENDPOINT = PREFIX + "endpoint";

	/** Name of the association, a {@code String}. */
	public static final String ASSOCIATION = PREFIX + "association";

	/** Stream number, an {@code Integer}. Of a reply: the stream to send it on. */
	public static final String STREAM = PREFIX + "stream";

	/**
	 * Payload protocol identifier, a {@code Long}. Of a reply: the identifier to send,
	 * any {@code Number} or the name of a protocol.
	 */
	public static final String PPID = PREFIX + "ppid";

	/**
	 * Whether the message is unordered, a {@code Boolean}. Of a reply: how to send it.
	 */
	public static final String UNORDERED = PREFIX + "unordered";

	/**
	 * Of a message to send: how long it is worth the trouble, a
	 * {@link java.time.Duration}.
	 */
	public static final String LIFETIME = PREFIX + "lifetime";

	/** Number of the message within its stream, an {@code Integer}. */
	public static final String STREAM_SEQUENCE_NUMBER = PREFIX + "streamSequenceNumber";

	/** Transmission sequence number of the first fragment, a {@code Long}. */
	public static final String TSN = PREFIX + "tsn";

	/**
	 * Whether the message begins with this part, a {@code Boolean}; always there, and
	 * {@code true} unless {@code partial-delivery-point} is set.
	 */
	public static final String FIRST_PART = PREFIX + "firstPart";

	/** Whether the message ends with this part, a {@code Boolean}, likewise. */
	public static final String LAST_PART = PREFIX + "lastPart";

	private SctpHeaders() {
	}

}
