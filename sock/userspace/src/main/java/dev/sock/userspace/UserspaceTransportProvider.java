package dev.sock.userspace;

import dev.sock.UserspaceOptions;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportProvider;
import dev.sock.userspace.udp.UdpTransport;

/**
 * The {@code userspace} transport, which runs wherever Java runs.
 */
public final class UserspaceTransportProvider implements TransportProvider {

	/**
	 * Creates the provider; for {@link java.util.ServiceLoader}.
	 */
	public UserspaceTransportProvider() {
	}

	@Override
	public String name() {
		return "userspace";
	}

	@Override
	public Availability availability() {
		return new Availability(true, "SCTP in UDP runs on every machine, without privileges");
	}

	@Override
	public Transport open(UserspaceOptions options) {
		return new UdpTransport(options);
	}

}
