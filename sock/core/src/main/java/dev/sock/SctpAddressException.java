package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * A change of addresses was not made: an address was not added or removed, or the peer
 * does not make another one primary (RFC 5061).
 */
public final class SctpAddressException extends SctpException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param message what failed, with the address, and what to do
	 * @param cause the error beneath, if there is one
	 */
	public SctpAddressException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns why the change was not made.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/** Why a change of addresses is not made. */
	public enum Reason {

		/**
		 * The peer, this side or the transport does not support it, see
		 * {@link SctpOptions#dynamicAddresses()}.
		 */
		NOT_SUPPORTED,

		/** The peer refused it; the message has the cause. */
		REFUSED,

		/**
		 * The address is not one of this endpoint, or only a wildcard stands for it; or
		 * the peer was not told of it.
		 */
		NOT_LOCAL,

		/** It is the last address, or the last that reaches the peer. */
		LAST_ADDRESS,

		/** Too many changes wait for the peer's answer. */
		TOO_MANY_REQUESTS,

		/** The association or the endpoint has ended, or the peer has started anew. */
		CLOSED

	}

}
