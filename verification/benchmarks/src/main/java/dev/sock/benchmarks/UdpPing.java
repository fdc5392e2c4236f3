package dev.sock.benchmarks;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import dev.sock.programs.Arguments;
import dev.sock.programs.Command;

/**
 * {@code udp-ping}: round trips of bare UDP with blocking NIO, to compare with.
 */
final class UdpPing implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		int port = arguments.integer("udp-port", 9900, 1, 65535);
		int peer = arguments.integer("peer-udp-port", 9899, 1, 65535);
		RoundTrips trips = RoundTrips.of(arguments);
		arguments.complete();
		try (DatagramChannel channel = DatagramChannel.open()) {
			channel.bind(new InetSocketAddress("127.0.0.1", port));
			channel.connect(new InetSocketAddress("127.0.0.1", peer));
			ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
			byte[] answer = new byte[trips.size()];
			do {
				buffer.clear().put(trips.next()).flip();
				channel.write(buffer);
				buffer.clear();
				channel.read(buffer);
				buffer.flip().get(answer);
			}
			while (trips.answered(answer));
			channel.write(ByteBuffer.allocate(1));
			trips.print("udp", "blocking");
		}
	}

}
