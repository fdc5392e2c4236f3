package dev.sock.kernel.transport;

import dev.sock.AssociationStatistics;
import dev.sock.kernel.socket.KernelCounters;

/**
 * What is counted here of an association, or of those of an endpoint that have ended: the
 * kernel counts chunks, not messages. On the event loop only.
 */
final class MessageCounters {

	private long messagesSent;

	private long messagesReceived;

	private long bytesSent;

	private long bytesReceived;

	private long largestSent;

	private long largestReceived;

	private long messagesFailed;

	private long abandonedUnsent;

	private long abandonedSent;

	void sent(int bytes) {
		this.messagesSent++;
		this.bytesSent += bytes;
		this.largestSent = Math.max(this.largestSent, bytes);
	}

	void received(int bytes) {
		this.messagesReceived++;
		this.bytesReceived += bytes;
		this.largestReceived = Math.max(this.largestReceived, bytes);
	}

	/**
	 * Counts a part of a message.
	 * @param total bytes of the message if it ends with this part, else 0
	 */
	void receivedPart(int bytes, long total) {
		this.bytesReceived += bytes;
		if (total > 0) {
			this.messagesReceived++;
			this.largestReceived = Math.max(this.largestReceived, total);
		}
	}

	void failed() {
		this.messagesFailed++;
	}

	void abandoned(boolean sent) {
		this.messagesFailed++;
		if (sent) {
			this.abandonedSent++;
		}
		else {
			this.abandonedUnsent++;
		}
	}

	void add(MessageCounters other) {
		this.messagesSent += other.messagesSent;
		this.messagesReceived += other.messagesReceived;
		this.bytesSent += other.bytesSent;
		this.bytesReceived += other.bytesReceived;
		this.largestSent = Math.max(this.largestSent, other.largestSent);
		this.largestReceived = Math.max(this.largestReceived, other.largestReceived);
		this.messagesFailed += other.messagesFailed;
		this.abandonedUnsent += other.abandonedUnsent;
		this.abandonedSent += other.abandonedSent;
	}

	/**
	 * Puts it together with what the kernel has counted. What neither knows is absent.
	 */
	AssociationStatistics with(KernelCounters kernel) {
		return new AssociationStatistics(this.messagesSent, this.messagesReceived, this.bytesSent, this.bytesReceived,
				this.messagesFailed, kernel.outPackets(), kernel.inPackets(), kernel.outControlChunks(),
				kernel.inControlChunks(), kernel.outOrderedChunks(), kernel.inOrderedChunks(),
				kernel.outUnorderedChunks(), kernel.inUnorderedChunks(), null, null, kernel.retransmittedChunks(), null,
				null, null, null, kernel.duplicateChunks(), kernel.gapReports(), this.abandonedUnsent,
				this.abandonedSent, this.largestSent, this.largestReceived);
	}

}
