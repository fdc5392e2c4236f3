package dev.sock.benchmarks;

/**
 * How received messages reach the program.
 */
enum Delivery {

	/** A handler on the event loop. */
	LOOP,

	/** A handler on an executor. */
	EXECUTOR,

	/** A thread that calls receive, and blocks. */
	PULL

}
