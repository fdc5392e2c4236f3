package dev.sock.capture;

import java.time.Instant;

import dev.sock.SctpAddress;

/**
 * A packet that was seen.
 *
 * @param time when
 * @param outbound whether it left
 * @param localAddress the local address
 * @param remoteAddress the other side's address
 * @param remoteUdpPort the other side's UDP port
 * @param bytes the packet, from the common header on
 * @param masked bytes of payload that are zeros here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CapturedPacket(Instant time, boolean outbound, SctpAddress localAddress, SctpAddress remoteAddress,
		int remoteUdpPort, byte[] bytes, int masked) {

	/** What keeping one costs beside its bytes, roughly. */
	static final int OVERHEAD = 96;

	int cost() {
		return this.bytes.length + OVERHEAD;
	}

}
