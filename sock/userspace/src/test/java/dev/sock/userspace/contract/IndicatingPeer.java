package dev.sock.userspace.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.AdaptationIndicationParameter;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.CookieEchoChunk;
import dev.sock.userspace.engine.packet.InitAckChunk;
import dev.sock.userspace.engine.packet.InitChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.packet.StateCookieParameter;

/**
 * A peer of raw packets that states an adaptation layer indication, which the API does
 * not send. It is established and then silent.
 */
final class IndicatingPeer {

	private static final int PORT = 30401;

	private static final int ANSWER_MILLIS = 10_000;

	private final DatagramSocket socket;

	private final InetSocketAddress server;

	private final int serverPort;

	private IndicatingPeer(DatagramSocket socket, InetSocketAddress server, int serverPort) {
		this.socket = socket;
		this.server = server;
		this.serverPort = serverPort;
	}

	static void call(SctpAddress address, int udpPort, int port, long indication) {
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address.toInetAddress(), 0))) {
			socket.setSoTimeout(ANSWER_MILLIS);
			new IndicatingPeer(socket, new InetSocketAddress(address.toInetAddress(), udpPort), port)
				.establish((int) indication);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void establish(int indication) throws IOException {
		int tag = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
		send(0, new InitChunk(tag, 100_000, 10, 10, tag, List.of(new AdaptationIndicationParameter(indication))));
		InitAckChunk answer = InitAckChunk.decode(receive(ChunkType.INIT_ACK));
		StateCookieParameter cookie = answer.parameters()
			.stream()
			.filter(StateCookieParameter.class::isInstance)
			.map(StateCookieParameter.class::cast)
			.findFirst()
			.orElseThrow();
		send(answer.initiateTag(), new CookieEchoChunk(cookie.cookie()));
		receive(ChunkType.COOKIE_ACK);
	}

	private void send(int verificationTag, Chunk chunk) throws IOException {
		ByteBuffer packet = ByteBuffer.allocate(1400);
		PacketWriter writer = new PacketWriter();
		writer.begin(packet, PORT, this.serverPort, verificationTag, packet.capacity());
		writer.chunk(chunk);
		this.socket.send(new DatagramPacket(packet.array(), writer.finish(), this.server));
	}

	private PacketReader receive(int chunkType) throws IOException {
		DatagramPacket datagram = new DatagramPacket(new byte[1400], 1400);
		this.socket.receive(datagram);
		PacketReader reader = new PacketReader();
		reader.wrap(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength()));
		if (!reader.next() || reader.type() != chunkType) {
			throw new IOException("Instead of a chunk of type " + chunkType + " came type " + reader.type());
		}
		return reader;
	}

}
