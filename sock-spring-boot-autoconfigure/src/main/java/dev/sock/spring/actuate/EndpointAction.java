package dev.sock.spring.actuate;

/**
 * What can be done to an endpoint.
 */
public enum EndpointAction {

	/** Open it, with its associations and listeners. */
	START,

	/** Let listeners finish, shut associations down and close it. */
	STOP

}
