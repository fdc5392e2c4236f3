package dev.sock.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

import dev.sock.SctpAddress;

/**
 * A peer of raw packets in UDP (RFC 6951), which says what no transport has to say by
 * itself. It calls an endpoint, and from then on sends what a test wants and is otherwise
 * silent.
 */
public final class UdpPeer implements AutoCloseable {

	/** Chunk types of RFC 9260 §3.2. */
	private static final int INIT = 1;

	private static final int INIT_ACK = 2;

	private static final int ERROR = 9;

	private static final int COOKIE_ECHO = 10;

	private static final int COOKIE_ACK = 11;

	private static final int STATE_COOKIE = 7;

	private static final int ADAPTATION_INDICATION = 0xc006;

	private static final int WINDOW = 100_000;

	private static final int STREAMS = 10;

	private static final int HEADER = 12;

	/** A packet may be lost, when the UDP port has just been opened for example. */
	private static final int ANSWER_MILLIS = 500;

	private static final int TRANSMISSIONS = 20;

	private final DatagramSocket socket;

	private final InetSocketAddress server;

	private final int serverPort;

	private final int port = ThreadLocalRandom.current().nextInt(1024, 65_536);

	private int serverTag;

	private UdpPeer(DatagramSocket socket, InetSocketAddress server, int serverPort) {
		this.socket = socket;
		this.server = server;
		this.serverPort = serverPort;
	}

	/**
	 * Calls an endpoint and waits until it says that the association is established.
	 * @param address address of the endpoint
	 * @param udpPort its UDP port
	 * @param port its SCTP port
	 * @param parameters of the INIT, beside the fixed ones
	 * @return the peer
	 */
	static UdpPeer call(SctpAddress address, int udpPort, int port, byte[]... parameters) {
		try {
			DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address.toInetAddress(), 0));
			socket.setSoTimeout(ANSWER_MILLIS);
			UdpPeer peer = new UdpPeer(socket, new InetSocketAddress(address.toInetAddress(), udpPort), port);
			peer.establish(parameters);
			return peer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The parameter by which the adaptation layer is stated (RFC 5061 §4.2.6). */
	static byte[] adaptationIndication(long indication) {
		return parameter(ADAPTATION_INDICATION, ByteBuffer.allocate(4).putInt((int) indication).array());
	}

	private void establish(byte[][] parameters) throws IOException {
		int tag = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
		ByteBuffer init = ByteBuffer.allocate(1000);
		init.putInt(tag).putInt(WINDOW).putShort((short) STREAMS).putShort((short) STREAMS).putInt(tag);
		for (byte[] parameter : parameters) {
			init.put(parameter);
		}
		ByteBuffer answer = ask(chunk(INIT, Arrays.copyOf(init.array(), init.position())), INIT_ACK);
		this.serverTag = answer.getInt(4);
		ask(chunk(COOKIE_ECHO, cookie(answer)), COOKIE_ACK);
	}

	/** Sends a chunk until it is answered, and returns the answer. */
	private ByteBuffer ask(byte[] chunk, int answer) throws IOException {
		for (int i = 1; i < TRANSMISSIONS; i++) {
			send(chunk);
			try {
				return await(answer);
			}
			catch (SocketTimeoutException ex) {
				// Again.
			}
		}
		send(chunk);
		return await(answer);
	}

	private static byte[] cookie(ByteBuffer initAck) throws IOException {
		int at = 20;
		while (at + 4 <= initAck.limit()) {
			int length = initAck.getShort(at + 2) & 0xffff;
			if ((initAck.getShort(at) & 0xffff) == STATE_COOKIE) {
				byte[] cookie = new byte[length - 4];
				initAck.get(at + 4, cookie);
				return cookie;
			}
			at += padded(length);
		}
		throw new IOException("The INIT ACK has no state cookie");
	}

	/**
	 * Reports an error, as an ERROR chunk with one cause.
	 * @param cause cause code (RFC 9260 §3.3.10)
	 * @param value what the cause consists of
	 */
	void reportError(int cause, byte[] value) {
		try {
			send(chunk(ERROR, parameter(cause, value)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] parameter(int type, byte[] value) {
		return ByteBuffer.allocate(padded(4 + value.length))
			.putShort((short) type)
			.putShort((short) (4 + value.length))
			.put(value)
			.array();
	}

	private static byte[] chunk(int type, byte[] value) {
		return ByteBuffer.allocate(padded(4 + value.length))
			.put((byte) type)
			.put((byte) 0)
			.putShort((short) (4 + value.length))
			.put(value)
			.array();
	}

	private static int padded(int length) {
		return (length + 3) & ~3;
	}

	private void send(byte[] chunk) throws IOException {
		ByteBuffer packet = ByteBuffer.allocate(HEADER + chunk.length);
		packet.putShort((short) this.port).putShort((short) this.serverPort).putInt(this.serverTag).putInt(0);
		packet.put(chunk);
		CRC32C checksum = new CRC32C();
		checksum.update(packet.array());
		// RFC 9260 Appendix A: the bytes of the CRC go from the least significant on.
		packet.putInt(8, Integer.reverseBytes((int) checksum.getValue()));
		this.socket.send(new DatagramPacket(packet.array(), packet.capacity(), this.server));
	}

	/** Waits for a packet whose first chunk is of a type, and returns that chunk. */
	private ByteBuffer await(int type) throws IOException {
		DatagramPacket datagram = new DatagramPacket(new byte[2000], 2000);
		while (true) {
			this.socket.receive(datagram);
			ByteBuffer packet = ByteBuffer.wrap(datagram.getData(), HEADER, datagram.getLength() - HEADER).slice();
			if ((packet.get(0) & 0xff) == type) {
				return packet.limit(packet.getShort(2) & 0xffff);
			}
		}
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
