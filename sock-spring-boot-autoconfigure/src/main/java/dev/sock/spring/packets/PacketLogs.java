package dev.sock.spring.packets;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpPacketTap;
import dev.sock.capture.PacketLog;
import dev.sock.spring.endpoint.SctpEndpointObserver;
import dev.sock.spring.listener.EndpointListeners;
import org.jspecify.annotations.Nullable;

/**
 * The packet logs of all endpoints. Together they take {@value #MAX_BYTES} bytes at most.
 * A log goes on when its endpoint is stopped and started. Safe for use by several
 * threads.
 */
public final class PacketLogs implements SctpEndpointObserver {

	/** Most memory that all logs together may take. */
	public static final long MAX_BYTES = 64L * 1024 * 1024;

	private final Supplier<? extends Collection<SctpEndpoint>> open;

	private final BiPredicate<SctpEndpoint, String> known;

	private final Map<String, Tap> taps = new ConcurrentHashMap<>();

	/**
	 * Creates it, without logs.
	 * @param open gives every open endpoint
	 * @param known tells whether an endpoint has an association of a name, or may get one
	 */
	public PacketLogs(Supplier<? extends Collection<SctpEndpoint>> open, BiPredicate<SctpEndpoint, String> known) {
		this.open = open;
		this.known = known;
	}

	/**
	 * Starts a log; one that there is begins anew.
	 * @param endpoint name of an open endpoint
	 * @param association name of the association whose packets it takes, or {@code null}
	 * for all of the endpoint
	 * @param maxBytes most memory that it takes, 1 or more
	 * @param payloadLimit bytes of each DATA chunk's payload that it keeps
	 * @return whether there is such an endpoint and association
	 * @throws IllegalArgumentException if all logs together would take too much
	 * @throws UnsupportedOperationException if the endpoint's transport does not see
	 * packets
	 */
	public synchronized boolean start(String endpoint, @Nullable String association, long maxBytes, int payloadLimit) {
		SctpEndpoint opened = find(endpoint).orElse(null);
		if (opened == null || (association != null && !this.known.test(opened, association))) {
			return false;
		}
		String own = name(endpoint, key(association));
		long others = all().entrySet()
			.stream()
			.filter((log) -> !log.getKey().equals(own))
			.mapToLong((log) -> log.getValue().maxBytes())
			.sum();
		if (maxBytes < 1 || maxBytes > MAX_BYTES - others) {
			throw new IllegalArgumentException("A log of " + maxBytes + " bytes is not in the range 1 to "
					+ (MAX_BYTES - others) + "; all logs together may take " + MAX_BYTES);
		}
		Tap tap = this.taps.computeIfAbsent(endpoint, (name) -> new Tap());
		try {
			tap.attach(opened);
		}
		catch (UnsupportedOperationException ex) {
			this.taps.remove(endpoint);
			throw ex;
		}
		tap.logs.put(key(association), new PacketLog(maxBytes, payloadLimit));
		return true;
	}

	/**
	 * Ends a log and forgets its packets.
	 * @param endpoint name of the endpoint
	 * @param association name of the association, or {@code null} for that of the
	 * endpoint
	 * @return whether there was one
	 */
	public synchronized boolean stop(String endpoint, @Nullable String association) {
		Tap tap = this.taps.get(endpoint);
		if (tap == null || tap.logs.remove(key(association)) == null) {
			return false;
		}
		if (tap.logs.isEmpty()) {
			this.taps.remove(endpoint);
			find(endpoint).ifPresent((opened) -> opened.setPacketTap(null));
		}
		return true;
	}

	/**
	 * Finds a log.
	 * @param endpoint name of the endpoint
	 * @param association name of the association, or {@code null} for that of the
	 * endpoint
	 * @return the log
	 */
	public Optional<PacketLog> find(String endpoint, @Nullable String association) {
		return Optional.ofNullable(this.taps.get(endpoint)).map((tap) -> tap.logs.get(key(association)));
	}

	/**
	 * Returns all logs.
	 * @return the logs by the name of the endpoint, or of endpoint and association with a
	 * slash between them
	 */
	public Map<String, PacketLog> all() {
		Map<String, PacketLog> all = new TreeMap<>();
		this.taps.forEach(
				(endpoint, tap) -> tap.logs.forEach((association, log) -> all.put(name(endpoint, association), log)));
		return all;
	}

	private Optional<SctpEndpoint> find(String name) {
		return this.open.get()
			.stream()
			.filter((opened) -> opened.name().equals(name))
			.map(SctpEndpoint.class::cast)
			.findFirst();
	}

	private static String name(String endpoint, String association) {
		return association.isEmpty() ? endpoint : endpoint + "/" + association;
	}

	private static String key(@Nullable String association) {
		return (association != null) ? association : "";
	}

	@Override
	public synchronized void endpointOpened(SctpEndpoint endpoint, EndpointListeners listeners) {
		Tap tap = this.taps.get(endpoint.name());
		if (tap != null) {
			tap.attach(endpoint);
		}
	}

	/** Hands the packets of one endpoint to its logs. */
	private static final class Tap implements SctpPacketTap {

		/** By the name of the association, empty for all packets. */
		private final Map<String, PacketLog> logs = new ConcurrentSkipListMap<>();

		private final LastNames lastNames = new LastNames();

		private volatile @Nullable SctpEndpoint endpoint;

		void attach(SctpEndpoint endpoint) {
			this.endpoint = endpoint;
			endpoint.setPacketTap(this);
		}

		@Override
		public void packet(boolean outbound, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
				ByteBuffer packet) {
			PacketLog everything = this.logs.get(key(null));
			if (everything != null) {
				everything.packet(outbound, localAddress, remoteAddress, remoteUdpPort, packet);
			}
			if (this.logs.size() > ((everything != null) ? 1 : 0)) {
				String association = nameOf(outbound, remoteAddress, packet);
				PacketLog own = (association != null) ? this.logs.get(association) : null;
				if (own != null) {
					own.packet(outbound, localAddress, remoteAddress, remoteUdpPort, packet);
				}
			}
		}

		/** By the peer's port, which the common header begins with (RFC 9260 §3.1). */
		private @Nullable String nameOf(boolean outbound, SctpAddress remoteAddress, ByteBuffer packet) {
			SctpEndpoint current = this.endpoint;
			if (current == null || packet.remaining() < 4) {
				return null;
			}
			int peerPort = Short.toUnsignedInt(packet.getShort(packet.position() + (outbound ? 2 : 0)));
			String name = current.association(remoteAddress, peerPort).map(SctpAssociation::name).orElse(null);
			return this.lastNames.orLast(remoteAddress, peerPort, name, this.logs::containsKey);
		}

	}

	/**
	 * Remembers who had an address last: an association that has ended is not found any
	 * more when the packet that says so leaves.
	 */
	private static final class LastNames {

		private static final int LIMIT = 64;

		private final Map<Peer, String> names = new LinkedHashMap<>();

		synchronized @Nullable String orLast(SctpAddress address, int port, @Nullable String current,
				Predicate<String> logged) {
			Peer peer = new Peer(address, port);
			if (current == null) {
				return this.names.get(peer);
			}
			this.names.remove(peer);
			if (logged.test(current)) {
				this.names.put(peer, current);
				if (this.names.size() > LIMIT) {
					this.names.remove(this.names.keySet().iterator().next());
				}
			}
			return current;
		}

	}

	private record Peer(SctpAddress address, int port) {
	}

}
