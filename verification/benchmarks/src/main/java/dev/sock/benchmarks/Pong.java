package dev.sock.benchmarks;

import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;

/**
 * {@code pong}: sends back what it gets.
 */
final class Pong implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		Delivery delivery = arguments.choice("delivery", Delivery.LOOP);
		try (Setup setup = new Setup(arguments)) {
			arguments.complete();
			Receiver receiver = new Receiver(Pong::answer);
			SctpEndpoint endpoint = setup.server(delivery, receiver, 1);
			setup.ready();
			receiver.run(endpoint, delivery);
			new Json().put("stack", "sock").put("role", "pong").put("graceful", receiver.graceful()).print();
		}
	}

	private static void answer(SctpMessage message) {
		if (!message.association().trySend(message.payload(), message.replyOptions())) {
			throw new IllegalStateException("No room to answer");
		}
	}

}
