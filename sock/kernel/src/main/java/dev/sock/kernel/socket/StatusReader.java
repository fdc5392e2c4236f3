package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.PathState;
import dev.sock.PathStatistics;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpExtension;
import dev.sock.kernel.sys.ClockTick;
import dev.sock.kernel.sys.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for the status of an association (RFC 6458 §8.2) and its counters.
 */
public final class StatusReader {

	private static final PathStatistics NO_PATH_STATISTICS = new PathStatistics(null, null, null, null, null);

	private final SctpSocket socket;

	private final int association;

	/**
	 * Creates a reader.
	 * @param socket the association's socket
	 * @param association the association
	 */
	public StatusReader(SctpSocket socket, int association) {
		this.socket = socket;
		this.association = association;
	}

	/**
	 * Reads {@code sctp_status} and {@code sctp_assocparams}.
	 * @return the status
	 * @throws SystemCallException if the association has ended
	 */
	public Status status() throws SystemCallException {
		ByteBuffer buffer = ask(SocketOption.ASSOCIATION_INFO);
		long localRwnd = buffer.getInt(12) & 0xffffffffL;
		ask(SocketOption.STATUS);
		return new Status(state(buffer.getInt(4)), buffer.getInt(8) & 0xffffffffL, localRwnd,
				buffer.getShort(12) & 0xffff, buffer.getShort(16) & 0xffff, buffer.getShort(18) & 0xffff,
				buffer.getInt(20), SocketAddresses.read(buffer, 28));
	}

	/**
	 * Reads {@code sctp_paddrinfo} of every path.
	 * @param primary address of the primary path
	 * @param peerPort the peer's SCTP port
	 * @return the paths
	 * @throws SystemCallException if the association has ended
	 */
	public List<PathStatus> paths(@Nullable SctpAddress primary, int peerPort) throws SystemCallException {
		List<PathStatus> paths = new ArrayList<>();
		for (SctpAddress address : this.socket.peerAddresses(this.association)) {
			int udpPort = remoteUdpPort(address, peerPort);
			this.socket.clear(SocketOption.PEER_ADDRESS_INFO);
			ByteBuffer buffer = this.socket.buffer();
			buffer.putInt(0, this.association);
			SocketAddresses.write(buffer, 4, address, peerPort);
			this.socket.get(SocketOption.PEER_ADDRESS_INFO);
			// Linux tells it in ticks of its clock, the time-out behind it in
			// milliseconds.
			int srtt = buffer.getInt(140);
			paths.add(new PathStatus(address, pathState(buffer.getInt(132)), address.equals(primary), null,
					(udpPort != 0) ? udpPort : null, (srtt > 0) ? ClockTick.length().multipliedBy(srtt) : null, null,
					Duration.ofMillis(buffer.getInt(144)), buffer.getInt(136) & 0xffffffffL, null, null,
					buffer.getInt(148), null, NO_PATH_STATISTICS));
		}
		return paths;
	}

	/**
	 * Reads {@code sctp_assoc_stats}.
	 * @return the counters
	 * @throws SystemCallException if the association has ended
	 */
	public KernelCounters counters() throws SystemCallException {
		ByteBuffer buffer = ask(SocketOption.ASSOCIATION_STATISTICS);
		return new KernelCounters(buffer.getLong(160), buffer.getLong(168), buffer.getLong(176), buffer.getLong(192),
				buffer.getLong(200), buffer.getLong(208), buffer.getLong(216), buffer.getLong(224), buffer.getLong(232),
				buffer.getLong(240), buffer.getLong(248));
	}

	/**
	 * Reads which extensions both sides support.
	 * @return the extensions
	 * @throws SystemCallException if the association has ended
	 */
	public Set<SctpExtension> extensions() throws SystemCallException {
		Set<SctpExtension> both = EnumSet.noneOf(SctpExtension.class);
		if (ask(SocketOption.PARTIAL_RELIABILITY_SUPPORTED).getInt(4) != 0) {
			both.add(SctpExtension.PARTIAL_RELIABILITY);
		}
		if (ask(SocketOption.RECONFIGURATION_SUPPORTED).getInt(4) != 0) {
			both.add(SctpExtension.STREAM_RECONFIGURATION);
		}
		if (ask(SocketOption.AUTH_SUPPORTED).getInt(4) != 0) {
			both.add(SctpExtension.AUTHENTICATION);
		}
		if (ask(SocketOption.ASCONF_SUPPORTED).getInt(4) != 0) {
			both.add(SctpExtension.DYNAMIC_ADDRESSES);
		}
		return both;
	}

	/**
	 * Reads what tells of messages that the kernel has given up.
	 * @return the evidence
	 * @throws SystemCallException if the association has ended
	 */
	public AbandonmentEvidence abandonmentEvidence() throws SystemCallException {
		ByteBuffer buffer = ask(SocketOption.ASSOCIATION_STATISTICS);
		long otherControlChunks = buffer.getLong(240) - buffer.getLong(152);
		return new AbandonmentEvidence(otherControlChunks, abandonedSent(Policy.TIMED), abandonedSent(Policy.LIMITED));
	}

	private long abandonedSent(int policy) throws SystemCallException {
		this.socket.clear(SocketOption.PARTIAL_RELIABILITY_STATUS);
		this.socket.buffer().putInt(0, this.association);
		this.socket.buffer().putShort(6, (short) policy);
		this.socket.get(SocketOption.PARTIAL_RELIABILITY_STATUS);
		return this.socket.buffer().getLong(16);
	}

	/**
	 * Reads the UDP port of a path, or of associations to come (RFC 6951).
	 * @param address address of the path, or {@code null}
	 * @param peerPort the peer's SCTP port
	 * @return the port; 0 for SCTP over IP, also if the kernel knows nothing else
	 */
	int remoteUdpPort(@Nullable SctpAddress address, int peerPort) {
		this.socket.clear(SocketOption.REMOTE_UDP_PORT);
		ByteBuffer buffer = this.socket.buffer();
		buffer.putInt(0, this.association);
		if (address != null) {
			SocketAddresses.write(buffer, 8, address, peerPort);
		}
		try {
			this.socket.get(SocketOption.REMOTE_UDP_PORT);
			return SocketAddresses.networkShort(buffer, SocketOption.UDP_PORT_OFFSET);
		}
		catch (SystemCallException ex) {
			return 0;
		}
	}

	private ByteBuffer ask(SocketOption option) throws SystemCallException {
		this.socket.clear(option);
		this.socket.buffer().putInt(0, this.association);
		this.socket.get(option);
		return this.socket.buffer();
	}

	/** {@code enum sctp_sstat_state}. */
	private static AssociationState state(int state) {
		return switch (state) {
			case 2 -> AssociationState.COOKIE_WAIT;
			case 3 -> AssociationState.COOKIE_ECHOED;
			case 4 -> AssociationState.ESTABLISHED;
			case 5 -> AssociationState.SHUTDOWN_PENDING;
			case 6 -> AssociationState.SHUTDOWN_SENT;
			case 7 -> AssociationState.SHUTDOWN_RECEIVED;
			case 8 -> AssociationState.SHUTDOWN_ACK_SENT;
			default -> AssociationState.CLOSED;
		};
	}

	/** {@code enum sctp_spinfo_state}. */
	private static PathState pathState(int state) {
		return switch (state) {
			case 1 -> PathState.POTENTIALLY_FAILED;
			case 2 -> PathState.ACTIVE;
			case 3 -> PathState.UNCONFIRMED;
			default -> PathState.INACTIVE;
		};
	}

	/**
	 * Status of an association, as far as the kernel has it.
	 *
	 * @param state the state
	 * @param peerRwnd receive window that the peer has left, in bytes
	 * @param localRwnd receive window that is offered to the peer, in bytes
	 * @param unacknowledgedChunks DATA chunks sent and not acknowledged
	 * @param inboundStreams streams that can be received on
	 * @param outboundStreams streams that can be sent on
	 * @param fragmentationPoint longest message that is sent in one piece, in bytes
	 * @param primary address of the primary path
	 */
	public record Status(AssociationState state, long peerRwnd, long localRwnd, long unacknowledgedChunks,
			int inboundStreams, int outboundStreams, int fragmentationPoint, @Nullable SctpAddress primary) {
	}

}
