package dev.sock.userspace.sim;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketReader;
import org.jspecify.annotations.Nullable;

/**
 * A host: addresses, one UDP port on each of them, and the node that runs on it.
 */
public final class SimulatedHost {

	private final SimulatedNetwork network;

	private final String name;

	private final int udpPort;

	private final List<SctpAddress> addresses;

	private final SeededRandom random;

	private final Sink sink = new Sink();

	private @Nullable NetworkNode node;

	private double blockedShare;

	private long blockedNanos;

	private long blockedUntilNanos = Long.MIN_VALUE;

	private boolean touched;

	SimulatedHost(SimulatedNetwork network, String name, int udpPort, List<SctpAddress> addresses,
			SeededRandom random) {
		this.network = network;
		this.name = name;
		this.udpPort = udpPort;
		this.addresses = List.copyOf(addresses);
		this.random = random;
	}

	/**
	 * Returns the name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the UDP port.
	 * @return the port
	 */
	public int udpPort() {
		return this.udpPort;
	}

	/**
	 * Returns the addresses.
	 * @return the addresses
	 */
	public List<SctpAddress> addresses() {
		return this.addresses;
	}

	/**
	 * Sets what runs on the host, instead of what ran there before.
	 * @param node the node, or {@code null} for a host that is silent
	 */
	public void run(@Nullable NetworkNode node) {
		this.node = node;
	}

	/**
	 * Makes the host's socket refuse packets now and then.
	 * @param share probability that it refuses a packet
	 * @param time how long it refuses every packet then
	 */
	public void blockSends(double share, Duration time) {
		this.blockedShare = share;
		this.blockedNanos = time.toNanos();
	}

	long deadlineNanos() {
		return (this.node != null) ? this.node.nextDeadlineNanos() : Long.MAX_VALUE;
	}

	void touch() {
		this.touched = true;
	}

	void receive(SimulatedPacket packet, long nowNanos) {
		touch();
		if (this.node == null) {
			return;
		}
		// As a socket's buffer has it: somewhere within, and with other bytes around.
		ByteBuffer buffer = ByteBuffer.allocate(packet.bytes().length + 8);
		buffer.putInt(0x5a5a5a5a).put(packet.bytes()).putInt(0x5a5a5a5a);
		buffer.position(4).limit(4 + packet.bytes().length);
		this.node.receive(buffer, packet.destination(), packet.source(), packet.sourceUdpPort(), nowNanos);
	}

	void runNode(long nowNanos) {
		NetworkNode node = this.node;
		if (node == null) {
			this.touched = false;
			return;
		}
		if (node.nextDeadlineNanos() <= nowNanos) {
			node.advanceTo(nowNanos);
			this.touched = true;
		}
		if (this.touched) {
			this.touched = false;
			this.sink.refused = false;
			boolean complete = node.flush(this.sink, nowNanos);
			this.sink.checkFinished();
			if (complete == this.sink.refused) {
				this.network.violation(this.name + ": flush returned " + complete + ", but the sink "
						+ (this.sink.refused ? "refused a packet" : "took everything"));
			}
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Copies packets into the network.
	 */
	private final class Sink implements PacketSink {

		private static final int HEADROOM = 16;

		private final ByteBuffer buffer = ByteBuffer.allocate(HEADROOM + 65_536);

		private final PacketReader reader = new PacketReader();

		private boolean refused;

		private @Nullable SimulatedPacket packet;

		private int maxSize;

		@Override
		public @Nullable ByteBuffer begin(SctpAddress source, SctpAddress destination, int remoteUdpPort, int maxSize,
				boolean segmentable, boolean fragmentable) {
			checkFinished();
			if (refuses()) {
				this.refused = true;
				return null;
			}
			if (!SimulatedHost.this.addresses.contains(source)) {
				violation("a packet leaves from " + source + ", which is no address of the host");
			}
			this.packet = new SimulatedPacket(source, SimulatedHost.this.udpPort, destination, remoteUdpPort,
					new byte[0], fragmentable);
			this.maxSize = maxSize;
			// What the last packet left must not get into the next.
			Arrays.fill(this.buffer.array(), 0, HEADROOM + maxSize, (byte) 0xa5);
			return this.buffer.clear().position(HEADROOM).limit(HEADROOM + maxSize);
		}

		private boolean refuses() {
			SimulatedHost host = SimulatedHost.this;
			long nowNanos = host.network.nowNanos();
			if (nowNanos < host.blockedUntilNanos) {
				return true;
			}
			if (host.blockedShare == 0 || !host.random.chance(host.blockedShare)) {
				return false;
			}
			host.blockedUntilNanos = nowNanos + 1 + host.random.nextLong(host.blockedNanos);
			host.network.counts().add(FaultKind.BLOCKED_SEND);
			host.network.at(host.blockedUntilNanos, host, () -> {
			});
			return true;
		}

		@Override
		public void end(int size) {
			SimulatedPacket packet = this.packet;
			if (packet == null) {
				violation("end without begin");
				return;
			}
			this.packet = null;
			if (size < 0 || size > this.maxSize) {
				violation("a packet of " + size + " bytes where " + this.maxSize + " were announced");
				return;
			}
			if (size > 0) {
				byte[] bytes = Arrays.copyOfRange(this.buffer.array(), HEADROOM, HEADROOM + size);
				SimulatedPacket complete = packet.withBytes(bytes);
				check(complete);
				SimulatedHost.this.network.transmit(complete);
			}
		}

		private void check(SimulatedPacket packet) {
			if (!SimulatedHost.this.network.checksPackets()) {
				return;
			}
			boolean good = packet.bytes().length % 4 == 0
					&& this.reader.wrap(ByteBuffer.wrap(packet.bytes())) == PacketReader.Status.OK;
			while (good && this.reader.next()) {
				good = !this.reader.truncated();
			}
			if (!good || this.reader.chunkCount() == 0) {
				violation("sent a bad packet: " + packet);
			}
		}

		private void checkFinished() {
			if (this.packet != null) {
				violation("a packet was begun and not ended");
				this.packet = null;
			}
		}

		private void violation(String text) {
			SimulatedHost.this.network.violation(SimulatedHost.this.name + ": " + text);
		}

	}

}
