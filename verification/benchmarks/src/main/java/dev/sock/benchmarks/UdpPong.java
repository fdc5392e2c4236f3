package dev.sock.benchmarks;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;

/**
 * {@code udp-pong}: sends UDP datagrams back until one of a single byte comes.
 */
final class UdpPong implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		int port = arguments.integer("udp-port", 9899, 1, 65535);
		arguments.complete();
		try (DatagramChannel channel = DatagramChannel.open()) {
			channel.bind(new InetSocketAddress("127.0.0.1", port));
			new Json().put("ready", true).put("stack", "udp").put("udpPort", port).print();
			ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
			while (true) {
				SocketAddress peer = channel.receive(buffer);
				buffer.flip();
				if (buffer.remaining() == 1) {
					return;
				}
				channel.send(buffer, peer);
				buffer.clear();
			}
		}
	}

}
