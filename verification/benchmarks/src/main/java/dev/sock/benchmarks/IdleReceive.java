package dev.sock.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;

/**
 * {@code idle-receive}: accepts many associations, echoes, and answers {@value #MEASURE}
 * with its heap after garbage collection. Ends with the first association.
 */
final class IdleReceive implements Command {

	static final String MEASURE = "measure";

	@Override
	public void run(Arguments arguments) throws Exception {
		int associations = arguments.integer("associations", 1000, 1, 60000);
		try (Setup setup = new Setup(arguments)) {
			arguments.complete();
			CountDownLatch ended = new CountDownLatch(1);
			setup.server(Delivery.EXECUTOR, new Handler(ended), associations + 1);
			setup.ready();
			ended.await();
		}
	}

	private record Handler(CountDownLatch ended) implements SctpHandler {

		@Override
		public void onMessage(SctpMessage message) {
			byte[] answer = message.payload();
			if (message.text().equals(MEASURE)) {
				try {
					answer = (Heap.used() + " " + Heap.direct()).getBytes(StandardCharsets.US_ASCII);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return;
				}
			}
			message.association().send(answer, message.replyOptions());
		}

		@Override
		public void onEvent(SctpEvent event) {
			if (event instanceof SctpEvent.AssociationChanged changed && changed.change() != AssociationChange.COMM_UP
					&& changed.change() != AssociationChange.RESTART) {
				this.ended.countDown();
			}
		}

	}

}
