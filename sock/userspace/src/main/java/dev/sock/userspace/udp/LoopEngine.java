package dev.sock.userspace.udp;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.PacketSink;

/**
 * An endpoint's engine as its event loop sees it.
 */
interface LoopEngine {

	/**
	 * Returns the endpoint's name, for the log.
	 * @return the name
	 */
	String name();

	/**
	 * Handles a packet, which must not be kept.
	 * @param packet the packet
	 * @param localAddress address that it came to
	 * @param remoteAddress address that it came from
	 * @param remoteUdpPort UDP port that it came from
	 * @param nowNanos the time
	 */
	void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos);

	/**
	 * Runs the timers that are due.
	 * @param nowNanos the time
	 */
	void advanceTo(long nowNanos);

	/**
	 * Returns when to call {@link #advanceTo} next.
	 * @return the time, {@link Long#MAX_VALUE} for never
	 */
	long nextDeadlineNanos();

	/**
	 * Returns whether to flush before further packets of the batch are handled.
	 * @return whether it is urgent
	 */
	default boolean isFlushUrgent() {
		return false;
	}

	/**
	 * Writes what may leave now.
	 * @param sink takes the packets
	 * @param nowNanos the time
	 * @return whether the sink took everything
	 */
	boolean flush(PacketSink sink, long nowNanos);

}
