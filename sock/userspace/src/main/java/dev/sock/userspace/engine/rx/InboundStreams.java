package dev.sock.userspace.engine.rx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * The inbound streams: which stream sequence number each one delivers next, and the
 * messages that came too early (RFC 9260 §6.5, §6.6).
 */
final class InboundStreams {

	private char[] nextSsn = new char[0];

	private @Nullable Map<Integer, EarlyMessage> early;

	private int firstSsn;

	/** That of streams which were not used yet. */
	private int unusedSsn;

	void startAt(int firstSsn) {
		this.firstSsn = firstSsn;
		this.unusedSsn = firstSsn;
	}

	boolean isNext(int streamId, int ssn) {
		reserve(streamId);
		return this.nextSsn[streamId] == ssn;
	}

	int next(int streamId) {
		reserve(streamId);
		return this.nextSsn[streamId];
	}

	void delivered(int streamId) {
		this.nextSsn[streamId]++;
	}

	private void reserve(int streamId) {
		if (streamId >= this.nextSsn.length) {
			int old = this.nextSsn.length;
			this.nextSsn = Arrays.copyOf(this.nextSsn, Math.max(streamId + 1, Math.min(2 * old, 65536)));
			Arrays.fill(this.nextSsn, old, this.nextSsn.length, (char) this.unusedSsn);
		}
	}

	/** Keeps a message; returns {@code false} if one with its number is kept already. */
	boolean keep(int streamId, int ssn, EarlyMessage message) {
		if (this.early == null) {
			this.early = new HashMap<>();
		}
		return this.early.putIfAbsent(key(streamId, ssn), message) == null;
	}

	/** Takes the message that a stream delivers next, if it is there. */
	@Nullable EarlyMessage takeNext(int streamId) {
		return (this.early == null || this.early.isEmpty()) ? null
				: this.early.remove(key(streamId, this.nextSsn[streamId]));
	}

	/**
	 * Takes out the messages of streams that need not wait any longer for those before
	 * them.
	 * @param last the last stream sequence number of each stream that is passed over
	 * @return the messages, in order for each stream
	 */
	List<SkippedTo> takeUpTo(Map<Integer, Integer> last) {
		return take((streamId, ssn) -> {
			Integer limit = last.get(streamId);
			return limit != null && !SerialNumber.isSsnBefore(limit, ssn);
		});
	}

	/**
	 * Takes out all messages of streams, whatever is missing before them.
	 * @param streams the streams
	 * @return the messages, in order for each stream
	 */
	List<SkippedTo> takeAll(StreamSet streams) {
		return take((streamId, ssn) -> streams.contains(streamId));
	}

	private List<SkippedTo> take(Selection selection) {
		List<SkippedTo> taken = new ArrayList<>();
		if (this.early == null || this.early.isEmpty()) {
			return taken;
		}
		Iterator<Map.Entry<Integer, EarlyMessage>> all = this.early.entrySet().iterator();
		while (all.hasNext()) {
			Map.Entry<Integer, EarlyMessage> entry = all.next();
			int streamId = entry.getKey() >>> 16;
			int ssn = entry.getKey() & 0xffff;
			if (selection.includes(streamId, ssn)) {
				taken.add(new SkippedTo(streamId, ssn, entry.getValue()));
				all.remove();
			}
		}
		taken.sort(Comparator.comparingInt(SkippedTo::streamId)
			.thenComparingInt((message) -> (message.streamSequenceNumber() - next(message.streamId())) & 0xffff));
		return taken;
	}

	/** Goes on after a stream sequence number. */
	void passOver(int streamId, int ssn) {
		reserve(streamId);
		this.nextSsn[streamId] = (char) (ssn + 1);
	}

	/** The stream sequence numbers of streams start at 0. */
	void reset(StreamSet streams) {
		if (streams.isAll()) {
			Arrays.fill(this.nextSsn, (char) 0);
			this.unusedSsn = 0;
			return;
		}
		for (int stream : streams.listed()) {
			reserve(stream);
			this.nextSsn[stream] = 0;
		}
	}

	private static Integer key(int streamId, int ssn) {
		return streamId << 16 | ssn;
	}

	void clear() {
		this.nextSsn = new char[0];
		this.unusedSsn = this.firstSsn;
		this.early = null;
	}

	/** Which messages are meant. */
	@FunctionalInterface
	private interface Selection {

		boolean includes(int streamId, int ssn);

	}

	/**
	 * A message that waits for its turn.
	 */
	record EarlyMessage(byte[] payload, int payloadProtocolId, int tsn) {
	}

	/**
	 * A message whose turn has come because what was before it does not come.
	 */
	record SkippedTo(int streamId, int streamSequenceNumber, EarlyMessage message) {
	}

}
