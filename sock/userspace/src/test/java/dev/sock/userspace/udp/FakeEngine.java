package dev.sock.userspace.udp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.PacketSink;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an engine: writes down what it is called with and sends what a test gives
 * it. Its fields belong to the event loop, but for the queue.
 */
final class FakeEngine implements LoopEngine {

	/** What happened, in order. */
	final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

	final List<byte[]> received = new ArrayList<>();

	final Queue<Outgoing> outgoing = new ArrayDeque<>();

	long deadline = Long.MAX_VALUE;

	@Nullable Throwable thrownByReceive;

	@Nullable Throwable thrownByFlush;

	@Nullable Throwable thrownByAdvance;

	@Override
	public String name() {
		return "fake";
	}

	@Override
	public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos) {
		byte[] bytes = new byte[packet.remaining()];
		packet.get(bytes);
		this.received.add(bytes);
		this.calls.add("receive " + bytes.length + " at " + localAddress + " from " + remoteAddress);
		sneak(this.thrownByReceive);
	}

	@Override
	public void advanceTo(long nowNanos) {
		this.calls.add("advance");
		this.deadline = Long.MAX_VALUE;
		sneak(this.thrownByAdvance);
	}

	@Override
	public long nextDeadlineNanos() {
		return this.deadline;
	}

	@Override
	public boolean flush(PacketSink sink, long nowNanos) {
		this.calls.add("flush");
		sneak(this.thrownByFlush);
		while (!this.outgoing.isEmpty()) {
			Outgoing packet = this.outgoing.peek();
			ByteBuffer buffer = sink.begin(packet.source, packet.destination, packet.port, packet.bytes.length,
					packet.segmentable, false);
			if (buffer == null) {
				this.calls.add("refused");
				return false;
			}
			buffer.put(packet.bytes);
			sink.end(packet.bytes.length);
			this.outgoing.remove();
		}
		this.calls.add("flushed");
		return true;
	}

	private static void sneak(@Nullable Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		if (ex instanceof RuntimeException runtime) {
			throw runtime;
		}
	}

	record Outgoing(SctpAddress source, SctpAddress destination, int port, boolean segmentable, byte[] bytes) {
	}

}
