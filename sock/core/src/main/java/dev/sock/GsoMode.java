package dev.sock;

/**
 * Whether packets to one destination leave in one system call, cut up by the kernel
 * (UDP_SEGMENT).
 */
public enum GsoMode {

	/**
	 * Where the system has it, towards peers that showed to be sock: a Linux kernel peer
	 * on the same host misreads such batches.
	 */
	AUTO,

	/** Where the system has it, towards every peer. */
	ON,

	/** Never. */
	OFF

}
