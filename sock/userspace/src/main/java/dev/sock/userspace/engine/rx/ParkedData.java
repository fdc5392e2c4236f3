package dev.sock.userspace.engine.rx;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.ForwardTsnChunk;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * DATA that came while it is not certain whether its stream sequence numbers are those
 * before a reset or those after it (RFC 6525 §5.2.2 E2). It is acknowledged, counts
 * against the receive window, and waits here; so does FORWARD TSN while all numbers are
 * uncertain. What waits is handled later in the order it came.
 */
final class ParkedData {

	private final List<Parked> chunks = new ArrayList<>(0);

	private @Nullable StreamSet streams;

	private int after;

	private boolean withForwards;

	/** From now on chunks of these streams wait that come after a TSN. */
	void begin(StreamSet held, int afterTsn, boolean forwardsToo) {
		this.streams = held;
		this.after = afterTsn;
		this.withForwards = forwardsToo;
	}

	boolean concerns(DataChunkView chunk) {
		StreamSet held = this.streams;
		return held != null && held.contains(chunk.streamId()) && SerialNumber.isAfter(chunk.tsn(), this.after);
	}

	boolean concernsForwards() {
		return this.streams != null && this.withForwards;
	}

	void add(DataChunkView chunk) {
		this.chunks.add(new Parked(chunk.tsn(), chunk.copy(), null));
	}

	void add(ForwardTsnChunk forward) {
		this.chunks.add(new Parked(forward.newCumulativeTsn(), null, forward));
	}

	/** Takes those before a TSN. */
	List<Parked> takeBefore(int tsn) {
		List<Parked> taken = new ArrayList<>();
		Iterator<Parked> all = this.chunks.iterator();
		while (all.hasNext()) {
			Parked chunk = all.next();
			if (SerialNumber.isBefore(chunk.tsn(), tsn)) {
				taken.add(chunk);
				all.remove();
			}
		}
		return taken;
	}

	/** Takes all; nothing has to wait any more. */
	List<Parked> end() {
		List<Parked> taken = List.copyOf(this.chunks);
		clear();
		return taken;
	}

	void clear() {
		this.chunks.clear();
		this.streams = null;
	}

	/**
	 * A chunk that waits.
	 *
	 * @param tsn its TSN
	 * @param data what it is, if it is DATA
	 * @param forward what it is, if it is FORWARD TSN
	 */
	record Parked(int tsn, @Nullable DataChunkView data, @Nullable ForwardTsnChunk forward) {
	}

}
