package dev.sock;

import java.util.Arrays;
import java.util.Optional;

/**
 * Causes that ABORT and ERROR chunks give (RFC 9260 §3.3.10, RFC 5061 §4.3, RFC 4895 §4).
 */
public enum SctpErrorCause {

	/** A DATA chunk was for a stream that does not exist. */
	INVALID_STREAM_IDENTIFIER(1, "invalid stream identifier"),

	/** INIT or INIT ACK lacked a parameter. */
	MISSING_MANDATORY_PARAMETER(2, "missing mandatory parameter"),

	/** The state cookie came too late. */
	STALE_COOKIE(3, "stale cookie"),

	/** The peer has no room for the association. */
	OUT_OF_RESOURCE(4, "out of resource"),

	/** An address parameter could not be used. */
	UNRESOLVABLE_ADDRESS(5, "unresolvable address"),

	/** A chunk type is not known to the peer. */
	UNRECOGNIZED_CHUNK_TYPE(6, "unrecognized chunk type"),

	/** A mandatory parameter had a value that is not allowed. */
	INVALID_MANDATORY_PARAMETER(7, "invalid mandatory parameter"),

	/** Parameters are not known to the peer. */
	UNRECOGNIZED_PARAMETERS(8, "unrecognized parameters"),

	/** A DATA chunk was empty. */
	NO_USER_DATA(9, "no user data"),

	/** The peer wanted to start anew while the association was being shut down. */
	COOKIE_RECEIVED_WHILE_SHUTTING_DOWN(10, "cookie received while shutting down"),

	/** A restart named addresses that the association did not have. */
	RESTART_WITH_NEW_ADDRESSES(11, "restart of an association with new addresses"),

	/** The user of the peer aborted. */
	USER_INITIATED_ABORT(12, "user-initiated abort"),

	/** Something that the protocol forbids. */
	PROTOCOL_VIOLATION(13, "protocol violation"),

	/** The last address of an association cannot be removed. */
	REQUEST_TO_DELETE_LAST_ADDRESS(0x00a0, "request to delete the last remaining address"),

	/** An address could not be added for want of resources. */
	OPERATION_REFUSED_FOR_RESOURCES(0x00a1, "operation refused due to resource shortage"),

	/** The address that a request came from cannot be removed by it. */
	REQUEST_TO_DELETE_SOURCE_ADDRESS(0x00a2, "request to delete the source address"),

	/** An ASCONF ACK came that nobody asked for. */
	ILLEGAL_ASCONF_ACK(0x00a3, "association aborted due to an illegal ASCONF-ACK"),

	/** The peer does not allow the change. */
	REQUEST_REFUSED_WITHOUT_AUTHORIZATION(0x00a4, "request refused, no authorization"),

	/** A chunk was authenticated by an algorithm that was not offered. */
	UNSUPPORTED_HMAC_IDENTIFIER(0x0105, "unsupported HMAC identifier");

	private final int code;

	private final String text;

	SctpErrorCause(int code, String text) {
		this.code = code;
		this.text = text;
	}

	/**
	 * Returns the cause code.
	 * @return 1 to 65535
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns what it means, in words.
	 * @return a short text without a full stop
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Returns the cause that has a code.
	 * @param code cause code
	 * @return the cause, if the code is known
	 */
	public static Optional<SctpErrorCause> of(int code) {
		return Arrays.stream(values()).filter((cause) -> cause.code == code).findFirst();
	}

	/**
	 * Returns what a code means, whatever it is: of {@link SctpEvent.AssociationChanged}
	 * and {@link SctpEvent.RemoteError}.
	 * @param code cause code, 0 for none
	 * @return a short text
	 */
	public static String describe(int code) {
		return (code == 0) ? "no cause given" : of(code).map(SctpErrorCause::text).orElse("error cause " + code);
	}

}
