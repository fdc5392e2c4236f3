package dev.sock.userspace.engine.path;

import java.util.List;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the local address that packets to a peer's address leave from.
 */
@FunctionalInterface
public interface SourceAddressSelector {

	/**
	 * Chooses a local address.
	 * @param destination the peer's address
	 * @param localAddresses local addresses to choose from
	 * @return one of them, or {@code null} if none can reach the destination
	 */
	@Nullable SctpAddress select(SctpAddress destination, List<SctpAddress> localAddresses);

}
