package dev.sock.kernel.transport;

import java.time.Duration;

import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.kernel.socket.HostCounters;
import dev.sock.kernel.socket.OptionWriter;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.ConnectTarget;

/**
 * Connects with options of its own on a socket that has those of its endpoint: they are
 * set before and set back afterwards, since the kernel sends INIT in between. A peer that
 * calls in this moment gets them, too.
 */
final class Connector {

	private final SctpSocket socket;

	private final SctpOptions endpointOptions;

	private int grantedReceiveBuffer;

	Connector(SctpSocket socket, SctpOptions endpointOptions, int grantedReceiveBuffer) {
		this.socket = socket;
		this.endpointOptions = endpointOptions;
		this.grantedReceiveBuffer = grantedReceiveBuffer;
	}

	/** Returns the receive buffer that the socket had when it connected. */
	int grantedReceiveBuffer() {
		return this.grantedReceiveBuffer;
	}

	/**
	 * Begins to connect.
	 * @return the association
	 * @throws SystemCallException if it cannot begin
	 * @throws SctpOptionException if the kernel refuses an option
	 */
	int connect(ConnectTarget target) throws SystemCallException {
		OptionWriter writer = new OptionWriter(this.socket);
		Integer udpPort = target.remoteUdpPort();
		int udpPortBefore = (udpPort != null) ? remoteUdpPort(writer, udpPort) : 0;
		boolean differs = !target.options().equals(this.endpointOptions);
		try {
			if (differs) {
				this.grantedReceiveBuffer = write(writer, this.endpointOptions, target.options());
			}
			return this.socket.connect(target.addresses(), target.port());
		}
		finally {
			if (differs) {
				write(writer, target.options(), this.endpointOptions);
			}
			if (udpPort != null) {
				writer.remoteUdpPort(udpPortBefore);
			}
		}
	}

	private static int remoteUdpPort(OptionWriter writer, int udpPort) {
		if (HostCounters.udpPort() == 0) {
			throw new SctpOptionException("remote-udp-port", String.valueOf(udpPort),
					"needs SCTP in UDP, which is switched off in this kernel: 'sysctl -w net.sctp.udp_port=9899' as root switches it on (Linux 5.11 or later); or leave remote-udp-port out for SCTP over IP");
		}
		return writer.remoteUdpPort(udpPort);
	}

	private int write(OptionWriter writer, SctpOptions before, SctpOptions options) throws SystemCallException {
		writer.ip(before.ip(), options.ip());
		writer.write(options);
		this.socket.sendBuffer(options.sendBuffer());
		return this.socket.receiveBuffer(options.receiveBuffer());
	}

	/**
	 * Returns how long it takes at least until the kernel gives up a peer that does not
	 * answer: what ends earlier was refused. The kernel does not tell which it was.
	 * @param addresses how many addresses are tried, one after the other: the time-out is
	 * doubled when all were
	 */
	static Duration patience(SctpOptions options, int addresses) {
		Duration max = options.maxInitTimeout().isZero() ? options.rto().max() : options.maxInitTimeout();
		Duration timeout = options.rto().initial();
		Duration sum = timeout;
		for (int i = 1; i <= options.maxInitRetransmissions(); i++) {
			if (i % Math.max(1, addresses) == 0) {
				timeout = timeout.multipliedBy(2);
			}
			timeout = (timeout.compareTo(max) > 0) ? max : timeout;
			sum = sum.plus(timeout);
		}
		return sum;
	}

}
