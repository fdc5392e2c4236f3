package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint could not be opened on its addresses or ports.
 */
public final class SctpBindException extends SctpException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param message what failed, with address and port, and what to do
	 * @param cause the operating system's error, if there is one
	 */
	public SctpBindException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns why the endpoint could not be opened.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/** Why an endpoint cannot be opened. */
	public enum Reason {

		/** Another endpoint has this SCTP port on one of these addresses. */
		SCTP_PORT_IN_USE,

		/** Another socket of this host has the UDP port. */
		UDP_PORT_IN_USE,

		/** An address is not one of this host. */
		ADDRESS_NOT_LOCAL,

		/** A host or interface name is not known. */
		UNKNOWN_NAME,

		/** The transport does not exist or cannot be used on this machine. */
		TRANSPORT_UNAVAILABLE,

		/** The operating system refused for another reason. */
		REFUSED

	}

}
