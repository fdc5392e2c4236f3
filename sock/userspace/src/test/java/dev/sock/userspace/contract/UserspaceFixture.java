package dev.sock.userspace.contract;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sock.ConnectOptions;
import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import dev.sock.SctpEndpoint;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.contract.TransportCapabilities;
import dev.sock.contract.TransportFixture.Link;
import dev.sock.contract.TransportFixture;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;

/**
 * Endpoints that take free UDP ports, so that each has an event loop of its own.
 */
final class UserspaceFixture implements TransportFixture {

	private static final TransportCapabilities CAPABILITIES = new TransportCapabilities("userspace", true, true, true,
			true, false, true, true, true, true, Set.of("ip.dont-route", "ip.priority", "ip.reuse-address"),
			Set.of("ip.traffic-class", "ip.ttl"), Set.of("EndpointStatistics.unknownNotifications"));

	static {
		// a line for each of very many packets is of no use here
		((Logger) LoggerFactory.getLogger("dev.sock.packet")).setLevel(Level.INFO);
	}

	private final List<UdpLink> links = new ArrayList<>();

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Sock open() {
		return Sock.builder().transport("userspace").userspace(new UserspaceOptions(0, GsoMode.AUTO)).build();
	}

	@Override
	public ConnectOptions to(SctpEndpoint endpoint) {
		List<String> addresses = endpoint.localAddresses().stream().map(SctpAddress::toString).toList();
		return ConnectOptions.to(addresses, endpoint.localPort()).withRemoteUdpPort(endpoint.udpPort().getAsInt());
	}

	@Override
	public Link link(SctpEndpoint server) {
		UdpLink link = new UdpLink(server.localAddresses(), server.udpPort().getAsInt(),
				(udpPort) -> to(server).withRemoteUdpPort(udpPort));
		this.links.add(link);
		return link;
	}

	/** Not every host has them: macOS lacks 127.0.0.2, and IPv6 may be switched off. */
	@Override
	public void needs(List<String> addresses) {
		for (String address : addresses) {
			try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
				// It can be had.
			}
			catch (IOException ex) {
				Assumptions.abort("This host has no " + address + ": " + ex.getMessage());
			}
		}
	}

	@Override
	public int udpPort(SctpEndpoint server) {
		return server.udpPort().getAsInt();
	}

	@Override
	public void close() {
		this.links.forEach(UdpLink::close);
	}

}
