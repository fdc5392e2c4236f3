package dev.sock.userspace.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Relays UDP datagrams between whoever sends to it and one server, as a network that can
 * be cut, lose and delay, in each direction by itself. The peers see the relay's
 * addresses as behind a NAT, so this serves single-homed associations: a multi-homed one
 * lists its own addresses in INIT, and its peer would send there, past the relay. For
 * those there are network namespaces, see {@code verification/failover}.
 */
public final class UdpRelay implements AutoCloseable {

	private final Selector selector;

	private final Direction forth;

	private final Direction back;

	private final Thread thread;

	private final InetSocketAddress address;

	private @Nullable SocketAddress client;

	/**
	 * Opens a relay on 127.0.0.1.
	 * @param server where to relay to
	 * @param seed seed for what is lost
	 */
	public UdpRelay(InetSocketAddress server, long seed) {
		try {
			this.selector = Selector.open();
			DatagramChannel front = open();
			DatagramChannel rear = open();
			SplittableRandom random = new SplittableRandom(seed);
			this.address = (InetSocketAddress) front.getLocalAddress();
			this.forth = new Direction(front, rear, random.split());
			this.back = new Direction(rear, front, random.split());
			front.register(this.selector, SelectionKey.OP_READ, this.forth);
			rear.register(this.selector, SelectionKey.OP_READ, this.back);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread = new Thread(() -> relay(server), "udp-relay");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Returns the UDP port to send to instead of the server's.
	 * @return the port
	 */
	public int port() {
		return this.address.getPort();
	}

	/**
	 * Returns the direction to the server.
	 * @return the direction
	 */
	public Direction forth() {
		return this.forth;
	}

	/**
	 * Returns the direction from the server.
	 * @return the direction
	 */
	public Direction back() {
		return this.back;
	}

	@Override
	public void close() {
		try {
			this.selector.close();
			this.thread.join(5000);
			this.forth.in.close();
			this.back.in.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private DatagramChannel open() throws IOException {
		DatagramChannel channel = DatagramChannel.open();
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
		channel.bind(new InetSocketAddress("127.0.0.1", 0));
		return channel;
	}

	private void relay(InetSocketAddress server) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
		try {
			while (this.selector.isOpen()) {
				long wait = Math.min(this.forth.waitMillis(), this.back.waitMillis());
				this.selector.select(wait);
				for (SelectionKey key : this.selector.selectedKeys()) {
					Direction direction = (Direction) key.attachment();
					buffer.clear();
					for (SocketAddress from = direction.in.receive(buffer); from != null; from = direction.in
						.receive(buffer.clear())) {
						if (direction == this.forth) {
							this.client = from;
						}
						direction.take(buffer.flip());
					}
				}
				this.selector.selectedKeys().clear();
				this.forth.passOn(server);
				this.back.passOn(this.client);
			}
		}
		catch (ClosedSelectorException ex) {
			// closed
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One direction. Switches may be set from any thread at any time.
	 */
	public static final class Direction {

		private final PriorityQueue<Delayed> queue = new PriorityQueue<>(
				Comparator.comparingLong(Delayed::dueNanos).thenComparingLong(Delayed::number));

		private final AtomicLong relayed = new AtomicLong();

		private final AtomicLong dropped = new AtomicLong();

		private final DatagramChannel in;

		private final DatagramChannel out;

		private final SplittableRandom random;

		private volatile boolean cut;

		private volatile double loss;

		private volatile long delayNanos;

		private long number;

		private Direction(DatagramChannel in, DatagramChannel out, SplittableRandom random) {
			this.in = in;
			this.out = out;
			this.random = random;
		}

		/**
		 * Cuts this direction, or restores it.
		 * @param cut whether nothing passes
		 */
		public void cut(boolean cut) {
			this.cut = cut;
		}

		/**
		 * Sets the loss.
		 * @param loss from 0 for none to 1 for all
		 */
		public void loss(double loss) {
			this.loss = loss;
		}

		/**
		 * Sets the delay.
		 * @param delay the delay, zero for none
		 */
		public void delay(Duration delay) {
			this.delayNanos = delay.toNanos();
		}

		/**
		 * Returns how many datagrams were passed on.
		 * @return the number
		 */
		public long relayed() {
			return this.relayed.get();
		}

		/**
		 * Returns how many datagrams were lost or met the cut.
		 * @return the number
		 */
		public long dropped() {
			return this.dropped.get();
		}

		private void take(ByteBuffer datagram) {
			// drawn in any case: what is lost does not depend on when a cut was made
			boolean lost = this.random.nextDouble() < this.loss;
			if (this.cut || lost) {
				this.dropped.incrementAndGet();
				return;
			}
			byte[] bytes = new byte[datagram.remaining()];
			datagram.get(bytes);
			this.queue.add(new Delayed(System.nanoTime() + this.delayNanos, this.number++, bytes));
		}

		private void passOn(@Nullable SocketAddress to) throws IOException {
			for (Delayed next = this.queue.peek(); next != null
					&& next.dueNanos() - System.nanoTime() <= 0; next = this.queue.peek()) {
				this.queue.remove();
				if (to == null) {
					this.dropped.incrementAndGet();
				}
				else {
					send(next.datagram(), to);
				}
			}
		}

		private void send(byte[] datagram, SocketAddress to) {
			try {
				boolean sent = this.out.send(ByteBuffer.wrap(datagram), to) > 0;
				(sent ? this.relayed : this.dropped).incrementAndGet();
			}
			catch (IOException ex) {
				this.dropped.incrementAndGet();
			}
		}

		private long waitMillis() {
			Delayed next = this.queue.peek();
			return (next != null) ? Math.max(1, (next.dueNanos() - System.nanoTime()) / 1_000_000 + 1) : 1000;
		}

	}

	private record Delayed(long dueNanos, long number, byte[] datagram) {
	}

}
