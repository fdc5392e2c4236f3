package dev.sock.userspace.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.contract.TransportFixture;

/**
 * Relays UDP datagrams between an endpoint and one peer at a time, on the same IP
 * addresses but other UDP ports, so that both sides see each other under the addresses
 * that they have and several paths stay several. Needs no privileges.
 */
final class UdpLink implements TransportFixture.Link, AutoCloseable {

	private static final int TRIES = 20;

	private final Selector selector;

	/** What the peer sends to, by address, all on one UDP port. */
	private final Map<InetAddress, DatagramChannel> fronts;

	/** What the endpoint sees the peer's packets come from, all on one UDP port. */
	private final Map<InetAddress, DatagramChannel> rears;

	private final Set<InetAddress> cut = ConcurrentHashMap.newKeySet();

	private final ConnectOptions options;

	private final int serverPort;

	private final Thread thread;

	/** UDP port that the peer sent from last. Guarded by the cuts. */
	private int peerPort;

	UdpLink(Collection<SctpAddress> addresses, int serverPort, IntFunction<ConnectOptions> options) {
		List<InetAddress> all = addresses.stream().map(SctpAddress::toInetAddress).toList();
		this.serverPort = serverPort;
		try {
			this.selector = Selector.open();
			this.fronts = bind(all);
			this.rears = bind(all);
			register(this.fronts, true);
			register(this.rears, false);
			InetSocketAddress front = (InetSocketAddress) this.fronts.get(all.get(0)).getLocalAddress();
			this.options = options.apply(front.getPort());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread = new Thread(this::relay, "udp-link");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private static Map<InetAddress, DatagramChannel> bind(List<InetAddress> addresses) throws IOException {
		for (int i = 1;; i++) {
			Map<InetAddress, DatagramChannel> channels = new HashMap<>();
			try {
				int port = 0;
				for (InetAddress address : addresses) {
					DatagramChannel channel = DatagramChannel.open();
					channels.put(address, channel);
					channel.configureBlocking(false);
					channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
					channel.bind(new InetSocketAddress(address, port));
					port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
				}
				return channels;
			}
			catch (BindException ex) {
				// The port is free on one address, not on another: try the next.
				close(channels);
				if (i == TRIES) {
					throw ex;
				}
			}
		}
	}

	private void register(Map<InetAddress, DatagramChannel> channels, boolean front) throws IOException {
		for (Map.Entry<InetAddress, DatagramChannel> entry : channels.entrySet()) {
			entry.getValue().register(this.selector, SelectionKey.OP_READ, new Side(entry.getKey(), front));
		}
	}

	@Override
	public ConnectOptions options() {
		return this.options;
	}

	@Override
	public TransportFixture.PathCut cut(SctpAddress address) {
		InetAddress where = address.toInetAddress();
		this.cut.add(where);
		return () -> restore(where);
	}

	/** What was sent before is lost, though the relay may not have come to it yet. */
	private void restore(InetAddress address) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
		synchronized (this.cut) {
			try {
				for (SelectionKey key : this.selector.keys()) {
					passOn((DatagramChannel) key.channel(), (Side) key.attachment(), buffer);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.cut.remove(address);
		}
	}

	private void relay() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
		try {
			while (this.selector.isOpen()) {
				this.selector.select((key) -> {
					try {
						synchronized (this.cut) {
							passOn((DatagramChannel) key.channel(), (Side) key.attachment(), buffer);
						}
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				});
			}
		}
		catch (ClosedSelectorException ex) {
			// closed
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void passOn(DatagramChannel in, Side side, ByteBuffer buffer) throws IOException {
		buffer.clear();
		for (InetSocketAddress from = (InetSocketAddress) in
			.receive(buffer); from != null; from = (InetSocketAddress) in.receive(buffer.clear())) {
			if (side.front) {
				this.peerPort = from.getPort();
			}
			// Out by the address that it came from, so that the other side sees it come
			// from there.
			DatagramChannel out = (side.front ? this.rears : this.fronts).get(from.getAddress());
			boolean lost = this.cut.contains(side.address) || this.cut.contains(from.getAddress());
			if (!lost && out != null) {
				int port = side.front ? this.serverPort : this.peerPort;
				send(out, buffer.flip(), new InetSocketAddress(side.address, port));
			}
		}
	}

	private static void send(DatagramChannel out, ByteBuffer datagram, InetSocketAddress to) {
		try {
			out.send(datagram, to);
		}
		catch (IOException ex) {
			// Lost, as on any network.
		}
	}

	@Override
	public void close() {
		try {
			this.selector.close();
			this.thread.join(5000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close(this.fronts);
		close(this.rears);
	}

	private static void close(Map<InetAddress, DatagramChannel> channels) {
		channels.values().forEach((channel) -> {
			try {
				channel.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * What a channel of the link stands for.
	 *
	 * @param address the address that it has
	 * @param front whether the peer sends to it
	 */
	private record Side(InetAddress address, boolean front) {
	}

}
