package dev.sock.userspace.udp;

/**
 * Something that a thread wants done on the event loop, within a batch.
 */
@FunctionalInterface
interface LoopWork {

	/**
	 * Does it.
	 * @param nowNanos the time
	 */
	void run(long nowNanos);

}
