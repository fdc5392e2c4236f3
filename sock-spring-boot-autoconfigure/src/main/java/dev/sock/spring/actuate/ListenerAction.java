package dev.sock.spring.actuate;

/**
 * What can be done to a listener.
 */
public enum ListenerAction {

	/** Deliver messages. */
	START,

	/** Keep messages, and wait for calls that are under way. */
	STOP,

	/** Keep messages until it is resumed. */
	PAUSE,

	/** End a pause. */
	RESUME

}
