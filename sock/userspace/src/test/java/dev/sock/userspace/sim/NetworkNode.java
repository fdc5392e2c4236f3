package dev.sock.userspace.sim;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.EndpointEngine;
import dev.sock.userspace.engine.packet.PacketSink;

/**
 * What runs on a host: the part of {@link EndpointEngine} that an event loop calls.
 */
public interface NetworkNode {

	/**
	 * Handles a packet.
	 * @param packet the packet, from position to limit; not kept
	 * @param localAddress address that it came to
	 * @param remoteAddress address that it came from
	 * @param remoteUdpPort UDP port that it came from
	 * @param nowNanos the time
	 */
	void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos);

	/**
	 * Runs what is due.
	 * @param nowNanos the time
	 */
	void advanceTo(long nowNanos);

	/**
	 * Returns when to call {@link #advanceTo} next.
	 * @return the time, or {@code Long.MAX_VALUE} for never
	 */
	long nextDeadlineNanos();

	/**
	 * Writes what may leave now.
	 * @param sink takes the packets
	 * @param nowNanos the time
	 * @return whether the sink took everything
	 */
	boolean flush(PacketSink sink, long nowNanos);

	/**
	 * Returns the node for an engine.
	 * @param engine the engine
	 * @return the node
	 */
	static NetworkNode of(EndpointEngine engine) {
		return new NetworkNode() {

			@Override
			public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress,
					int remoteUdpPort, long nowNanos) {
				engine.receive(packet, localAddress, remoteAddress, remoteUdpPort, nowNanos);
			}

			@Override
			public void advanceTo(long nowNanos) {
				engine.advanceTo(nowNanos);
			}

			@Override
			public long nextDeadlineNanos() {
				return engine.nextDeadlineNanos();
			}

			@Override
			public boolean flush(PacketSink sink, long nowNanos) {
				return engine.flush(sink, nowNanos);
			}

		};
	}

}
