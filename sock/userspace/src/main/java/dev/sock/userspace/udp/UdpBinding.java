package dev.sock.userspace.udp;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpOptionException;
import dev.sock.spi.LoopResult;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;

/**
 * An event loop and the sockets of one UDP port, one for each local address, which the
 * endpoints of that port share. Opened, extended and closed by the control thread only.
 */
final class UdpBinding {

	private static final int FREE_PORT_ATTEMPTS = 32;

	private static final long LOOP_END_MILLIS = 1000;

	private static final long LOOP_ANSWER_MILLIS = 10_000;

	private final NettyIo io;

	private final String owner;

	private final IpHeader ip;

	private final EventLoopGroup loop;

	private final LoopDriver driver;

	private final LoopDriver.Driven strays;

	private final BatchSink sink;

	private final ReceiveBuffer receiveBuffer = new ReceiveBuffer(PooledByteBufAllocator.DEFAULT);

	private final RouteSources sources;

	private final SecureRandom random = new SecureRandom();

	/** Changed by the control thread; the loop reads. */
	private final Map<SctpAddress, UdpSocket> sockets = new ConcurrentHashMap<>();

	private int maxReceiveWindow = Integer.MAX_VALUE;

	private int port;

	private boolean closed;

	private UdpBinding(NettyIo io, GsoMode gso, String owner, IpHeader ip) {
		this.io = io;
		this.owner = owner;
		this.ip = ip;
		this.loop = io.newLoop();
		this.sink = new BatchSink(PooledByteBufAllocator.DEFAULT, gso, this.sockets);
		this.driver = new LoopDriver(this.loop.next(), this.sink);
		this.strays = this.driver.add(new StrayEngine());
		this.sources = new RouteSources(this.sockets::containsKey);
	}

	/**
	 * Opens a binding.
	 * @param io opens sockets
	 * @param gso when to use UDP_SEGMENT
	 * @param owner name of the endpoint that it is opened for
	 * @param ip what its sockets write into IP headers
	 * @param port UDP port, 0 for one that is free on every address
	 * @param addresses local addresses
	 * @param optional those of them that may be missing, if one is left
	 * @return the binding
	 * @throws BindFailure if an address cannot be bound
	 */
	static UdpBinding open(NettyIo io, GsoMode gso, String owner, IpHeader ip, int port,
			Collection<SctpAddress> addresses, Set<SctpAddress> optional) throws BindFailure {
		UdpBinding binding = new UdpBinding(io, gso, owner, ip);
		try {
			binding.openFirst(port, addresses, optional);
			int opened = binding.port;
			binding.loop.execute(() -> Thread.currentThread().setName("sock-udp-" + opened));
			return binding;
		}
		catch (BindFailure | RuntimeException ex) {
			binding.close();
			throw ex;
		}
	}

	private void openFirst(int wanted, Collection<SctpAddress> addresses, Set<SctpAddress> optional)
			throws BindFailure {
		for (int attempt = 1;; attempt++) {
			this.port = wanted;
			try {
				bind(addresses, optional);
				return;
			}
			catch (BindFailure ex) {
				// Free on one address, taken on another: draw again.
				if (wanted != 0 || ex.reason() != Reason.UDP_PORT_IN_USE || attempt == FREE_PORT_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Opens sockets on those addresses that have none yet; all or none.
	 * @param addresses local addresses
	 * @param optional those of them that may be missing, if one is left
	 * @return the addresses that have a socket now
	 * @throws BindFailure if an address cannot be bound
	 */
	List<SctpAddress> bind(Collection<SctpAddress> addresses, Set<SctpAddress> optional) throws BindFailure {
		List<SctpAddress> bound = new ArrayList<>();
		List<UdpSocket> opened = new ArrayList<>();
		BindFailure missing = null;
		for (SctpAddress address : addresses) {
			UdpSocket known = this.sockets.get(address);
			if (known == null || !known.isOpen()) {
				UdpSocket socket = new UdpSocket(address, this.driver, this.strays, this.io.segmentation());
				BindFailure failure = open(socket);
				if (failure != null && failure.reason() == Reason.ADDRESS_NOT_LOCAL && optional.contains(address)) {
					missing = failure;
					continue;
				}
				if (failure != null) {
					closeAll(opened);
					throw failure;
				}
				opened.add(socket);
			}
			bound.add(address);
		}
		if (bound.isEmpty() && missing != null) {
			throw missing;
		}
		return bound;
	}

	private @Nullable BindFailure open(UdpSocket socket) {
		ChannelFuture opening = this.io
			.open(this.loop, socket.address(), this.port, this.ip, this.receiveBuffer, socket)
			.awaitUninterruptibly();
		Throwable cause = opening.cause();
		if (cause instanceof SctpOptionException refused) {
			throw refused;
		}
		if (cause != null) {
			return new BindFailure(socket.address(), this.port, cause);
		}
		this.port = ((InetSocketAddress) opening.channel().localAddress()).getPort();
		this.maxReceiveWindow = Math.min(this.maxReceiveWindow, this.io.maxReceiveWindow(opening.channel()));
		this.sockets.put(socket.address(), socket);
		return null;
	}

	/**
	 * Closes sockets that no endpoint uses, such as those of an endpoint that could not
	 * be opened in the end.
	 */
	void closeUnused() {
		List<UdpSocket> unused = onLoop(() -> this.sockets.values().stream().filter(UdpSocket::isUnused).toList());
		closeAll(unused);
	}

	private void closeAll(Collection<UdpSocket> closing) {
		for (UdpSocket socket : List.copyOf(closing)) {
			this.sockets.remove(socket.address(), socket);
			socket.close().awaitUninterruptibly(LOOP_END_MILLIS);
		}
	}

	/**
	 * Lets an endpoint's engine have the packets to its port.
	 * @param addresses addresses with a socket
	 * @param sctpPort its SCTP port
	 * @param engine the engine
	 */
	void register(Collection<SctpAddress> addresses, int sctpPort, LoopDriver.Driven engine) {
		onLoop(() -> {
			for (SctpAddress address : addresses) {
				UdpSocket socket = this.sockets.get(address);
				if (socket != null) {
					socket.register(sctpPort, engine);
				}
			}
			return true;
		});
	}

	/**
	 * Takes addresses away from an endpoint and closes sockets that nobody uses any more.
	 * @param addresses addresses that it had
	 * @param sctpPort its SCTP port
	 * @param engine its engine
	 */
	void unregister(Collection<SctpAddress> addresses, int sctpPort, LoopDriver.Driven engine) {
		Set<UdpSocket> unused = onLoop(() -> {
			Set<UdpSocket> found = new HashSet<>();
			for (SctpAddress address : addresses) {
				UdpSocket socket = this.sockets.get(address);
				if (socket != null && socket.unregister(sctpPort, engine)) {
					found.add(socket);
				}
			}
			return found;
		});
		closeAll(unused);
		// What waited for a closed socket must not wait for ever.
		this.driver.submit((now) -> this.driver.writable());
	}

	/**
	 * Does something on the loop, within a batch, and waits for it. Not on the loop.
	 * @param <T> type of the result
	 * @param task what to do
	 * @return its result
	 */
	<T> T onLoop(Supplier<T> task) {
		return onLoopAt((now) -> task.get());
	}

	<T> T onLoopAt(LongFunction<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		this.driver.submit((now) -> {
			try {
				result.complete(task.apply(now));
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		});
		return LoopResult.await(result, LOOP_ANSWER_MILLIS);
	}

	/**
	 * Returns the endpoint that it was opened for.
	 * @return its name
	 */
	String owner() {
		return this.owner;
	}

	/**
	 * Returns what its sockets were told to write into IP headers.
	 * @return the values
	 */
	IpHeader ip() {
		return this.ip;
	}

	/**
	 * Returns what its sockets write into IP headers, as the system tells it.
	 * @return the values, as far as they were set
	 */
	IpHeader ipInForce() {
		return this.sockets.values()
			.stream()
			.filter(UdpSocket::isOpen)
			.findFirst()
			.map((socket) -> socket.ipInForce(this.ip))
			.orElse(this.ip);
	}

	LoopDriver driver() {
		return this.driver;
	}

	SecureRandom random() {
		return this.random;
	}

	RouteSources sources() {
		return this.sources;
	}

	int port() {
		return this.port;
	}

	int maxReceiveWindow() {
		return this.maxReceiveWindow;
	}

	/**
	 * Returns the socket of an address, for tests.
	 * @param address a local address
	 * @return the socket
	 */
	@Nullable UdpSocket socket(SctpAddress address) {
		return this.sockets.get(address);
	}

	/**
	 * Closes the sockets, ends the loop and frees the buffers. Not on the loop; harmless
	 * when repeated.
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		closeAll(this.sockets.values());
		this.loop.execute(this.sink::release);
		this.loop.shutdownGracefully(0, LOOP_END_MILLIS, TimeUnit.MILLISECONDS);
		if (this.loop.terminationFuture().awaitUninterruptibly(2 * LOOP_END_MILLIS)) {
			this.receiveBuffer.release();
			this.driver.drainAfterEnd();
		}
		else {
			this.loop.terminationFuture().addListener((end) -> {
				this.receiveBuffer.release();
				this.driver.drainAfterEnd();
			});
		}
	}

}
