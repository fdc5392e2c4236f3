package dev.sock.userspace.engine.rx;

import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.SerialNumber;

/**
 * The one message that is being handed over in parts, if there is one (RFC 6458 §6.1.7,
 * §8.1.21): which it is, and where its next part begins. All of its fragments have
 * consecutive TSNs (RFC 9260 §6.9), so that the next part begins behind the last.
 */
final class PartialDelivery {

	private boolean active;

	private int streamId;

	private int ssn;

	private boolean unordered;

	private int payloadProtocolId;

	private int firstTsn;

	private int nextTsn;

	private long bytes;

	boolean isActive() {
		return this.active;
	}

	/** Returns whether the part that begins with a TSN is the next of the message. */
	boolean isNext(int tsn) {
		return this.active && tsn == this.nextTsn;
	}

	/** Returns whether a fragment that does not begin a message is one of it. */
	boolean isContinuedBy(DataChunkView chunk) {
		return chunk.streamId() == this.streamId && chunk.unordered() == this.unordered
				&& (this.unordered || chunk.streamSequenceNumber() == this.ssn);
	}

	/** Returns whether its rest does not come since the peer has given up to a TSN. */
	boolean isGivenUp(int cumulativeTsn) {
		return this.active && !SerialNumber.isBefore(cumulativeTsn, this.nextTsn);
	}

	/** Returns whether it is the ordered message with a number. */
	boolean is(int stream, int number) {
		return this.active && !this.unordered && stream == this.streamId && number == this.ssn;
	}

	void begin(int stream, int number, boolean isUnordered, int ppid, int tsn) {
		this.active = true;
		this.streamId = stream;
		this.ssn = number;
		this.unordered = isUnordered;
		this.payloadProtocolId = ppid;
		this.firstTsn = tsn;
		this.nextTsn = tsn;
		this.bytes = 0;
	}

	void handedOver(int length, int lastTsn) {
		this.bytes += length;
		this.nextTsn = lastTsn + 1;
	}

	void end() {
		this.active = false;
	}

	int streamId() {
		return this.streamId;
	}

	int streamSequenceNumber() {
		return this.ssn;
	}

	boolean isUnordered() {
		return this.unordered;
	}

	int payloadProtocolId() {
		return this.payloadProtocolId;
	}

	int firstTsn() {
		return this.firstTsn;
	}

	/** Where its next part begins. */
	int nextTsn() {
		return this.nextTsn;
	}

	/** Payload bytes that were handed over. */
	long bytes() {
		return this.bytes;
	}

}
