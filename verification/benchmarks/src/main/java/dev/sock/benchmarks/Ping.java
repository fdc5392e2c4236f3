package dev.sock.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;

/**
 * {@code ping}: sends one message at a time and waits for its answer.
 */
final class Ping implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		Delivery delivery = arguments.choice("delivery", Delivery.LOOP);
		RoundTrips trips = RoundTrips.of(arguments);
		try (Setup setup = new Setup(arguments)) {
			arguments.complete();
			Pusher pusher = new Pusher(trips);
			SctpAssociation association = setup.connect(setup.client(delivery, pusher));
			if (delivery == Delivery.PULL) {
				pull(association, trips);
			}
			else {
				association.send(trips.next(), SendOptions.DEFAULT);
				pusher.done.get();
			}
			trips.print("sock", delivery.name().toLowerCase(Locale.ROOT));
			association.shutdown().get(60, TimeUnit.SECONDS);
		}
	}

	private static void pull(SctpAssociation association, RoundTrips trips) {
		SctpMessage answer;
		do {
			association.send(trips.next(), SendOptions.DEFAULT);
			answer = association.receive(Duration.ofSeconds(10));
			if (answer == null) {
				throw new IllegalStateException("No answer in 10 seconds");
			}
		}
		while (trips.answered(answer.payload()));
	}

	/**
	 * Sends the next message from where the answer was handled.
	 */
	private static final class Pusher implements SctpHandler {

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		private final RoundTrips trips;

		Pusher(RoundTrips trips) {
			this.trips = trips;
		}

		@Override
		public void onMessage(SctpMessage message) {
			if (!this.trips.answered(message.payload())) {
				this.done.complete(null);
			}
			else if (!message.association().trySend(this.trips.next(), SendOptions.DEFAULT)) {
				this.done.completeExceptionally(new IllegalStateException("No room to send"));
			}
		}

		@Override
		public void onEvent(SctpEvent event) {
			if (event instanceof SctpEvent.AssociationChanged changed
					&& changed.change() != SctpEvent.AssociationChange.COMM_UP) {
				this.done.completeExceptionally(new IllegalStateException(changed.change() + ": " + changed.reason()));
			}
		}

	}

}
