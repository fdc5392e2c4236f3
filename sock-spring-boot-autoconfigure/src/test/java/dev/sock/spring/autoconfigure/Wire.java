package dev.sock.spring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What lies between a client and a server that speak SCTP in UDP (RFC 6951): passes on
 * their packets, or loses all of them, and keeps what the client has sent.
 */
final class Wire implements AutoCloseable {

	private static final int COMMON_HEADER = 12;

	private static final int CHUNK_HEADER = 4;

	private final InetSocketAddress server;

	private final DatagramSocket socket;

	private final List<byte[]> fromClient = new CopyOnWriteArrayList<>();

	private volatile boolean cut;

	/** Whoever is not the server. */
	private InetSocketAddress client;

	Wire(int serverPort) {
		this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
		try {
			this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::pass, "wire");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/** Loses everything from now on. */
	void cut() {
		this.cut = true;
	}

	void restore() {
		this.cut = false;
	}

	private void pass() {
		DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
		while (!this.socket.isClosed()) {
			try {
				packet.setLength(65_536);
				this.socket.receive(packet);
				pass(packet);
			}
			catch (IOException ex) {
				// The other side is not there, or this is closed.
			}
		}
	}

	private void pass(DatagramPacket packet) throws IOException {
		if (packet.getSocketAddress().equals(this.server)) {
			packet.setSocketAddress(this.client);
		}
		else {
			this.client = (InetSocketAddress) packet.getSocketAddress();
			this.fromClient.add(ByteBuffer.allocate(packet.getLength())
				.put(packet.getData(), packet.getOffset(), packet.getLength())
				.array());
			packet.setSocketAddress(this.server);
		}
		if (!this.cut) {
			this.socket.send(packet);
		}
	}

	/**
	 * Returns the chunks of a type that the client has sent so far, with their headers
	 * (RFC 9260 §3.2).
	 */
	List<ByteBuffer> chunks(int type) {
		List<ByteBuffer> chunks = new ArrayList<>();
		for (byte[] packet : this.fromClient) {
			int offset = COMMON_HEADER;
			while (offset + CHUNK_HEADER <= packet.length) {
				ByteBuffer rest = ByteBuffer.wrap(packet, offset, packet.length - offset).slice();
				int length = Short.toUnsignedInt(rest.getShort(2));
				if (Byte.toUnsignedInt(rest.get(0)) == type) {
					chunks.add(rest.limit(length));
				}
				offset += Math.max(CHUNK_HEADER, (length + 3) & ~3);
			}
		}
		return chunks;
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
