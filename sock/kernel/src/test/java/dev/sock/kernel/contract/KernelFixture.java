package dev.sock.kernel.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpEndpoint;
import dev.sock.Sock;
import dev.sock.contract.TransportCapabilities;
import dev.sock.contract.TransportFixture;

/**
 * The kernel's SCTP over IP on loopback.
 */
final class KernelFixture implements TransportFixture {

	private static final TransportCapabilities CAPABILITIES = new TransportCapabilities("kernel", false, false, false,
			false, true, false, false, false, false, Set.of(), Set.of("autoclose", "receive-buffer"),
			Set.of("EndpointStatistics.outOfBlues", "EndpointStatistics.checksumErrors",
					"EndpointStatistics.invalidPackets", "EndpointStatistics.invalidCookies",
					"AssociationStatus.overallErrorCount", "AssociationStatistics.fragUsrMsgs",
					"AssociationStatistics.reasmUsrMsgs", "AssociationStatistics.t1Expireds",
					"AssociationStatistics.t2Expireds", "AssociationStatistics.t3Expireds",
					"AssociationStatistics.fastRetransmits", "PathStatus.localAddress", "PathStatus.remoteUdpPort",
					"PathStatus.rttVar", "PathStatus.ssthresh", "PathStatus.flightSize", "PathStatus.errorCount",
					"PathStatistics.retransmittedChunks", "PathStatistics.t3Expirations",
					"PathStatistics.heartbeatsSent", "PathStatistics.heartbeatAcksReceived",
					"PathStatistics.failures"));

	private static final int UDP_PORT = 9899;

	private static final AtomicBoolean UDP_PORT_IS_OPEN = new AtomicBoolean();

	private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	/**
	 * A socket answers in UDP from the port that the kernel had when it was opened, so
	 * that this comes before.
	 */
	@Override
	public Sock open() {
		if (UDP_PORT_IS_OPEN.compareAndSet(false, true)) {
			Command.run("sysctl", "-qw", "net.sctp.udp_port=" + UDP_PORT);
		}
		return Sock.builder().transport("kernel").build();
	}

	@Override
	public ConnectOptions to(SctpEndpoint endpoint) {
		List<String> addresses = endpoint.localAddresses().stream().map(SctpAddress::toString).toList();
		return ConnectOptions.to(addresses, endpoint.localPort());
	}

	/** Packets to the second address leave from it, too, once its route says so. */
	@Override
	public List<String> addresses() {
		Command.run("ip", "route", "replace", "local", "127.0.0.2", "dev", "lo", "table", "local", "src", "127.0.0.2");
		return TransportFixture.super.addresses();
	}

	@Override
	public Link link(SctpEndpoint server) {
		return new Link() {

			@Override
			public ConnectOptions options() {
				return to(server);
			}

			@Override
			public PathCut cut(SctpAddress address) {
				LoopbackCut cut = new LoopbackCut(address);
				KernelFixture.this.toClose.push(cut);
				return cut;
			}

		};
	}

	/** The kernel has one for all. */
	@Override
	public int udpPort(SctpEndpoint server) {
		return UDP_PORT;
	}

	@Override
	public void close() {
		while (!this.toClose.isEmpty()) {
			try {
				this.toClose.pop().close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
