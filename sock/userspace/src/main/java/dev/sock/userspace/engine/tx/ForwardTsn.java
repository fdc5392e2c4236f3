package dev.sock.userspace.engine.tx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.ForwardTsnChunk;
import dev.sock.userspace.engine.packet.ForwardTsnChunk.SkippedStream;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Tells the peer to pass over what was given up (RFC 3758 §3.5 C1 to C5, F1 to F5): at
 * once when there is something new to tell, again when a SACK shows that it has not
 * heard, at most once in a round trip, and when T3-rtx expires.
 */
public final class ForwardTsn {

	/** A chunk with so many streams fits the smallest packet; the rest waits for more. */
	private static final int LEAST_ENTRIES = 16;

	private final Paths paths;

	private final OutstandingData outstanding;

	private int told;

	private long toldAt;

	private @Nullable Path toldPath;

	private boolean due;

	/**
	 * Up to here the peer has everything, of which it need not hear which streams it was.
	 */
	private int heardTo;

	private boolean resetAsked;

	/** Up to here the numbers are those of before the reset. */
	private int lastBeforeReset;

	/**
	 * Creates it.
	 * @param paths the paths
	 * @param outstanding what is not acknowledged
	 */
	public ForwardTsn(Paths paths, OutstandingData outstanding) {
		this.paths = paths;
		this.outstanding = outstanding;
		this.told = outstanding.firstTsn() - 1;
		this.heardTo = this.told;
	}

	/**
	 * The peer has passed a TSN, as it said otherwise than by a SACK. Stream sequence
	 * numbers of before mean something else to it now.
	 * @param tsn the TSN
	 */
	public void heard(int tsn) {
		this.heardTo = tsn;
	}

	/**
	 * The peer is asked to take the stream sequence numbers of streams for new ones, and
	 * does so once it has passed a TSN (RFC 6525 §5.2.2).
	 * @param lastTsn the TSN
	 */
	public void resetAsked(int lastTsn) {
		this.resetAsked = true;
		this.lastBeforeReset = lastTsn;
	}

	/**
	 * The peer has answered, or is not waited for any more.
	 */
	public void resetAnswered() {
		if (this.resetAsked) {
			this.resetAsked = false;
			advance();
		}
	}

	/** Something was given up that had a TSN. */
	void advance() {
		if (SerialNumber.isAfter(point(), told())) {
			this.due = true;
		}
	}

	/**
	 * How far the peer is told. Not beyond a reset before it has passed that: it might
	 * have done it when the chunk comes, and would take the old numbers for new ones.
	 */
	private int point() {
		int point = this.outstanding.advancedPeerAckPoint();
		boolean undecided = this.resetAsked
				&& SerialNumber.isBefore(this.outstanding.firstTsn() - 1, this.lastBeforeReset);
		return (undecided && SerialNumber.isAfter(point, this.lastBeforeReset)) ? this.lastBeforeReset : point;
	}

	private int told() {
		int ackPoint = this.outstanding.firstTsn() - 1;
		if (SerialNumber.isBefore(this.told, ackPoint)) {
			this.told = ackPoint;
		}
		return this.told;
	}

	private int heardTo() {
		int ackPoint = this.outstanding.firstTsn() - 1;
		if (SerialNumber.isBefore(this.heardTo, ackPoint)) {
			this.heardTo = ackPoint;
		}
		return this.heardTo;
	}

	private boolean isBehind() {
		return this.outstanding.advancedPeerAckPoint() != this.outstanding.firstTsn() - 1;
	}

	/**
	 * A SACK was handled (C1 to C3), or the cumulative TSN ack of a SHUTDOWN.
	 * @param nowNanos the time
	 */
	void sackHandled(long nowNanos) {
		heardTo(); // keeps up, so that it never seems to be ahead
		if (!isBehind()) {
			this.due = false;
			return;
		}
		advance();
		Path path = this.paths.forNewData();
		if (nowNanos - this.toldAt >= path.roundTrip().srtt()) {
			this.due = true;
		}
		ensureTimer(path, nowNanos);
	}

	/** T3-rtx has expired on some path (A5). */
	void timedOut() {
		this.due = isBehind();
	}

	/** C5: while the peer has not heard, T3-rtx runs. */
	private void ensureTimer(Path path, long nowNanos) {
		for (int i = 0; i < this.paths.size(); i++) {
			if (this.paths.get(i).t3().isRunning()) {
				return;
			}
		}
		path.t3().start(nowNanos);
	}

	/**
	 * Returns where a FORWARD TSN is to go now.
	 * @return the path, or {@code null} if none is to be sent
	 */
	public @Nullable Path duePath() {
		return this.due ? this.paths.forNewData() : null;
	}

	/**
	 * Writes a FORWARD TSN if it fits.
	 * @param writer the packet
	 * @param path the path it goes to
	 * @param nowNanos the time
	 * @return whether it was written
	 */
	public boolean write(PacketWriter writer, Path path, long nowNanos) {
		int entries = (writer.remaining() - ForwardTsnChunk.HEADER_SIZE) / ForwardTsnChunk.ENTRY_SIZE;
		if (entries < LEAST_ENTRIES) {
			return false; // the packet is full of SACK: the next one
		}
		ForwardTsnChunk chunk = chunk(entries);
		writer.chunk(chunk);
		this.due = false;
		this.told = chunk.newCumulativeTsn();
		this.toldAt = nowNanos;
		this.toldPath = path;
		ensureTimer(path, nowNanos);
		return true;
	}

	/** C4: each stream once, with the highest number; as far as fits. */
	private ForwardTsnChunk chunk(int entries) {
		int point = point();
		Map<Integer, Integer> places = new HashMap<>();
		List<SkippedStream> skipped = new ArrayList<>();
		int heardTo = heardTo();
		int tsn = this.outstanding.firstTsn();
		for (; !SerialNumber.isAfter(tsn, point); tsn++) {
			if ((this.outstanding.flags(tsn) & DataChunkView.FLAG_UNORDERED) != 0
					|| !SerialNumber.isAfter(tsn, heardTo)) {
				continue;
			}
			int streamId = this.outstanding.abandonedStreamId(tsn);
			SkippedStream stream = new SkippedStream(streamId, this.outstanding.ssn(tsn));
			Integer place = places.get(streamId);
			if (place != null) {
				// TSNs rise, and so do the numbers of a stream
				skipped.set(place, stream);
			}
			else if (skipped.size() == entries) {
				break;
			}
			else {
				places.put(streamId, skipped.size());
				skipped.add(stream);
			}
		}
		return new ForwardTsnChunk(tsn - 1, skipped);
	}

	/**
	 * Returns the path by which the peer was told, once it shows that it has heard.
	 * @return the path, which works, or {@code null}
	 */
	public @Nullable Path takeAnswered() {
		Path path = this.toldPath;
		if (path == null || !SerialNumber.isAfter(this.outstanding.firstTsn(), this.told)) {
			return null;
		}
		this.toldPath = null;
		return path;
	}

	/**
	 * A path is no more.
	 * @param path the path
	 */
	public void pathRemoved(Path path) {
		if (this.toldPath == path) {
			this.toldPath = null;
			this.due = isBehind();
		}
	}

	/**
	 * Begins anew, after a restart.
	 */
	public void reset() {
		this.due = false;
		this.toldPath = null;
		this.told = this.outstanding.firstTsn() - 1;
		this.heardTo = this.told;
		this.resetAsked = false;
	}

}
