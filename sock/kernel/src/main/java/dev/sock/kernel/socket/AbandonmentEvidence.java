package dev.sock.kernel.socket;

/**
 * What the kernel counts that rises when it gives up a message that it has sent, and at
 * other times, too. It does not tell of such a message in any other way.
 *
 * <p>
 * A message is passed over by the peer only if a FORWARD TSN was sent, which is a control
 * chunk. Linux counts a message as given up whenever it looks at it and its policy says
 * so, even if the same SACK acknowledges it.
 *
 * @param otherControlChunks control chunks sent that are not SACK
 * @param timed messages with a lifetime that were given up after they were sent
 * @param limited the same of messages with limited retransmissions
 */
public record AbandonmentEvidence(long otherControlChunks, long timed, long limited) {
}
