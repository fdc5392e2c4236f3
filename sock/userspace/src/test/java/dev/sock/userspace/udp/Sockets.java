package dev.sock.userspace.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.sock.SctpAddress;

/**
 * Plain UDP sockets and addresses for tests.
 */
final class Sockets {

	static final SctpAddress LOOPBACK = address("127.0.0.1");

	static final SctpAddress SECOND_LOOPBACK = address("127.0.0.2");

	static final SctpAddress LOOPBACK_IPV6 = address("::1");

	/** Long enough for a busy machine; no test waits for it when all is well. */
	static final int PATIENCE_MILLIS = 10_000;

	private Sockets() {
	}

	static SctpAddress address(String literal) {
		return Objects.requireNonNull(SctpAddress.parse(literal));
	}

	static DatagramSocket open(SctpAddress address, int port) {
		try {
			DatagramSocket socket = new DatagramSocket(null);
			socket.setReuseAddress(false);
			socket.setReceiveBufferSize(1 << 20);
			socket.setSoTimeout(PATIENCE_MILLIS);
			socket.bind(new InetSocketAddress(address.toInetAddress(), port));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] receive(DatagramSocket socket) {
		DatagramPacket packet = receivePacket(socket);
		return Arrays.copyOf(packet.getData(), packet.getLength());
	}

	static DatagramPacket receivePacket(DatagramSocket socket) {
		try {
			DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
			socket.receive(packet);
			return packet;
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("No datagram came", ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<byte[]> receive(DatagramSocket socket, int count) {
		List<byte[]> packets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			packets.add(receive(socket));
		}
		return packets;
	}

	static void send(DatagramSocket from, byte[] bytes, SctpAddress to, int port) {
		try {
			from.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(to.toInetAddress(), port)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns a packet of the given size to an SCTP port, the rest of which tells its
	 * number.
	 */
	static byte[] packet(int destinationPort, int size, int number) {
		ByteBuffer packet = ByteBuffer.allocate(size);
		while (packet.remaining() >= 4) {
			packet.putInt(number);
		}
		packet.putShort(2, (short) destinationPort);
		return packet.array();
	}

}
