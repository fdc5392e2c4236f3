package dev.sock.spring.listener;

/**
 * What a listener container does with messages. Where it does not deliver them it keeps
 * them, so that the receive windows of the associations close.
 */
public enum SctpListenerState {

	/** Not started, or stopped: keeps messages. */
	STOPPED,

	/** Delivers messages. */
	RUNNING,

	/** Started, but keeps messages until it is resumed. */
	PAUSED

}
