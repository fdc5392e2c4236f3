package dev.sock.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;

import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;

/**
 * {@code nio-send}: the same as {@code send} on the JDK's {@code com.sun.nio.sctp}: one
 * thread that blocks, one direct buffer for all messages.
 */
final class NioSend implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		int size = arguments.integer("size", 1024, Pattern.MIN_SIZE, Pattern.MAX_SIZE);
		long nanos = TimeUnit.SECONDS.toNanos(arguments.integer("seconds", 5, 1, 3600));
		int clockEvery = arguments.integer("clock-every", 1, 1, 1 << 20);
		NioChannels channels = new NioChannels(arguments);
		arguments.complete();
		MessageInfo[] infos = new MessageInfo[channels.streams];
		for (int i = 0; i < infos.length; i++) {
			infos[i] = MessageInfo.createOutgoing(null, i);
		}
		byte[] message = new byte[size];
		ByteBuffer buffer = ByteBuffer.allocateDirect(size);
		Json json = new Json().put("stack", "nio").put("role", "send");
		try (SctpChannel channel = channels.connect()) {
			NioChannels.report(json, channel);
			long start = System.nanoTime();
			long n = 0;
			while (n % clockEvery != 0 || System.nanoTime() - start < nanos) {
				Pattern.fill(message, n);
				buffer.clear().put(message).flip();
				channel.send(buffer, infos[(int) (n % infos.length)]);
				n++;
			}
			json.put("messages", n).put("size", size).put("seconds", (System.nanoTime() - start) / 1e9);
			channel.shutdown();
			// the end of it, and so that all of it was acknowledged
			ByteBuffer nothing = ByteBuffer.allocateDirect(NioReceive.BUFFER);
			MessageInfo end = channel.receive(nothing, null, null);
			while (end == null || end.bytes() >= 0) {
				end = channel.receive(nothing.clear(), null, null);
			}
		}
		json.print();
	}

}
