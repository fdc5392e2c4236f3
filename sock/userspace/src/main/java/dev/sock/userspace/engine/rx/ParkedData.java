package dev.sock.userspace.engine.rx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * DATA that came while it is not certain whether its stream sequence numbers are those
 * before a reset or those after it (RFC 6525 §5.2.2 E2). It is acknowledged, counts
 * against the receive window, and waits here.
 */
final class ParkedData {

	private final List<DataChunkView> chunks = new ArrayList<>(0);

	private @Nullable StreamSet streams;

	private int after;

	/** From now on chunks of these streams wait that come after a TSN. */
	void begin(StreamSet held, int afterTsn) {
		this.streams = held;
		this.after = afterTsn;
	}

	boolean concerns(DataChunkView chunk) {
		StreamSet held = this.streams;
		return held != null && held.contains(chunk.streamId()) && SerialNumber.isAfter(chunk.tsn(), this.after);
	}

	void add(DataChunkView chunk) {
		this.chunks.add(chunk.copy());
	}

	/** Takes those before a TSN, in order. */
	List<DataChunkView> takeBefore(int tsn) {
		List<DataChunkView> taken = new ArrayList<>();
		Iterator<DataChunkView> all = this.chunks.iterator();
		while (all.hasNext()) {
			DataChunkView chunk = all.next();
			if (SerialNumber.isBefore(chunk.tsn(), tsn)) {
				taken.add(chunk);
				all.remove();
			}
		}
		return inOrder(taken);
	}

	/** Takes all, in order; nothing waits here any more. */
	List<DataChunkView> end() {
		List<DataChunkView> taken = inOrder(new ArrayList<>(this.chunks));
		clear();
		return taken;
	}

	private List<DataChunkView> inOrder(List<DataChunkView> taken) {
		int base = this.after;
		taken.sort(Comparator.comparingInt((chunk) -> chunk.tsn() - base));
		return taken;
	}

	void clear() {
		this.chunks.clear();
		this.streams = null;
	}

}
