package dev.sock;

/**
 * A handler that may go on with a message after its method has returned, in another
 * thread, say. The bytes of such a message count against the association's receive window
 * until {@link SctpAssociation#release(SctpMessage)}, so that a peer is held up however
 * the work is spread.
 */
public interface SctpRetainingHandler extends SctpHandler {

	/**
	 * A message came. Called instead of {@link #onMessage}, and like it: one call after
	 * the other for each association.
	 * @param message the message, which the handler now owns
	 * @return whether the message is retained; then {@link SctpAssociation#release} must
	 * be called once, from any thread, even before this returns. If not, its bytes no
	 * longer count
	 */
	boolean retain(SctpMessage message);

	/**
	 * Not called by an endpoint.
	 */
	@Override
	default void onMessage(SctpMessage message) {
		if (retain(message)) {
			throw new IllegalStateException("The handler has retained a message that it could not: " + message);
		}
	}

}
