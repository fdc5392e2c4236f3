package dev.sock.userspace.udp;

import java.net.InetSocketAddress;

import dev.sock.SctpAddress;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import org.slf4j.event.Level;

/**
 * Where a socket sends to: the socket address, made once, and whether the kernel can cut
 * up batches on the way there.
 */
final class Destination implements ChannelFutureListener {

	private final UdpSocket socket;

	private final SctpAddress address;

	private final int port;

	private final InetSocketAddress socketAddress;

	private boolean segmentation;

	Destination(UdpSocket socket, SctpAddress address, int port, boolean segmentation) {
		this.socket = socket;
		this.address = address;
		this.port = port;
		this.socketAddress = new InetSocketAddress(address.toInetAddress(), port);
		this.segmentation = segmentation;
	}

	UdpSocket socket() {
		return this.socket;
	}

	InetSocketAddress socketAddress() {
		return this.socketAddress;
	}

	boolean segmentation() {
		return this.segmentation;
	}

	boolean matches(SctpAddress source, SctpAddress destination, int remoteUdpPort) {
		return this.port == remoteUdpPort && this.address.equals(destination) && this.socket.address().equals(source);
	}

	/**
	 * Hears how a batch that the kernel had to cut up has left. The kernel refuses it
	 * with EIO where the device computes no checksums, and with EINVAL where a packet
	 * would not fit the device.
	 * @param future the write
	 */
	@Override
	public void operationComplete(ChannelFuture future) {
		Throwable cause = future.cause();
		if (cause == null) {
			return;
		}
		if (this.segmentation && SocketErrors.isSegmentationRefused(cause)) {
			this.segmentation = false;
			this.socket.faults()
				.report(Level.INFO, "segmentation", () -> "UDP_SEGMENT does not work from " + this.socket.address()
						+ " to " + this.address + "; packets are sent one by one", cause);
			return;
		}
		this.socket.sendFailed(cause);
	}

}
