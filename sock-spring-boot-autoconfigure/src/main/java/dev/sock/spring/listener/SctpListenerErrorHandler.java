package dev.sock.spring.listener;

/**
 * Deals with messages that a listener has failed on. The only bean of this type, or the
 * primary one, is that of all listeners; one listener's own is named by
 * {@code SctpListener.errorHandler}.
 *
 * @see LoggingErrorHandler
 * @see RetryingErrorHandler
 */
@FunctionalInterface
public interface SctpListenerErrorHandler {

	/**
	 * Deals with a failure. When this returns the message counts as dealt with; what it
	 * throws is logged. Called on the thread that called the listener, so that later
	 * messages of the same order wait; or, for a result that came later, on a listener
	 * thread, when others have been delivered already. May be called by several threads
	 * at once.
	 * @param failure what the listener threw, or what its result failed with
	 * @param delivery the message, and what can be done with it
	 */
	void handle(Throwable failure, FailedDelivery delivery);

}
