package dev.sock.userspace.udp;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import dev.sock.SctpPacketTap;
import dev.sock.userspace.engine.packet.PacketSink;
import org.jspecify.annotations.Nullable;

/**
 * Hands packets on to another sink and shows each to a tap. Used on the event loop only.
 */
final class TappedSink implements PacketSink {

	private final SctpPacketTap tap;

	private @Nullable PacketSink target;

	private @Nullable ByteBuffer buffer;

	private int start;

	private @Nullable SctpAddress source;

	private @Nullable SctpAddress destination;

	private int remoteUdpPort;

	TappedSink(SctpPacketTap tap) {
		this.tap = tap;
	}

	PacketSink around(PacketSink target) {
		this.target = target;
		return this;
	}

	private PacketSink target() {
		PacketSink current = this.target;
		if (current == null) {
			throw new IllegalStateException("There is no sink to hand packets to");
		}
		return current;
	}

	@Override
	public @Nullable ByteBuffer begin(SctpAddress source, SctpAddress destination, int remoteUdpPort, int maxSize,
			boolean segmentable, boolean fragmentable) {
		ByteBuffer begun = target().begin(source, destination, remoteUdpPort, maxSize, segmentable, fragmentable);
		this.buffer = begun;
		this.start = (begun != null) ? begun.position() : 0;
		this.source = source;
		this.destination = destination;
		this.remoteUdpPort = remoteUdpPort;
		return begun;
	}

	@Override
	public void end(int size) {
		ByteBuffer written = this.buffer;
		SctpAddress from = this.source;
		SctpAddress to = this.destination;
		if (size > 0 && written != null && from != null && to != null) {
			this.tap.packet(true, from, to, this.remoteUdpPort, written.duplicate().clear().slice(this.start, size));
		}
		this.buffer = null;
		target().end(size);
	}

}
