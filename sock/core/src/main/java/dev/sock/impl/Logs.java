package dev.sock.impl;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logger categories, which {@code dev.sock}'s package documentation promises.
 */
final class Logs {

	static final Logger ENDPOINT = LoggerFactory.getLogger("dev.sock.endpoint");

	static final Logger ASSOCIATION = LoggerFactory.getLogger("dev.sock.association");

	static final Logger PATH = LoggerFactory.getLogger("dev.sock.path");

	private Logs() {
	}

	/**
	 * Writes a line before something that must be done. That it cannot be written, for
	 * want of memory perhaps, is no reason to leave the rest.
	 */
	@SuppressWarnings("CatchingUnchecked")
	static void guarded(Runnable line) {
		try {
			line.run();
		}
		catch (Throwable ex) {
			// There is nobody left to tell.
		}
	}

}
