package dev.sock.userspace.engine.rx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.ForwardTsnChunk;
import dev.sock.userspace.engine.packet.ForwardTsnChunk.SkippedStream;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.rx.InboundStreams.EarlyMessage;
import dev.sock.userspace.engine.packet.StreamSet;
import dev.sock.userspace.engine.rx.InboundStreams.SkippedTo;
import dev.sock.userspace.engine.rx.ParkedData.Parked;

/**
 * Puts messages together from their fragments and delivers them in the order of their
 * stream (RFC 9260 §6.5, §6.6, §6.9).
 */
public final class InboundData {

	private int maxMessageSize;

	private final MessageReceiver receiver;

	private final ReceiveWindow window;

	private final RxCounters counters;

	private final FragmentStore fragments;

	private final InboundStreams streams = new InboundStreams();

	private final PartialDelivery partial = new PartialDelivery();

	private int partialDeliveryPoint;

	private final ParkedData parked = new ParkedData();

	/**
	 * Creates it.
	 * @param maxMessageSize longest message in bytes
	 * @param receiver gets the messages
	 * @param window the receive window
	 * @param pool arrays for fragments
	 * @param counters what is counted
	 */
	public InboundData(int maxMessageSize, MessageReceiver receiver, ReceiveWindow window, FragmentPool pool,
			RxCounters counters) {
		this.maxMessageSize = maxMessageSize;
		this.receiver = receiver;
		this.window = window;
		this.counters = counters;
		this.fragments = new FragmentStore(pool);
	}

	/**
	 * Sets how long messages may be.
	 * @param maxMessageSize longest message in bytes
	 */
	public void setMaxMessageSize(int maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	/**
	 * Sets from when on messages that are not whole are handed over in parts.
	 * @param bytes payload bytes; 0 for never
	 */
	public void setPartialDeliveryPoint(int bytes) {
		this.partialDeliveryPoint = bytes;
	}

	/**
	 * Lets the streams begin with a number other than 0, which only tests of the wrap do.
	 * @param firstSsn 0 to 65535
	 */
	public void startAt(int firstSsn) {
		this.streams.startAt(firstSsn);
	}

	/**
	 * Takes a chunk whose TSN is new and whose stream exists.
	 * @param chunk the chunk
	 * @return whether the association can go on
	 */
	public Outcome receive(DataChunkView chunk) {
		if (this.parked.concerns(chunk)) {
			this.parked.add(chunk);
			this.window.waitingForOrder(chunk.payloadLength());
			return isHoldingTooMuch() ? Outcome.TOO_MANY_FRAGMENTS : Outcome.DONE;
		}
		return take(chunk);
	}

	private Outcome take(DataChunkView chunk) {
		if (this.partial.isNext(chunk.tsn())) {
			if (chunk.beginning()) {
				abortPartialDelivery(); // the peer has gone on to another message
			}
			else if (!this.partial.isContinuedBy(chunk)) {
				return Outcome.MESSAGES_MIXED;
			}
		}
		if (chunk.beginning() && chunk.ending()) {
			return receiveWhole(chunk);
		}
		if (!this.fragments.add(chunk)) {
			return Outcome.TOO_MANY_FRAGMENTS;
		}
		this.window.fragments(chunk.payloadLength());
		long stranded = this.fragments.dropIfStranded(chunk.tsn());
		if (stranded > 0) {
			this.window.fragments(-stranded);
			return Outcome.DONE;
		}
		int start = this.fragments.lastRunStart();
		boolean continues = this.partial.isNext(start);
		if (this.fragments.runBytes(start) + (continues ? this.partial.bytes() : 0) > this.maxMessageSize) {
			return Outcome.MESSAGE_TOO_LONG;
		}
		if (isHoldingTooMuch()) {
			return Outcome.TOO_MANY_FRAGMENTS;
		}
		if (continues) {
			return receiveNextPart(start);
		}
		if (this.fragments.isWhole(start)) {
			return receiveReassembled(chunk, start);
		}
		if (canBeginPart(chunk, start)) {
			this.partial.begin(chunk.streamId(), chunk.streamSequenceNumber(), chunk.unordered(),
					this.fragments.payloadProtocolId(start), start);
			handOverPart(start, true);
			return judgeWhatFollows();
		}
		return Outcome.DONE;
	}

	/** What came early behind a part does not continue it, or it would be in the part. */
	private Outcome judgeWhatFollows() {
		int next = this.partial.nextTsn();
		if (!this.fragments.holds(next)) {
			return Outcome.DONE;
		}
		if (!this.fragments.begins(next)) {
			return Outcome.MESSAGES_MIXED;
		}
		abortPartialDelivery();
		return Outcome.DONE;
	}

	private boolean canBeginPart(DataChunkView chunk, int start) {
		return this.partialDeliveryPoint > 0 && this.fragments.runBytes(start) >= this.partialDeliveryPoint
				&& !this.partial.isActive() && this.fragments.begins(start)
				&& (chunk.unordered() || this.streams.isNext(chunk.streamId(), chunk.streamSequenceNumber()));
	}

	private Outcome receiveNextPart(int start) {
		if (this.fragments.ends(start)) {
			handOverPart(start, false);
			this.counters.messages++;
			this.counters.reassembledMessages++;
			this.counters.largest = Math.max(this.counters.largest, this.partial.bytes());
			this.partial.end();
			if (!this.partial.isUnordered()) {
				this.streams.delivered(this.partial.streamId());
				deliverFollowing(this.partial.streamId());
			}
		}
		else if (this.fragments.runBytes(start) >= this.partialDeliveryPoint) {
			handOverPart(start, false);
			return judgeWhatFollows();
		}
		return Outcome.DONE;
	}

	private void handOverPart(int start, boolean first) {
		boolean last = this.fragments.ends(start);
		int end = this.fragments.runEnd(start);
		byte[] payload = this.fragments.take(start);
		this.partial.handedOver(payload.length, end);
		this.window.fragments(-payload.length);
		this.window.delivered(payload.length);
		this.counters.bytes += payload.length;
		this.receiver.messagePart(this.partial.streamId(), this.partial.streamSequenceNumber(),
				this.partial.payloadProtocolId(), this.partial.firstTsn(), this.partial.isUnordered(), payload, first,
				last);
	}

	private void abortPartialDelivery() {
		if (this.partial.isActive()) {
			this.partial.end();
			this.receiver.partialDeliveryAborted(this.partial.streamId(), this.partial.streamSequenceNumber());
		}
	}

	/** More than the window and the longest message explain: the peer means no good. */
	private boolean isHoldingTooMuch() {
		return this.window.undelivered() > this.window.limit() + this.maxMessageSize;
	}

	private Outcome receiveWhole(DataChunkView chunk) {
		if (chunk.payloadLength() > this.maxMessageSize) {
			return Outcome.MESSAGE_TOO_LONG;
		}
		byte[] payload = new byte[chunk.payloadLength()];
		chunk.copyPayload(payload, 0);
		return order(chunk, payload, chunk.payloadProtocolId(), chunk.tsn());
	}

	private Outcome receiveReassembled(DataChunkView last, int start) {
		int ppid = this.fragments.payloadProtocolId(start);
		byte[] payload = this.fragments.take(start);
		this.window.fragments(-payload.length);
		this.counters.reassembledMessages++;
		return order(last, payload, ppid, start);
	}

	private Outcome order(DataChunkView chunk, byte[] payload, int ppid, int tsn) {
		int streamId = chunk.streamId();
		int ssn = chunk.streamSequenceNumber();
		if (chunk.unordered()) {
			deliver(streamId, ssn, ppid, tsn, true, payload);
			return Outcome.DONE;
		}
		if (!this.streams.isNext(streamId, ssn)) {
			return keep(streamId, ssn, ppid, tsn, payload);
		}
		deliver(streamId, ssn, ppid, tsn, false, payload);
		this.streams.delivered(streamId);
		deliverFollowing(streamId);
		return Outcome.DONE;
	}

	private void deliverFollowing(int streamId) {
		EarlyMessage early = this.streams.takeNext(streamId);
		while (early != null) {
			deliverEarly(streamId, this.streams.next(streamId), early);
			this.streams.delivered(streamId);
			early = this.streams.takeNext(streamId);
		}
	}

	private void deliverEarly(int streamId, int ssn, EarlyMessage early) {
		this.window.inOrder(early.payload().length);
		deliver(streamId, ssn, early.payloadProtocolId(), early.tsn(), false, early.payload());
	}

	/**
	 * Waits no longer for what the peer has given up (RFC 3758 §3.6).
	 * @param forward what it has given up; of streams that there are
	 */
	public void forward(ForwardTsnChunk forward) {
		if (this.parked.concernsForwards()) {
			this.parked.add(forward);
		}
		else {
			passOver(forward);
		}
	}

	private void passOver(ForwardTsnChunk forward) {
		this.window.fragments(-this.fragments.dropUpTo(forward.newCumulativeTsn()));
		if (this.partial.isGivenUp(forward.newCumulativeTsn()) || forward.skipped()
			.stream()
			.anyMatch((stream) -> this.partial.is(stream.streamId(), stream.streamSequenceNumber()))) {
			abortPartialDelivery();
		}
		Map<Integer, Integer> last = new LinkedHashMap<>();
		for (SkippedStream stream : forward.skipped()) {
			int ssn = stream.streamSequenceNumber();
			if (!SerialNumber.isSsnBefore(ssn, this.streams.next(stream.streamId()))) {
				last.merge(stream.streamId(), ssn, (one, other) -> SerialNumber.isSsnBefore(one, other) ? other : one);
			}
		}
		for (SkippedTo early : this.streams.takeUpTo(last)) {
			deliverEarly(early.streamId(), early.streamSequenceNumber(), early.message());
		}
		last.forEach((streamId, ssn) -> {
			this.streams.passOver(streamId, ssn);
			deliverFollowing(streamId);
		});
	}

	/**
	 * Lets DATA of streams wait, of which it is not certain whether it was sent before
	 * they were reset.
	 * @param held the streams
	 * @param afterTsn the last TSN that is certain
	 */
	public void park(StreamSet held, int afterTsn) {
		this.parked.begin(held, afterTsn, false);
	}

	/**
	 * Lets everything wait, since all numbers may start anew.
	 * @param afterTsn the last TSN that is certain
	 */
	public void parkAll(int afterTsn) {
		this.parked.begin(StreamSet.ALL, afterTsn, true);
	}

	/**
	 * Handles what waits and was sent before a TSN.
	 * @param tsn the TSN
	 * @return whether the association can go on
	 */
	public Outcome unparkBefore(int tsn) {
		return unpark(this.parked.takeBefore(tsn));
	}

	/**
	 * Handles all that waits; nothing has to wait any more.
	 * @return whether the association can go on
	 */
	public Outcome unpark() {
		return unpark(this.parked.end());
	}

	/**
	 * Handles all that waits, of which the TSNs count from anew.
	 * @param tsns notes the TSNs
	 * @return whether the association can go on
	 */
	public Outcome unpark(TsnTracker tsns) {
		List<Parked> chunks = this.parked.end();
		for (Parked chunk : chunks) {
			if (chunk.forward() != null) {
				tsns.forwardTo(chunk.tsn());
			}
			else if (tsns.classify(chunk.tsn()) == TsnTracker.Arrival.NEW) {
				tsns.receive(chunk.tsn());
			}
		}
		return unpark(chunks);
	}

	private Outcome unpark(List<Parked> chunks) {
		Outcome outcome = Outcome.DONE;
		for (Parked chunk : chunks) {
			Outcome next = unpark(chunk, outcome == Outcome.DONE);
			outcome = (outcome == Outcome.DONE) ? next : outcome;
		}
		return outcome;
	}

	private Outcome unpark(Parked chunk, boolean handle) {
		DataChunkView data = chunk.data();
		ForwardTsnChunk forward = chunk.forward();
		if (data != null) {
			this.window.inOrder(data.payloadLength());
			return handle ? take(data) : Outcome.DONE;
		}
		if (forward != null && handle) {
			passOver(forward);
		}
		return Outcome.DONE;
	}

	/**
	 * Delivers all that waits, since no word will come any more of which numbers it has:
	 * the old ones until one does not fit, then the new ones.
	 */
	public void deliverParked() {
		for (Parked chunk : this.parked.end()) {
			DataChunkView data = chunk.data();
			if (unpark(chunk, true) == Outcome.SEQUENCE_NUMBER_REUSED && data != null) {
				resetStreams(StreamSet.ALL);
				take(data);
			}
		}
	}

	/**
	 * Lets the stream sequence numbers of streams start at 0 (RFC 6525 §5.2.2 E3). A
	 * message that still waits for one before it does so in vain, and is delivered.
	 * @param reset the streams
	 */
	public void resetStreams(StreamSet reset) {
		for (SkippedTo early : this.streams.takeAll(reset)) {
			deliverEarly(early.streamId(), early.streamSequenceNumber(), early.message());
		}
		this.streams.reset(reset);
	}

	/**
	 * Drops what is not whole: the rest does not come (RFC 6525 §5.2.4 G4).
	 */
	public void dropFragments() {
		abortPartialDelivery();
		this.window.fragments(-this.fragments.dropAll());
	}

	private Outcome keep(int streamId, int ssn, int ppid, int tsn, byte[] payload) {
		boolean past = SerialNumber.isSsnBefore(ssn, this.streams.next(streamId));
		if (past || !this.streams.keep(streamId, ssn, new EarlyMessage(payload, ppid, tsn))) {
			return Outcome.SEQUENCE_NUMBER_REUSED;
		}
		this.window.waitingForOrder(payload.length);
		return isHoldingTooMuch() ? Outcome.TOO_MANY_FRAGMENTS : Outcome.DONE;
	}

	private void deliver(int streamId, int ssn, int ppid, int tsn, boolean unordered, byte[] payload) {
		this.window.delivered(payload.length);
		this.counters.messages++;
		this.counters.bytes += payload.length;
		this.counters.largest = Math.max(this.counters.largest, payload.length);
		this.receiver.message(streamId, ssn, ppid, tsn, unordered, payload);
	}

	/**
	 * Forgets what is not whole or not in order, after a restart or at the end.
	 */
	public void clear() {
		abortPartialDelivery();
		this.fragments.clear();
		this.parked.clear();
		this.streams.clear();
		this.window.reset();
	}

	/** What became of a chunk. */
	public enum Outcome {

		/** It was taken. */
		DONE,

		/** Its message is longer than allowed. */
		MESSAGE_TOO_LONG,

		/** The peer sends more fragments than any message could need. */
		TOO_MANY_FRAGMENTS,

		/** A stream sequence number came twice. */
		SEQUENCE_NUMBER_REUSED,

		/** A message that is being handed over goes on with a fragment of another. */
		MESSAGES_MIXED

	}

}
