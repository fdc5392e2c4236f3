package dev.sock.userspace.engine.path;

import dev.sock.PathState;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.packet.PacketReader;

/**
 * One address of the peer, with everything that belongs to it alone: round-trip time,
 * congestion window, timers, error count (RFC 9260 §1.3, §6.4).
 */
public final class Path {

	private static final int UDP_HEADER = 8;

	private static final int IPV4_HEADER = 20;

	private static final int IPV6_HEADER = 40;

	/** Slow start adds at most this many full chunks for one SACK (L of §7.2.1). */
	private static final int APPROPRIATE_BYTE_LIMIT = 2;

	private final SctpAddress address;

	private final RoundTripEstimator roundTrip;

	private final CongestionControl congestion;

	private final PathCounters counters = new PathCounters();

	private final PathHeartbeat heartbeat = new PathHeartbeat();

	private SctpAddress source;

	private boolean stranded;

	private int remoteUdpPort;

	private int reserved;

	private final PathMtuSearch pathMtuSearch;

	private PathSettings settings;

	private PathState state = PathState.UNCONFIRMED;

	private int errorCount;

	private long flightSize;

	private boolean onePacketOnly;

	private final RetransmissionTimer t3;

	private long lastSendNanos;

	private boolean everSent;

	private boolean timing;

	private int timedTsn;

	private long timedSince;

	private long newlyAcked;

	private boolean lossCounted;

	private long flightBefore;

	/**
	 * Creates a path.
	 * @param address the peer's address
	 * @param source local address that packets leave from
	 * @param remoteUdpPort the peer's UDP port
	 * @param options protocol options
	 */
	public Path(SctpAddress address, SctpAddress source, int remoteUdpPort, SctpOptions options) {
		this.address = address;
		this.source = source;
		this.remoteUdpPort = remoteUdpPort;
		this.settings = PathSettings.of(options);
		this.pathMtuSearch = new PathMtuSearch(this.settings.firstMtu(), address.isIpv4());
		this.roundTrip = new RoundTripEstimator(options.rto());
		this.t3 = new RetransmissionTimer(this.roundTrip, options.rto().max().toNanos());
		this.congestion = new NewRenoCongestionControl(maxDataChunkSize(), address.isIpv4(), APPROPRIATE_BYTE_LIMIT);
	}

	/**
	 * Returns the parameters.
	 * @return the settings
	 */
	public PathSettings settings() {
		return this.settings;
	}

	/**
	 * Changes the parameters.
	 * @param settings the settings
	 */
	public void setSettings(PathSettings settings) {
		boolean otherMtu = settings.pathMtu() != this.settings.pathMtu();
		this.settings = settings;
		if (otherMtu) {
			this.pathMtuSearch.startAt(settings.firstMtu());
			this.congestion.maxDataChunkSizeChanged(maxDataChunkSize());
		}
	}

	/**
	 * Changes the bounds of the time-out.
	 * @param rto the bounds
	 */
	public void setRto(RtoOptions rto) {
		this.t3.setMax(rto.max().toNanos());
		this.roundTrip.setBounds(rto);
	}

	/**
	 * Returns the peer's address.
	 * @return the address
	 */
	public SctpAddress address() {
		return this.address;
	}

	/**
	 * Returns the local address that packets leave from.
	 * @return the address
	 */
	public SctpAddress source() {
		return this.source;
	}

	/**
	 * Sets the local address, once the one before has gone.
	 * @param source the address
	 */
	public void setSource(SctpAddress source) {
		this.source = source;
		this.stranded = false;
	}

	/**
	 * Returns whether nothing may leave for it now: the peer may have forgotten the local
	 * address already, and no other reaches it (RFC 5061 §5.3 F4).
	 * @return whether it waits for a source
	 */
	public boolean isStranded() {
		return this.stranded;
	}

	/**
	 * Lets nothing leave for it until it has a source, or lets it.
	 * @param stranded whether it waits for a source
	 */
	public void setStranded(boolean stranded) {
		this.stranded = stranded;
	}

	/**
	 * Returns the UDP port that packets go to.
	 * @return the port
	 */
	public int remoteUdpPort() {
		return this.remoteUdpPort;
	}

	/**
	 * Sets the UDP port, once a packet with the right tag has come from it (RFC 6951
	 * §5.4).
	 * @param port the port
	 */
	public void setRemoteUdpPort(int port) {
		this.remoteUdpPort = port;
	}

	/**
	 * Returns the round-trip time.
	 * @return the estimator
	 */
	public RoundTripEstimator roundTrip() {
		return this.roundTrip;
	}

	/**
	 * Returns the congestion control.
	 * @return the congestion control
	 */
	public CongestionControl congestion() {
		return this.congestion;
	}

	/**
	 * Returns the state of heartbeats.
	 * @return the heartbeat
	 */
	public PathHeartbeat heartbeat() {
		return this.heartbeat;
	}

	/**
	 * Returns what was counted.
	 * @return the counters
	 */
	public PathCounters counters() {
		return this.counters;
	}

	/**
	 * Returns the size of the largest IP packet.
	 * @return bytes
	 */
	public int pathMtu() {
		return this.pathMtuSearch.mtu();
	}

	/**
	 * Returns the size of the largest SCTP packet: what IP and UDP leave (RFC 6951 §5.6).
	 * @return bytes, a multiple of four
	 */
	public int maxPacketSize() {
		int headers = UDP_HEADER + (this.address.isIpv4() ? IPV4_HEADER : IPV6_HEADER);
		return (pathMtu() - headers) & ~3;
	}

	/**
	 * Returns the size of the largest DATA chunk (PMDCS).
	 * @return bytes, with the chunk header
	 */
	public int maxDataChunkSize() {
		return maxPacketSize() - PacketReader.COMMON_HEADER_SIZE - this.reserved;
	}

	/**
	 * Returns the room that is kept free of DATA in each packet.
	 * @return bytes
	 */
	public int reserved() {
		return this.reserved;
	}

	/**
	 * Keeps room free in each packet with DATA.
	 * @param bytes what comes before DATA
	 */
	void reserve(int bytes) {
		this.reserved = bytes;
		this.congestion.maxDataChunkSizeChanged(maxDataChunkSize());
	}

	/**
	 * Returns the state.
	 * @return the state
	 */
	public PathState state() {
		return this.state;
	}

	/**
	 * Sets the state.
	 * @param state the state
	 */
	public void setState(PathState state) {
		this.state = state;
	}

	/**
	 * Returns whether the address is known to belong to the peer (RFC 9260 §5.4).
	 * @return whether more than heartbeats may go there
	 */
	public boolean isConfirmed() {
		return this.state != PathState.UNCONFIRMED;
	}

	/**
	 * Returns the error count.
	 * @return transmissions in a row that were not acknowledged
	 */
	public int errorCount() {
		return this.errorCount;
	}

	/**
	 * Sets the error count.
	 * @param errorCount transmissions in a row that were not acknowledged
	 */
	public void setErrorCount(int errorCount) {
		this.errorCount = errorCount;
	}

	/**
	 * Returns the flight size.
	 * @return bytes of DATA chunks sent and neither acknowledged nor given up
	 */
	public long flightSize() {
		return this.flightSize;
	}

	/**
	 * Returns whether another packet of DATA may be sent now (§6.1 B, §7.2.1).
	 * @return whether the congestion window has room
	 */
	public boolean hasRoom() {
		return this.onePacketOnly ? this.flightSize == 0 : this.flightSize < this.congestion.cwnd();
	}

	/**
	 * A DATA chunk leaves to this address.
	 * @param tsn its TSN
	 * @param chunkSize its bytes with header and padding
	 * @param firstTime whether it was never sent before
	 * @param nowNanos the time
	 */
	public void dataSent(int tsn, int chunkSize, boolean firstTime, long nowNanos) {
		this.flightSize += chunkSize;
		this.lastSendNanos = nowNanos;
		this.everSent = true;
		if (firstTime) {
			if (!this.timing) {
				this.timing = true;
				this.timedTsn = tsn;
				this.timedSince = nowNanos;
			}
			this.heartbeat.used();
		}
		else if (this.timing && this.timedTsn == tsn) {
			this.timing = false; // §6.3.1 C5: an answer to a retransmission tells nothing
		}
	}

	/**
	 * Lets the congestion window decay for the time that nothing was sent (§7.2.1).
	 * @param nowNanos the time
	 */
	public void accountForIdleness(long nowNanos) {
		if (this.everSent && this.flightSize == 0) {
			long periods = (nowNanos - this.lastSendNanos) / this.roundTrip.rto();
			if (periods > 0) {
				this.congestion.idle(periods);
				this.lastSendNanos = nowNanos;
			}
		}
	}

	/**
	 * A DATA chunk is no longer in flight and not acknowledged either.
	 * @param chunkSize its bytes with header and padding
	 */
	public void dataGivenUp(int chunkSize) {
		this.flightSize -= chunkSize;
	}

	/**
	 * A DATA chunk that had been taken out of flight is acknowledged after all, or one
	 * that had been acknowledged is not.
	 * @param chunkSize its bytes with header and padding
	 */
	public void dataReneged(int chunkSize) {
		this.flightSize += chunkSize;
	}

	/**
	 * Stops timing a chunk that was lost, so that no round trip is measured by it.
	 * @param tsn the chunk
	 */
	public void stopTiming(int tsn) {
		if (this.timing && this.timedTsn == tsn) {
			this.timing = false;
		}
	}

	/**
	 * Begins to handle a SACK.
	 */
	public void beginSack() {
		this.lossCounted = false;
		this.newlyAcked = 0;
		this.flightBefore = this.flightSize;
	}

	/**
	 * The SACK being handled shows a loss here: the congestion window shrinks, once.
	 */
	public void lossSeen() {
		if (!this.lossCounted) {
			this.lossCounted = true;
			this.congestion.lost();
		}
	}

	/**
	 * A SACK acknowledges a chunk that was last sent here.
	 * @param tsn its TSN
	 * @param chunkSize its bytes with header and padding
	 * @param inFlight whether it was in flight
	 * @param nowNanos the time
	 */
	public void dataAcknowledged(int tsn, int chunkSize, boolean inFlight, long nowNanos) {
		if (inFlight) {
			this.flightSize -= chunkSize;
		}
		this.newlyAcked += chunkSize;
		this.onePacketOnly = false;
		this.pathMtuSearch.dataPassed();
		this.t3.dataAcknowledged();
		if (this.timing && this.timedTsn == tsn) {
			this.timing = false;
			this.roundTrip.measure(nowNanos - this.timedSince);
		}
	}

	/**
	 * Returns what the SACK being handled acknowledged here.
	 * @return bytes of chunks
	 */
	public long newlyAcked() {
		return this.newlyAcked;
	}

	/**
	 * Returns the flight size before the SACK being handled.
	 * @return bytes
	 */
	public long flightBefore() {
		return this.flightBefore;
	}

	/**
	 * The retransmission timer expired (§6.3.3 E1, E2; §7.2.3).
	 */
	public void timedOut() {
		this.congestion.timedOut();
		this.roundTrip.backOff();
		this.onePacketOnly = true;
		this.timing = false;
		this.counters.t3Expirations++;
		if (this.pathMtuSearch.timedOut()) {
			this.congestion.maxDataChunkSizeChanged(maxDataChunkSize());
		}
	}

	/**
	 * A heartbeat was answered, so small packets get through.
	 * @param nowNanos the time
	 */
	public void heartbeatAnswered(long nowNanos) {
		if (this.pathMtuSearch.smallPacketPassed(nowNanos)) {
			this.congestion.maxDataChunkSizeChanged(maxDataChunkSize());
		}
	}

	/**
	 * Returns whether DATA was not acknowledged twice in a row, so that a heartbeat
	 * should tell whether small packets get through.
	 * @return whether to send one
	 */
	public boolean needsSmallPacketProbe() {
		return this.pathMtuSearch.isSuspicious();
	}

	/**
	 * Returns T3-rtx.
	 * @return the timer
	 */
	public RetransmissionTimer t3() {
		return this.t3;
	}

	/**
	 * The timer expired for a window probe that the peer answered: neither the congestion
	 * window nor the time-out changes, but the next probe waits twice as long (§6.1 A).
	 */
	public void probeTimedOut() {
		this.t3.probeTimedOut();
		this.timing = false;
	}

	/**
	 * Forgets what was in flight, since the association started anew or has ended.
	 */
	public void clearFlight() {
		this.flightSize = 0;
		this.timing = false;
		this.onePacketOnly = false;
		this.t3.stop();
	}

	@Override
	public String toString() {
		return this.address + " " + this.state;
	}

}
