package dev.sock.kernel.transport;

import dev.sock.IpOptions;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.kernel.socket.OptionReader;
import dev.sock.kernel.socket.OptionWriter;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.OptionChange;

/**
 * Options of an endpoint's socket, which associations start with. On the event loop only,
 * but for {@link #asked()} and {@link #forAssociation}.
 */
final class EndpointDefaults {

	private final String name;

	private final SctpSocket socket;

	private volatile SctpOptions asked;

	private int grantedReceiveBuffer;

	EndpointDefaults(String name, SctpSocket socket, SctpOptions options) throws SystemCallException {
		this.name = name;
		this.socket = socket;
		this.asked = options;
		OptionWriter writer = new OptionWriter(socket);
		writer.write(options);
		writer.ip(IpOptions.DEFAULT, options.ip());
		buffers(options);
	}

	/** Returns what was asked for. */
	SctpOptions asked() {
		return this.asked;
	}

	int grantedReceiveBuffer() {
		return this.grantedReceiveBuffer;
	}

	private void buffers(SctpOptions options) throws SystemCallException {
		int receive = this.socket.receiveBuffer(options.receiveBuffer());
		int send = this.socket.sendBuffer(options.sendBuffer());
		this.grantedReceiveBuffer = receive;
		if (receive < options.receiveBuffer() || send < options.sendBuffer()) {
			KernelLoop.logger.info(
					"Endpoint '{}': the kernel grants {} of {} bytes to receive and {} of {} to send; raise net.core.rmem_max and net.core.wmem_max of this host for more",
					this.name, receive, options.receiveBuffer(), send, options.sendBuffer());
		}
	}

	SctpOptions inForce() {
		try {
			return new OptionReader(this.socket, SctpSocket.NO_ASSOCIATION).endpoint(this.asked);
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("Endpoint '{}': its options are not to be had", this.name, ex);
			return this.asked;
		}
	}

	void change(OptionChange change) {
		SctpOptions before = this.asked;
		SctpOptions wanted = change.applyTo(before);
		OptionWriter writer = new OptionWriter(this.socket);
		try {
			writer.ip(before.ip(), wanted.ip());
			writer.write(wanted);
			this.asked = wanted;
			buffers(wanted);
		}
		catch (SctpOptionException ex) {
			writer.write(before);
			writer.ip(wanted.ip(), before.ip());
			throw ex;
		}
		catch (SystemCallException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns the options of an association to be opened: what they leave out of the
	 * socket's own is the endpoint's.
	 * @throws SctpOptionException if they ask for what only a socket of their own could
	 * give
	 */
	SctpOptions forAssociation(SctpOptions options) {
		SctpOptions own = this.asked;
		Long indication = options.adaptationIndication();
		if (indication != null && !indication.equals(own.adaptationIndication())) {
			throw new SctpOptionException("adaptation-indication", indication.toString(),
					"is set for one association, and with the transport 'kernel' all of an endpoint state the same; set it on the endpoint");
		}
		IpOptions ip = options.ip();
		IpOptions all = own.ip();
		return options.toBuilder()
			.adaptationIndication(own.adaptationIndication())
			.ip(new IpOptions((ip.trafficClass() != null) ? ip.trafficClass() : all.trafficClass(),
					(ip.ttl() != null) ? ip.ttl() : all.ttl(), ip.dontRoute() || all.dontRoute(),
					(ip.priority() != null) ? ip.priority() : all.priority(), all.reuseAddress(), all.ipv6Only()))
			.build();
	}

}
