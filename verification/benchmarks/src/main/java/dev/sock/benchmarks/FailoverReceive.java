package dev.sock.benchmarks;

import dev.sock.SctpEndpoint;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;

/**
 * {@code failover-receive}: counts the messages of one multi-homed association and
 * reports the longest gap between two.
 */
final class FailoverReceive implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		try (Setup setup = new Setup(arguments, FailoverSend.HIGH_AVAILABILITY)) {
			arguments.complete();
			Tally tally = new Tally(0, setup.streams, true, 1);
			Receiver receiver = new Receiver((message) -> tally.add(message.streamId(), message.payload()));
			SctpEndpoint endpoint = setup.server(Delivery.LOOP, receiver, 1);
			setup.ready();
			receiver.run(endpoint, Delivery.LOOP);
			tally.print("sock", "failover-receive");
		}
	}

}
