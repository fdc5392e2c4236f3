package dev.sock.userspace.engine.association;

import dev.sock.AssociationStatistics;
import dev.sock.userspace.engine.rx.RxCounters;
import dev.sock.userspace.engine.tx.TxCounters;

/**
 * What is counted on an association, or summed up over those of an endpoint.
 */
public final class AssociationCounters {

	final TxCounters tx = new TxCounters();

	final RxCounters rx = new RxCounters();

	long messagesSent;

	long bytesSent;

	long largestSent;

	long messagesFailed;

	long packetsSent;

	long packetsReceived;

	long controlChunksSent;

	long controlChunksReceived;

	long t1Expirations;

	long t2Expirations;

	long t3Expirations;

	/**
	 * Creates counters at zero.
	 */
	public AssociationCounters() {
	}

	/**
	 * Adds what another has counted; of largest messages the larger stays.
	 * @param other the other
	 */
	public void add(AssociationCounters other) {
		this.tx.orderedChunks += other.tx.orderedChunks;
		this.tx.unorderedChunks += other.tx.unorderedChunks;
		this.tx.retransmittedChunks += other.tx.retransmittedChunks;
		this.tx.fastRetransmits += other.tx.fastRetransmits;
		this.tx.fragmentedMessages += other.tx.fragmentedMessages;
		this.tx.gapReports += other.tx.gapReports;
		this.tx.abandonedUnsent += other.tx.abandonedUnsent;
		this.tx.abandonedSent += other.tx.abandonedSent;
		this.rx.orderedChunks += other.rx.orderedChunks;
		this.rx.unorderedChunks += other.rx.unorderedChunks;
		this.rx.duplicates += other.rx.duplicates;
		this.rx.reassembledMessages += other.rx.reassembledMessages;
		this.rx.messages += other.rx.messages;
		this.rx.bytes += other.rx.bytes;
		this.rx.largest = Math.max(this.rx.largest, other.rx.largest);
		this.messagesSent += other.messagesSent;
		this.bytesSent += other.bytesSent;
		this.largestSent = Math.max(this.largestSent, other.largestSent);
		this.messagesFailed += other.messagesFailed;
		this.packetsSent += other.packetsSent;
		this.packetsReceived += other.packetsReceived;
		this.controlChunksSent += other.controlChunksSent;
		this.controlChunksReceived += other.controlChunksReceived;
		this.t1Expirations += other.t1Expirations;
		this.t2Expirations += other.t2Expirations;
		this.t3Expirations += other.t3Expirations;
	}

	void messageSent(int bytes) {
		this.messagesSent++;
		this.bytesSent += bytes;
		this.largestSent = Math.max(this.largestSent, bytes);
	}

	/**
	 * Counts a packet of control chunks that leaves.
	 * @param chunks how many chunks it has
	 */
	public void controlPacketSent(int chunks) {
		this.packetsSent++;
		this.controlChunksSent += chunks;
	}

	/**
	 * Returns the values now.
	 * @return a snapshot
	 */
	public AssociationStatistics snapshot() {
		return new AssociationStatistics(this.messagesSent, this.rx.messages, this.bytesSent, this.rx.bytes,
				this.messagesFailed, this.packetsSent, this.packetsReceived, this.controlChunksSent,
				this.controlChunksReceived, this.tx.orderedChunks, this.rx.orderedChunks, this.tx.unorderedChunks,
				this.rx.unorderedChunks, this.tx.fragmentedMessages, this.rx.reassembledMessages,
				this.tx.retransmittedChunks, this.t1Expirations, this.t2Expirations, this.t3Expirations,
				this.tx.fastRetransmits, this.rx.duplicates, this.tx.gapReports, this.tx.abandonedUnsent,
				this.tx.abandonedSent, this.largestSent, this.rx.largest);
	}

}
