package dev.sock.userspace.udp;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpAddress;
import dev.sock.UserspaceOptions;
import dev.sock.spi.EndpointBinding;
import org.jspecify.annotations.Nullable;

/**
 * The bindings of a transport, one for each UDP port: chooses the one for an endpoint.
 * Used by the control thread only.
 */
final class Bindings {

	private final NettyIo io;

	private final UserspaceOptions options;

	private final Map<Integer, UdpBinding> byPort = new HashMap<>();

	private @Nullable UdpBinding fallback;

	Bindings(NettyIo io, UserspaceOptions options) {
		this.io = io;
		this.options = options;
	}

	/**
	 * Binds an endpoint's addresses to its UDP port, in the binding that has the port or
	 * in a new one. An endpoint that only connects takes another port if another process
	 * has the default one.
	 * @param request the endpoint
	 * @param addresses its addresses
	 * @param optional those of them that may be missing, if one is left
	 * @return the binding, and the addresses that are bound
	 * @throws SctpBindException if the addresses cannot be bound
	 */
	Bound bind(EndpointBinding request, Collection<SctpAddress> addresses, Set<SctpAddress> optional) {
		Integer own = request.udpPort();
		int udpPort = (own != null) ? own : this.options.udpPort();
		try {
			IpHeader ip = IpHeader.of(request.options().ip(), this.io.epoll());
			try {
				return bind(request.name(), ip, udpPort, addresses, optional);
			}
			catch (BindFailure ex) {
				if (ex.reason() != Reason.UDP_PORT_IN_USE || own != null || udpPort == 0 || !request.connectOnly()) {
					throw ex;
				}
			}
			Bound other = bindFallback(request.name(), ip, addresses, optional);
			FaultLog.logger.info(
					"Endpoint '{}' uses UDP port {}: {} is taken by another process, and it accepts no one",
					request.name(), other.binding.port(), udpPort);
			return other;
		}
		catch (BindFailure ex) {
			throw ex.toException("Endpoint '" + request.name() + "' cannot be opened");
		}
	}

	private Bound bind(String name, IpHeader ip, int udpPort, Collection<SctpAddress> addresses,
			Set<SctpAddress> optional) throws BindFailure {
		UdpBinding shared = (udpPort != 0) ? this.byPort.get(udpPort) : null;
		if (shared != null) {
			shared.ip().checkShared(shared.owner(), udpPort, ip);
			return new Bound(shared, shared.bind(addresses, optional));
		}
		UdpBinding opened = UdpBinding.open(this.io, this.options.gso(), name, ip, udpPort, addresses, optional);
		this.byPort.put(opened.port(), opened);
		return new Bound(opened, addresses.stream().filter((address) -> opened.socket(address) != null).toList());
	}

	/**
	 * Endpoints that only connect share one other port, and with it one thread.
	 */
	private Bound bindFallback(String name, IpHeader ip, Collection<SctpAddress> addresses, Set<SctpAddress> optional)
			throws BindFailure {
		UdpBinding shared = this.fallback;
		if (shared != null && shared.ip().equals(ip)) {
			try {
				return new Bound(shared, shared.bind(addresses, optional));
			}
			catch (BindFailure ex) {
				if (ex.reason() != Reason.UDP_PORT_IN_USE) {
					throw ex;
				}
			}
		}
		Bound opened = bind(name, ip, 0, addresses, optional);
		this.fallback = opened.binding;
		return opened;
	}

	/**
	 * Closes a binding that no endpoint uses any more.
	 * @param binding the binding
	 */
	void close(UdpBinding binding) {
		if (this.byPort.remove(binding.port(), binding)) {
			if (this.fallback == binding) {
				this.fallback = null;
			}
			binding.close();
		}
	}

	/**
	 * What an endpoint is bound to.
	 *
	 * @param binding event loop and sockets
	 * @param addresses addresses that have a socket
	 */
	record Bound(UdpBinding binding, List<SctpAddress> addresses) {
	}

}
