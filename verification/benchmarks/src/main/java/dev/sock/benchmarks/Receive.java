package dev.sock.benchmarks;

import java.util.concurrent.TimeUnit;

import dev.sock.SctpEndpoint;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;

/**
 * {@code receive}: checks and counts the messages of one association.
 */
final class Receive implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		Delivery delivery = arguments.choice("delivery", Delivery.LOOP);
		int warmup = arguments.integer("warmup", 0, 0, 3600);
		int clockEvery = arguments.integer("clock-every", 1, 1, 1 << 20);
		boolean ordered = arguments.integer("unordered", 0, 0, 1) == 0;
		try (Setup setup = new Setup(arguments)) {
			arguments.complete();
			Tally tally = new Tally(TimeUnit.SECONDS.toNanos(warmup), setup.streams, ordered, clockEvery);
			Receiver receiver = new Receiver((message) -> tally.add(message.streamId(), message.payload()));
			SctpEndpoint endpoint = setup.server(delivery, receiver, 1);
			setup.ready();
			receiver.run(endpoint, delivery);
			tally.print("sock", "receive");
		}
	}

}
