package dev.sock.userspace.engine.association;

import dev.sock.SctpAddressException;
import org.jspecify.annotations.Nullable;

/**
 * Hears, once, what has become of a change of addresses.
 */
@FunctionalInterface
public interface AddressOutcome {

	/**
	 * The change is made, or will not be.
	 * @param failure why not, or {@code null}
	 */
	void done(@Nullable SctpAddressException failure);

}
