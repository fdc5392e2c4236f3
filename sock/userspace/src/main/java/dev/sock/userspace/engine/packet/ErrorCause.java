package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * A cause inside an ERROR or ABORT chunk (RFC 9260 §3.3.10).
 */
public sealed interface ErrorCause
		permits InvalidStreamIdentifierCause, MissingMandatoryParameterCause, StaleCookieCause, OutOfResourceCause,
		UnresolvableAddressCause, UnrecognizedChunkTypeCause, InvalidMandatoryParameterCause,
		UnrecognizedParametersCause, NoUserDataCause, CookieReceivedWhileShuttingDownCause,
		RestartWithNewAddressesCause, UserInitiatedAbortCause, ProtocolViolationCause, UnsupportedHmacIdentifierCause,
		RefusedAddressRequestCause, IllegalAsconfAckCause, UnknownCause {

	/**
	 * The cause code.
	 * @return 0 to 65535
	 */
	int code();

	/**
	 * What it means, for people.
	 * @return a short text on one line, whatever the peer sent
	 */
	String describe();

	/**
	 * The value of the length field.
	 * @return the number of bytes, header included, without padding
	 */
	int encodedLength();

	/**
	 * Write the cause and its padding.
	 * @param target a big-endian buffer with room for it
	 */
	void encode(ByteBuffer target);

}
