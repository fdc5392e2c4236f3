package dev.sock.userspace.udp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.Map;

import dev.sock.SctpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The socket of one local address. Gives each packet to the engine of the endpoint that
 * has its SCTP port; a packet to a port that nobody has is counted and answered as one
 * out of the blue. Used on the event loop only, where nothing else is said.
 */
final class UdpSocket extends ChannelInboundHandlerAdapter {

	private static final int COMMON_HEADER_LENGTH = 12;

	/** A power of two. */
	private static final int SENDER_CACHE_SIZE = 1024;

	private static final int MAX_DESTINATIONS = 16384;

	private final SctpAddress address;

	private final LoopDriver driver;

	private final LoopDriver.Driven strays;

	private final boolean segmentation;

	private final FaultLog faults = new FaultLog();

	private final IntObjectMap<LoopDriver.Driven> ports = new IntObjectHashMap<>();

	private final Map<DestinationKey, Destination> destinations = new HashMap<>();

	private final DestinationKey destinationProbe = new DestinationKey();

	private final Sender[] senders = new Sender[SENDER_CACHE_SIZE];

	private @Nullable Sender lastSender;

	private @Nullable Channel channel;

	private boolean writtenTo;

	private long unknownPorts;

	private long unreadable;

	private long failedSends;

	/**
	 * Creates the handler of a channel.
	 * @param address local address
	 * @param driver drives the engines
	 * @param strays takes packets to ports that no engine has
	 * @param segmentation whether the channel can have batches cut up by the kernel
	 */
	UdpSocket(SctpAddress address, LoopDriver driver, LoopDriver.Driven strays, boolean segmentation) {
		this.address = address;
		this.driver = driver;
		this.strays = strays;
		this.segmentation = segmentation;
	}

	SctpAddress address() {
		return this.address;
	}

	FaultLog faults() {
		return this.faults;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.channel = ctx.channel();
	}

	/**
	 * Gives the packets to an SCTP port to an engine.
	 * @param port the SCTP port
	 * @param engine the engine
	 */
	void register(int port, LoopDriver.Driven engine) {
		this.ports.put(port, engine);
	}

	/**
	 * Takes a port away from an engine.
	 * @param port the SCTP port
	 * @param engine the engine, which may not have it
	 * @return whether no engine is left
	 */
	boolean unregister(int port, LoopDriver.Driven engine) {
		if (this.ports.get(port) == engine) {
			this.ports.remove(port);
		}
		return this.ports.isEmpty();
	}

	boolean isUnused() {
		return this.ports.isEmpty();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		DatagramPacket datagram = (DatagramPacket) message;
		try {
			received(datagram.content(), datagram.sender());
		}
		finally {
			datagram.release();
		}
	}

	private void received(ByteBuf content, InetSocketAddress sender) {
		if (content.readableBytes() < COMMON_HEADER_LENGTH || sender.getPort() == 0) {
			this.unreadable++;
			return;
		}
		LoopDriver.Driven engine = this.ports.get(content.getUnsignedShort(content.readerIndex() + 2));
		if (engine == null) {
			this.unknownPorts++;
			engine = this.strays;
		}
		this.driver.packet(engine, view(content), this.address, sender(sender.getAddress()), sender.getPort());
	}

	/**
	 * Returns the readable bytes as a buffer, without an object for each packet where
	 * Netty has a cached one.
	 */
	private static ByteBuffer view(ByteBuf content) {
		ByteBuf root = content.unwrap();
		ByteBuffer view;
		if (root != null && content.hasMemoryAddress() && root.hasMemoryAddress()) {
			long offset = content.memoryAddress() - root.memoryAddress() + content.readerIndex();
			view = root.internalNioBuffer((int) offset, content.readableBytes());
		}
		else {
			view = content.internalNioBuffer(content.readerIndex(), content.readableBytes());
		}
		return view.order(ByteOrder.BIG_ENDIAN);
	}

	private SctpAddress sender(InetAddress inet) {
		Sender last = this.lastSender;
		// Inet6Address takes two link-local addresses for one, but here both are of this
		// socket's link.
		if (last != null && last.inet.equals(inet)) {
			return last.address;
		}
		int hash = inet.hashCode() * 0x9E3779B9;
		int slot = (hash >>> 16) & (SENDER_CACHE_SIZE - 1);
		Sender known = this.senders[slot];
		if (known == null || !known.inet.equals(inet)) {
			known = new Sender(inet, SctpAddress.of(inet));
			this.senders[slot] = known;
		}
		this.lastSender = known;
		return known.address;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.driver.readComplete();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (ctx.channel().isWritable()) {
			this.driver.writable();
		}
	}

	/**
	 * Hears of failed reads and of failed plain writes. UDP tells of an unreachable peer
	 * here, which is no reason to close anything.
	 */
	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		sendFailed(cause);
	}

	void sendFailed(Throwable cause) {
		this.failedSends++;
		// What a socket that is being closed had left is no fault.
		Level level = (cause instanceof ClosedChannelException) ? Level.DEBUG : Level.WARN;
		this.faults.report(level, SocketErrors.kind(cause),
				() -> "The UDP socket of " + this.address + " failed: " + cause, cause);
	}

	/**
	 * Returns the cached form of a destination.
	 * @param destination the address
	 * @param port the UDP port
	 * @return the destination
	 */
	Destination destination(SctpAddress destination, int port) {
		Destination known = this.destinations.get(this.destinationProbe.set(destination, port));
		if (known == null) {
			if (this.destinations.size() >= MAX_DESTINATIONS) {
				this.destinations.clear();
			}
			known = new Destination(this, destination, port, this.segmentation);
			this.destinations.put(new DestinationKey().set(destination, port), known);
		}
		return known;
	}

	IpHeader ipInForce(IpHeader set) {
		return IpHeaderOptions.read(channel(), this.address, set);
	}

	boolean isOpen() {
		return channel().isOpen();
	}

	boolean isWritable() {
		return channel().isWritable();
	}

	/**
	 * Writes a packet; {@link #exceptionCaught} hears if it fails.
	 * @param packet the packet
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void write(DatagramPacket packet) {
		Channel target = channel();
		target.write(packet, target.voidPromise());
	}

	void writeSegmented(SegmentedDatagramPacket packet, Destination destination) {
		channel().write(packet).addListener(destination);
	}

	/**
	 * Notes that something was written.
	 * @return whether it is the first since the last flush
	 */
	boolean markWritten() {
		boolean first = !this.writtenTo;
		this.writtenTo = true;
		return first;
	}

	void flush() {
		this.writtenTo = false;
		channel().flush();
	}

	/**
	 * Closes the socket. Safe for every thread.
	 * @return the closing
	 */
	ChannelFuture close() {
		return channel().close();
	}

	/**
	 * Returns how many packets came to an SCTP port that nobody has.
	 * @return the number
	 */
	long unknownPorts() {
		return this.unknownPorts;
	}

	long unreadable() {
		return this.unreadable;
	}

	long failedSends() {
		return this.failedSends;
	}

	private Channel channel() {
		Channel known = this.channel;
		if (known == null) {
			throw new IllegalStateException("The socket of " + this.address + " is not open");
		}
		return known;
	}

	private record Sender(InetAddress inet, SctpAddress address) {
	}

	private static final class DestinationKey {

		private @Nullable SctpAddress address;

		private int port;

		DestinationKey set(SctpAddress address, int port) {
			this.address = address;
			this.port = port;
			return this;
		}

		@Override
		public boolean equals(@Nullable Object obj) {
			return obj instanceof DestinationKey other && this.port == other.port && this.address != null
					&& this.address.equals(other.address);
		}

		@Override
		public int hashCode() {
			return ((this.address != null) ? this.address.hashCode() : 0) * 31 + this.port;
		}

	}

}
