package dev.sock.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;

import dev.sock.programs.Arguments;
import dev.sock.programs.Command;

/**
 * {@code nio-receive}: the same as {@code receive} on the JDK's {@code com.sun.nio.sctp}:
 * one thread that blocks, one direct buffer for all messages, which is what costs that
 * API least.
 */
final class NioReceive implements Command {

	static final int BUFFER = 64 * 1024;

	@Override
	public void run(Arguments arguments) throws Exception {
		int warmup = arguments.integer("warmup", 0, 0, 3600);
		int clockEvery = arguments.integer("clock-every", 1, 1, 1 << 20);
		NioChannels channels = new NioChannels(arguments);
		arguments.complete();
		Tally tally = new Tally(TimeUnit.SECONDS.toNanos(warmup), channels.streams, true, clockEvery);
		byte[] message = new byte[0];
		ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
		try (SctpChannel channel = channels.accept()) {
			while (true) {
				MessageInfo info = channel.receive(buffer, null, null);
				if (info == null || (info.bytes() >= 0 && !info.isComplete())) {
					continue;
				}
				if (info.bytes() < 0) {
					break;
				}
				int length = buffer.flip().remaining();
				if (length != message.length) {
					message = new byte[length];
				}
				buffer.get(message).clear();
				tally.add(info.streamNumber(), message);
			}
		}
		tally.print("nio", "receive");
	}

}
