package dev.sock.userspace.udp;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.StrayPackets;
import dev.sock.userspace.engine.packet.PacketSink;

/**
 * Takes the packets to SCTP ports that no endpoint of a UDP binding has.
 */
final class StrayEngine implements LoopEngine {

	private final StrayPackets strays = new StrayPackets();

	@Override
	public String name() {
		return "(none)";
	}

	@Override
	public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos) {
		this.strays.receive(packet, localAddress, remoteAddress, remoteUdpPort);
	}

	@Override
	public void advanceTo(long nowNanos) {
	}

	@Override
	public long nextDeadlineNanos() {
		return Long.MAX_VALUE;
	}

	@Override
	public boolean flush(PacketSink sink, long nowNanos) {
		return this.strays.flush(sink);
	}

}
