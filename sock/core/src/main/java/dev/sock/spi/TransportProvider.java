package dev.sock.spi;

import dev.sock.UserspaceOptions;

/**
 * Entry point of a transport, found through {@link java.util.ServiceLoader}. It must cost
 * nothing to create and work on machines where the transport cannot run.
 */
public interface TransportProvider {

	/**
	 * Returns the name that properties use.
	 * @return {@code userspace} or {@code kernel}
	 */
	String name();

	/**
	 * Tells whether the transport can run here.
	 * @return whether, and why in words
	 */
	Availability availability();

	/**
	 * Opens the transport.
	 * @param options options of a transport in UDP; others ignore them
	 * @return the transport, which the caller closes
	 */
	Transport open(UserspaceOptions options);

	/**
	 * Whether a transport can run.
	 *
	 * @param available whether it can
	 * @param reason why, or why not with the remedy, in words
	 */
	record Availability(boolean available, String reason) {
	}

}
