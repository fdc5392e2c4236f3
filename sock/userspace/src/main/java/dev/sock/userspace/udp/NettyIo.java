package dev.sock.userspace.udp;

import java.net.InetSocketAddress;

import dev.sock.SctpAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * Opens event loops and sockets: epoll where there is one, NIO elsewhere.
 */
final class NettyIo {

	/** The socket option of linux/in.h, and its value that clears DF. */
	private static final IntegerUnixChannelOption IP_MTU_DISCOVER = new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0,
			10);

	private static final IntegerUnixChannelOption IPV6_MTU_DISCOVER = new IntegerUnixChannelOption("IPV6_MTU_DISCOVER",
			41, 23);

	private static final int PMTUDISC_DONT = 0;

	/** Asked for; the system grants what it allows. */
	private static final int SOCKET_BUFFER = 4 << 20;

	private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

	/** A datagram of 1,472 bytes takes 2,304 of a Linux socket's buffer. */
	private static final long PAYLOAD_PART = 1472;

	private static final long BUFFER_PART = 2304;

	private static final int MIN_RECEIVE_WINDOW = 64 * 1024;

	private final boolean epoll;

	NettyIo() {
		this(Epoll.isAvailable());
	}

	NettyIo(boolean epoll) {
		this.epoll = epoll;
	}

	boolean epoll() {
		return this.epoll;
	}

	/**
	 * Returns whether the kernel cuts up batches (UDP_SEGMENT).
	 * @return whether segmented datagrams can be written
	 */
	boolean segmentation() {
		return this.epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
	}

	EventLoopGroup newLoop() {
		return new MultiThreadIoEventLoopGroup(1, LoopThread::new,
				this.epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
	}

	/**
	 * Begins to open a socket.
	 * @param loop its event loop
	 * @param address local address, not a wildcard
	 * @param port UDP port, or 0 for a free one
	 * @param ip what it writes into IP headers
	 * @param buffer receives
	 * @param handler hears of packets
	 * @return the opening
	 */
	ChannelFuture open(EventLoopGroup loop, SctpAddress address, int port, IpHeader ip, ReceiveBuffer buffer,
			ChannelHandler handler) {
		return new Bootstrap().group(loop)
			.channelFactory(() -> newChannel(address, ip))
			.option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
			.option(ChannelOption.RECVBUF_ALLOCATOR, buffer)
			.option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
			.option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
			.option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
			.handler(handler)
			.bind(new InetSocketAddress(address.toInetAddress(), port));
	}

	private Channel newChannel(SctpAddress address, IpHeader ip) {
		SocketProtocolFamily family = address.isIpv4() ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
		Channel channel = this.epoll ? newEpollChannel(address, family) : new NioDatagramChannel(family);
		IpHeaderOptions.set(channel, address, ip);
		return channel;
	}

	private static EpollDatagramChannel newEpollChannel(SctpAddress address, SocketProtocolFamily family) {
		EpollDatagramChannel channel = new EpollDatagramChannel(family);
		try {
			channel.config().setUdpGro(true);
		}
		catch (RuntimeException ex) {
			// Linux before 5.0: every datagram is read by itself.
			FaultLog.logger.debug("No UDP_GRO", ex);
		}
		allowFragmentation(channel, address);
		return channel;
	}

	/**
	 * Lets IP fragment a packet that turns out larger than its path takes: a DATA chunk
	 * keeps its size once it has a TSN (RFC 9260 §6.9), and an ICMP message may never
	 * come.
	 */
	private static void allowFragmentation(EpollDatagramChannel channel, SctpAddress address) {
		try {
			channel.config().setOption(address.isIpv4() ? IP_MTU_DISCOVER : IPV6_MTU_DISCOVER, PMTUDISC_DONT);
		}
		catch (RuntimeException ex) {
			FaultLog.logger.debug("Path MTU discovery by ICMP cannot be switched off", ex);
		}
	}

	/**
	 * Returns the most that peers may be offered as a receive window, so that what they
	 * send at once fits the socket's buffer: the share of the buffer that is payload when
	 * full-sized datagrams fill it, at least 64 KiB.
	 * @param channel an open socket
	 * @return bytes
	 */
	int maxReceiveWindow(Channel channel) {
		Integer granted = channel.config().getOption(ChannelOption.SO_RCVBUF);
		long buffer = (granted != null) ? granted : 0;
		if (!this.epoll && System.getProperty("os.name", "").startsWith("Linux")) {
			// Linux grants the double for its own overhead, which the JDK halves again.
			buffer *= 2;
		}
		return maxReceiveWindow(buffer);
	}

	static int maxReceiveWindow(long buffer) {
		return (int) Math.min(Integer.MAX_VALUE, Math.max(MIN_RECEIVE_WINDOW, buffer * PAYLOAD_PART / BUFFER_PART));
	}

	/**
	 * Thread of an event loop: no blocking call of ours is allowed on it.
	 */
	static final class LoopThread extends FastThreadLocalThread {

		LoopThread(Runnable task) {
			super(task, "sock-udp");
			setDaemon(true);
		}

		static boolean isCurrent() {
			return Thread.currentThread() instanceof LoopThread;
		}

	}

}
