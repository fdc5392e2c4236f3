package dev.sock.userspace.engine;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.path.SourceAddressSelector;

/**
 * What an endpoint's engine is made with.
 *
 * @param localPort SCTP port
 * @param localAddresses local addresses, none of them a wildcard
 * @param listAddresses whether INIT and INIT ACK list the local addresses; a single-homed
 * endpoint lists none, for the sake of NAT (RFC 6951 §5.7)
 * @param sources chooses the local address for each destination
 * @param options protocol options of accepted associations
 * @param random source of tags, TSNs, nonces, keys and jitter: a secure one in production
 * @param maxReceiveWindow most that is offered to a peer whatever the options say, since
 * a burst that does not fit the socket's buffer is lost whole
 */
public record EngineConfig(int localPort, List<SctpAddress> localAddresses, boolean listAddresses,
		SourceAddressSelector sources, SctpOptions options, RandomGenerator random, int maxReceiveWindow) {

	/**
	 * Copies the addresses.
	 */
	public EngineConfig {
		localAddresses = List.copyOf(localAddresses);
	}

}
