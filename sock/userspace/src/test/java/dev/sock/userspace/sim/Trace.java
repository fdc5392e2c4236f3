package dev.sock.userspace.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

import dev.sock.SctpAddress;

/**
 * What happened in a run: a hash over every packet delivered and every event of an
 * application, and the last lines in words.
 */
public final class Trace {

	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private final CRC32C crc = new CRC32C();

	private final Deque<Line> lines = new ArrayDeque<>();

	private final int maxLines;

	private long hash = FNV_OFFSET;

	private long packets;

	Trace(int maxLines) {
		this.maxLines = maxLines;
	}

	void delivered(long nowNanos, SimulatedPacket packet) {
		this.packets++;
		add(nowNanos);
		add(packet.source());
		add(packet.destination());
		add(packet.sourceUdpPort());
		add(packet.destinationUdpPort());
		add(packet.bytes());
		line(nowNanos, () -> "delivered  " + packet);
	}

	void event(long nowNanos, String host, String text) {
		add(nowNanos);
		add((host + text).getBytes(StandardCharsets.UTF_8));
		line(nowNanos, () -> host + ": " + text);
	}

	/**
	 * Adds a line in words that is not in the hash.
	 */
	void line(long nowNanos, Supplier<String> text) {
		if (this.lines.size() == this.maxLines) {
			this.lines.removeFirst();
		}
		this.lines.addLast(new Line(nowNanos, text));
	}

	private void add(SctpAddress address) {
		add(address.toBytes());
	}

	private void add(byte[] bytes) {
		this.crc.reset();
		this.crc.update(bytes);
		add((((long) bytes.length) << 32) ^ this.crc.getValue());
	}

	private void add(long value) {
		this.hash = SeededRandom.mix((this.hash ^ value) * FNV_PRIME);
	}

	/**
	 * Returns the hash.
	 * @return 16 hexadecimal digits
	 */
	public String hash() {
		return String.format("%016x", this.hash);
	}

	/**
	 * Returns how many packets were delivered.
	 * @return packets, copies counted
	 */
	public long packets() {
		return this.packets;
	}

	/**
	 * Returns the last lines in words.
	 * @return the lines, each with its time in seconds
	 */
	public List<String> lastLines() {
		List<String> texts = new ArrayList<>();
		for (Line line : this.lines) {
			texts.add(seconds(line.nowNanos) + "  " + line.text.get());
		}
		return texts;
	}

	private static String seconds(long nanos) {
		return String.format("%d.%09d", Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
	}

	private record Line(long nowNanos, Supplier<String> text) {
	}

}
