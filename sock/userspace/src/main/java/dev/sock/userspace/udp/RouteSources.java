package dev.sock.userspace.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.sock.SctpAddress;
import dev.sock.SctpAddress.Scope;
import dev.sock.userspace.engine.path.SourceAddressSelector;
import org.jspecify.annotations.Nullable;

/**
 * Chooses source addresses: the one that the system's routes lead from where it is among
 * the candidates, else one of the same scope, else any of the same family. Loopback goes
 * with loopback only; there the destination's own address is preferred, since two paths
 * within a host are then disjoint. Used on the event loop only.
 */
final class RouteSources implements SourceAddressSelector {

	private static final long ROUTE_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);

	private static final int MAX_ROUTES = 4096;

	/** No packet is sent to it. */
	private static final int DISCARD_PORT = 9;

	private final Predicate<SctpAddress> usable;

	private final UnaryOperator<@Nullable SctpAddress> routes;

	private final LongSupplier clock;

	private final Map<SctpAddress, Route> known = new HashMap<>();

	/**
	 * Asks the operating system for routes.
	 * @param usable whether a local address still has a socket
	 */
	RouteSources(Predicate<SctpAddress> usable) {
		this(usable, RouteSources::askSystem, System::nanoTime);
	}

	RouteSources(Predicate<SctpAddress> usable, UnaryOperator<@Nullable SctpAddress> routes, LongSupplier clock) {
		this.usable = usable;
		this.routes = routes;
		this.clock = clock;
	}

	@Override
	public @Nullable SctpAddress select(SctpAddress destination, List<SctpAddress> localAddresses) {
		List<SctpAddress> candidates = new ArrayList<>(localAddresses.size());
		for (SctpAddress local : localAddresses) {
			if (canReach(local, destination) && this.usable.test(local)) {
				candidates.add(local);
			}
		}
		if (candidates.size() <= 1) {
			return candidates.isEmpty() ? null : candidates.get(0);
		}
		if (candidates.contains(destination)) {
			return destination;
		}
		SctpAddress routed = (destination.scope() != Scope.LOOPBACK) ? route(destination) : null;
		if (routed != null && candidates.contains(routed)) {
			return routed;
		}
		for (SctpAddress candidate : candidates) {
			if (candidate.scope() == destination.scope()) {
				return candidate;
			}
		}
		return candidates.get(0);
	}

	private static boolean canReach(SctpAddress local, SctpAddress destination) {
		return local.isIpv4() == destination.isIpv4()
				&& (local.scope() == Scope.LOOPBACK) == (destination.scope() == Scope.LOOPBACK);
	}

	private @Nullable SctpAddress route(SctpAddress destination) {
		long now = this.clock.getAsLong();
		Route route = this.known.get(destination);
		if (route == null || now - route.untilNanos >= 0) {
			if (this.known.size() >= MAX_ROUTES) {
				this.known.clear();
			}
			route = new Route(this.routes.apply(destination), now + ROUTE_LIFE_NANOS);
			this.known.put(destination, route);
		}
		return route.source;
	}

	/**
	 * Connecting a UDP socket sends nothing, but has the system choose a route.
	 */
	private static @Nullable SctpAddress askSystem(@Nullable SctpAddress destination) {
		if (destination == null) {
			return null;
		}
		StandardProtocolFamily family = destination.isIpv4() ? StandardProtocolFamily.INET
				: StandardProtocolFamily.INET6;
		try (DatagramChannel channel = DatagramChannel.open(family)) {
			channel.connect(new InetSocketAddress(destination.toInetAddress(), DISCARD_PORT));
			return (channel.getLocalAddress() instanceof InetSocketAddress local) ? SctpAddress.of(local.getAddress())
					: null;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	private record Route(@Nullable SctpAddress source, long untilNanos) {
	}

}
