package dev.sock;

import java.nio.ByteBuffer;

/**
 * Sees the packets of an endpoint as they are read and written.
 *
 * @see dev.sock.capture.PacketLog
 */
@FunctionalInterface
public interface SctpPacketTap {

	/**
	 * A packet came, or leaves. Called on the event loop, which waits meanwhile: it must
	 * not block. What it throws is logged.
	 * @param outbound whether it leaves
	 * @param localAddress address that it leaves from, or came to
	 * @param remoteAddress address that it goes to, or came from
	 * @param remoteUdpPort UDP port of the other side
	 * @param packet position and limit enclose the packet, from the common header on; not
	 * to be kept, nor changed
	 */
	void packet(boolean outbound, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			ByteBuffer packet);

}
