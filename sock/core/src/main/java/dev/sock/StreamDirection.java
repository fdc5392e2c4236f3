package dev.sock;

/**
 * Which streams of an association are meant.
 */
public enum StreamDirection {

	/** Those that this side sends on. */
	OUTBOUND,

	/** Those that this side receives on. */
	INBOUND

}
