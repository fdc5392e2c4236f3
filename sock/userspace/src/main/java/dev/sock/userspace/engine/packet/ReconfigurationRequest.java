package dev.sock.userspace.engine.packet;

/**
 * A parameter of RE-CONFIG that asks for something (RFC 6525 §4.1 to §4.3, §4.5, §4.6).
 */
public sealed interface ReconfigurationRequest extends Parameter permits OutgoingSsnResetParameter,
		IncomingSsnResetParameter, SsnTsnResetParameter, AddOutgoingStreamsParameter, AddIncomingStreamsParameter {

	/**
	 * The number of the request, one more for each.
	 * @return the re-configuration request sequence number
	 */
	int requestSequenceNumber();

	/**
	 * Says in words what is asked for.
	 * @return a short text
	 */
	String describe();

}
