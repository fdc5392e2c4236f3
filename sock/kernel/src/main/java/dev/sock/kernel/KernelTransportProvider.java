package dev.sock.kernel;

import dev.sock.UserspaceOptions;
import dev.sock.kernel.socket.KernelSupport;
import dev.sock.kernel.transport.KernelTransport;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportProvider;

/**
 * The {@code kernel} transport: SCTP of the Linux kernel.
 */
public final class KernelTransportProvider implements TransportProvider {

	/**
	 * Creates the provider; for {@link java.util.ServiceLoader}.
	 */
	public KernelTransportProvider() {
	}

	@Override
	public String name() {
		return "kernel";
	}

	@Override
	public Availability availability() {
		String obstacle = KernelSupport.obstacle();
		return (obstacle == null) ? new Availability(true, "the Linux kernel opens SCTP sockets here")
				: new Availability(false, obstacle);
	}

	@Override
	public Transport open(UserspaceOptions options) {
		return new KernelTransport();
	}

}
