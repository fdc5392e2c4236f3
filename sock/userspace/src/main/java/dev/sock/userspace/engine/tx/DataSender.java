package dev.sock.userspace.engine.tx;

import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.Paths;
import dev.sock.userspace.engine.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Decides which DATA goes into the next packet and to which path: what is to be sent
 * again first, then new data as far as the congestion window, the peer's window and the
 * burst limit allow (RFC 9260 §6.1).
 */
public final class DataSender {

	/**
	 * A fragment is begun in what is left of a packet only if it has at least this room.
	 */
	private static final int LEAST_FRAGMENT = 256;

	/**
	 * More chunks are not outstanding at once, so that neither gap blocks nor stream
	 * sequence numbers can become ambiguous (§1.6, §6.1); leaves room for one packet of
	 * small chunks.
	 */
	private static final int MAX_OUTSTANDING = 32_000;

	private SctpOptions options;

	private final Paths paths;

	private final OutstandingData outstanding;

	private final SendQueue queue;

	private final PeerWindow peerWindow;

	private final Abandonment abandonment;

	private final ForwardTsn forwardTsn;

	private final TxCounters counters;

	private boolean fastRetransmitPending;

	private boolean probeAllowed;

	private long probeDeadline = Deadline.NONE;

	private long probeInterval;

	private int packetsLeft;

	private int messageSsn;

	private boolean askForSack;

	/**
	 * Creates the sender.
	 * @param options protocol options
	 * @param paths the paths
	 * @param outstanding what is not acknowledged
	 * @param queue what is not sent
	 * @param peerWindow what the peer can take
	 * @param abandonment gives messages up
	 * @param forwardTsn tells the peer
	 * @param counters what is counted
	 */
	public DataSender(SctpOptions options, Paths paths, OutstandingData outstanding, SendQueue queue,
			PeerWindow peerWindow, Abandonment abandonment, ForwardTsn forwardTsn, TxCounters counters) {
		this.options = options;
		this.paths = paths;
		this.outstanding = outstanding;
		this.queue = queue;
		this.peerWindow = peerWindow;
		this.abandonment = abandonment;
		this.forwardTsn = forwardTsn;
		this.counters = counters;
	}

	/**
	 * Changes the options.
	 * @param options protocol options
	 */
	public void setOptions(SctpOptions options) {
		this.options = options;
	}

	/**
	 * Begins a round of packets: the burst limit counts from here (§6.1 D).
	 * @param lastData whether no data will follow, so that the peer is asked to
	 * acknowledge at once
	 */
	public void beginBurst(boolean lastData) {
		this.packetsLeft = this.options.maxBurst();
		this.askForSack = lastData;
	}

	/**
	 * Returns the path that DATA can be sent to now.
	 * @param nowNanos the time
	 * @return the path, or {@code null} if nothing may leave
	 */
	public @Nullable Path pathToSend(long nowNanos) {
		if (this.outstanding.markedCount() > 0) {
			Path path = retransmissionPath(this.outstanding.firstMarked());
			return (this.fastRetransmitPending || path.hasRoom()) ? path : null;
		}
		this.fastRetransmitPending = false; // what it was for may have been given up
		OutboundMessage next = this.queue.peek();
		if (next == null) {
			return null;
		}
		Path path = newDataPath(next);
		path.accountForIdleness(nowNanos);
		return mayStartPacket(next, path, nowNanos) ? path : null;
	}

	private Path retransmissionPath(int tsn) {
		Path last = this.outstanding.path(tsn);
		return switch (last.state()) {
			case ACTIVE -> (last.errorCount() > 0 || last.isStranded()) ? this.paths.afterTimeout(last) : last;
			default -> this.paths.afterTimeout(last);
		};
	}

	private Path newDataPath(OutboundMessage message) {
		SctpAddress wanted = message.options().destination();
		if (wanted != null) {
			Path path = this.paths.find(wanted);
			if (path != null && path.isConfirmed() && !path.isStranded()) {
				return path;
			}
		}
		return this.paths.forNewData();
	}

	private boolean mayStartPacket(OutboundMessage next, Path path, long nowNanos) {
		if (!path.hasRoom() || this.packetsLeft <= 0 || this.outstanding.size() > MAX_OUTSTANDING) {
			return false;
		}
		int length = fragmentLength(next, path.maxDataChunkSize(), path);
		if (!windowAllows(length, path, nowNanos)) {
			return false;
		}
		// Nagle's algorithm: a packet that is not full waits for what is outstanding
		return this.options.noDelay() || this.outstanding.liveCount() == 0 || next.offset() > 0
				|| this.queue.pendingBytes() + DataChunkView.HEADER_SIZE >= path.maxDataChunkSize();
	}

	private boolean windowAllows(int length, Path path, long nowNanos) {
		if (length <= this.peerWindow.left(this.outstanding.inFlightPayload())) {
			this.probeDeadline = Deadline.NONE;
			this.probeInterval = 0;
			return true;
		}
		if (this.outstanding.liveCount() > 0) {
			return false;
		}
		if (this.probeAllowed) {
			return true;
		}
		if (this.probeDeadline == Deadline.NONE) {
			// §6.1 A: the first probe after one RTO, the next ones after twice as long
			// each
			this.probeInterval = Math.min(Math.max(2 * this.probeInterval, path.roundTrip().rto()),
					this.options.rto().max().toNanos());
			this.probeDeadline = nowNanos + this.probeInterval;
		}
		return false;
	}

	/**
	 * Returns when the closed window is to be probed.
	 * @return the deadline, or {@link Deadline#NONE}
	 */
	public long probeDeadline() {
		return this.probeDeadline;
	}

	/**
	 * Allows one chunk into the closed window.
	 */
	public void probe() {
		this.probeDeadline = Deadline.NONE;
		this.probeAllowed = true;
	}

	/**
	 * Returns whether a time-out is one of a window probe that the peer answers without
	 * taking the data, which is no error (§6.1 A).
	 * @return whether the peer is there and its window is closed
	 */
	public boolean isWindowProbeAnswered() {
		return isWindowClosed() && this.peerWindow.isProbeAnswered();
	}

	/** Whether the peer's window is closed to what is outstanding. */
	boolean isWindowClosed() {
		return this.outstanding.liveCount() > 0
				&& this.peerWindow.isClosedFor(this.outstanding.length(this.outstanding.advancedPeerAckPoint() + 1));
	}

	/**
	 * Writes as much DATA as fits and is allowed.
	 * @param writer the packet
	 * @param path the path it goes to
	 * @param nowNanos the time
	 */
	public void fill(PacketWriter writer, Path path, long nowNanos) {
		int before = writer.size();
		if (this.outstanding.markedCount() > 0) {
			retransmit(writer, path, nowNanos);
		}
		if (this.outstanding.markedCount() == 0) {
			sendNew(writer, path, nowNanos, writer.size() > before);
		}
	}

	private void retransmit(PacketWriter writer, Path path, long nowNanos) {
		if (!this.fastRetransmitPending && !path.hasRoom()) {
			return;
		}
		int tsn = this.outstanding.firstMarked();
		while (this.outstanding.markedCount() > 0 && SerialNumber.isBefore(tsn, this.outstanding.nextTsn())) {
			if (this.outstanding.is(tsn, OutstandingData.MARKED)) {
				if (this.outstanding.chunkSize(tsn) > writer.remaining() || retransmissionPath(tsn) != path) {
					break;
				}
				resend(writer, tsn, path, nowNanos);
				this.fastRetransmitPending = false;
			}
			tsn++;
		}
	}

	private void resend(PacketWriter writer, int tsn, Path path, long nowNanos) {
		OutstandingData data = this.outstanding;
		OutboundMessage message = data.message(tsn);
		writer.data(data.flags(tsn), tsn, message.options().streamId(), data.ssn(tsn),
				message.options().payloadProtocolId(), message.payload(), data.offset(tsn), data.length(tsn));
		if (this.peerWindow.isClosedFor(data.length(tsn))) {
			this.peerWindow.probeSent();
		}
		data.resent(tsn, path);
		path.dataSent(tsn, data.chunkSize(tsn), false, nowNanos);
		path.counters().retransmittedChunks++;
		this.counters.retransmittedChunks++;
		if (!path.t3().isRunning() || tsn == data.firstTsn()) {
			path.t3().start(nowNanos);
		}
	}

	private void sendNew(PacketWriter writer, Path path, long nowNanos, boolean begun) {
		boolean counted = begun;
		OutboundMessage message = this.queue.peek();
		while (message != null && newDataPath(message) == path) {
			int length = fragmentLength(message, writer.remaining(), path);
			if (length == 0 || (!counted && !mayStartPacket(message, path, nowNanos))) {
				return;
			}
			if (counted && (!path.hasRoom() && begun || !windowAllows(length, path, nowNanos))) {
				return;
			}
			if (!counted) {
				this.packetsLeft--;
				counted = true;
			}
			sendFragment(writer, message, length, path, nowNanos);
			if (this.probeAllowed) {
				this.probeAllowed = false;
				this.peerWindow.probeSent();
				path.t3().probeSent(nowNanos);
				return;
			}
			message = this.queue.peek();
		}
	}

	/** Bytes of the message that go into the room, 0 if it is better to wait. */
	private int fragmentLength(OutboundMessage message, int room, Path path) {
		int space = segment(room - DataChunkView.HEADER_SIZE);
		int remaining = message.remaining();
		if (remaining <= space) {
			return remaining;
		}
		boolean mustFragment = remaining > segment(path.maxDataChunkSize() - DataChunkView.HEADER_SIZE);
		return (mustFragment && space >= LEAST_FRAGMENT) ? space & ~3 : 0;
	}

	/** SCTP_MAXSEG: a chunk may have to be smaller than the room there is. */
	private int segment(int space) {
		return (this.options.maxSegment() > 0) ? Math.min(space, this.options.maxSegment()) : space;
	}

	private void sendFragment(PacketWriter writer, OutboundMessage message, int length, Path path, long nowNanos) {
		boolean first = message.offset() == 0;
		boolean last = length == message.remaining();
		boolean unordered = message.options().unordered();
		int streamId = message.options().streamId();
		if (first) {
			this.messageSsn = unordered ? 0 : this.queue.takeSsn(streamId);
			if (!last) {
				this.counters.fragmentedMessages++;
			}
		}
		int flags = (first ? DataChunkView.FLAG_BEGINNING : 0) | (last ? DataChunkView.FLAG_ENDING : 0)
				| (unordered ? DataChunkView.FLAG_UNORDERED : 0);
		if (last && (message.options().immediateAck() || (this.askForSack && this.queue.pendingBytes() == length))) {
			flags |= DataChunkView.FLAG_IMMEDIATE;
		}
		int offset = message.offset();
		int tsn = this.outstanding.append(message, length, flags, this.messageSsn, path);
		message.fragmentSent(length);
		Expendable expendable = message.expendable();
		if (expendable != null) {
			expendable.fragmentSent(tsn, this.messageSsn);
		}
		this.queue.fragmentSent(message, length);
		writer.data(flags, tsn, streamId, this.messageSsn, message.options().payloadProtocolId(), message.payload(),
				offset, length);
		path.dataSent(tsn, OutstandingData.chunkSizeOf(length), true, nowNanos);
		if (unordered) {
			this.counters.unorderedChunks++;
		}
		else {
			this.counters.orderedChunks++;
		}
		if (!path.t3().isRunning()) {
			path.t3().start(nowNanos);
		}
	}

	/**
	 * Returns the size of the next packet to a path: that of its largest, or of a chunk
	 * that was made when packets could be larger.
	 * @param path the path
	 * @return bytes
	 */
	public int packetSize(Path path) {
		int size = path.maxPacketSize();
		if (this.outstanding.markedCount() > 0) {
			int chunk = this.outstanding.chunkSize(this.outstanding.firstMarked());
			return Math.max(size, chunk + PacketReader.COMMON_HEADER_SIZE + path.reserved());
		}
		return size;
	}

	/**
	 * T3-rtx of a path expired: marks what was sent there (§6.3.3).
	 * @param path the path
	 * @param nowNanos the time
	 */
	public void timedOut(Path path, long nowNanos) {
		path.t3().stop();
		if (isWindowProbeAnswered()) {
			path.probeTimedOut();
		}
		else {
			path.timedOut();
		}
		for (int tsn = this.outstanding.firstTsn(); tsn != this.outstanding.nextTsn(); tsn++) {
			if (this.outstanding.path(tsn) == path) {
				this.abandonment.lost(tsn, nowNanos);
			}
		}
		this.forwardTsn.timedOut();
	}

	/**
	 * A path is no more: what was sent there is sent again elsewhere.
	 * @param path the path
	 * @param next the path for what is sent from now on
	 * @param nowNanos the time
	 */
	public void pathRemoved(Path path, Path next, long nowNanos) {
		path.t3().stop();
		for (int tsn = this.outstanding.firstTsn(); tsn != this.outstanding.nextTsn(); tsn++) {
			if (this.outstanding.path(tsn) == path) {
				this.abandonment.lost(tsn, nowNanos);
				this.outstanding.moved(tsn, next);
			}
		}
	}

	/**
	 * The peer's window has opened again: what was sent while it was closed was dropped,
	 * so it is sent again without waiting for the timer.
	 */
	void windowReopened(long nowNanos) {
		for (int tsn = this.outstanding.firstTsn(); tsn != this.outstanding.nextTsn(); tsn++) {
			this.abandonment.lost(tsn, nowNanos);
		}
	}

	/**
	 * Chunks were marked by missing reports: one packet of them leaves whatever the
	 * congestion window says (§7.2.4).
	 */
	void fastRetransmit() {
		this.fastRetransmitPending = true;
	}

	/**
	 * Forgets what was under way, after a restart.
	 */
	public void reset() {
		this.fastRetransmitPending = false;
		this.probeAllowed = false;
		this.probeDeadline = Deadline.NONE;
		this.probeInterval = 0;
	}

}
