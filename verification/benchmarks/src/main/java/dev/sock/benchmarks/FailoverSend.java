package dev.sock.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.sock.PathState;
import dev.sock.PathStatus;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;

/**
 * {@code failover-send}: sends at a steady rate over two paths and prints what becomes of
 * the paths, while somebody else cuts one.
 */
final class FailoverSend implements Command {

	/** The settings that the README recommends for high availability. */
	static final SctpOptions HIGH_AVAILABILITY = SctpOptions.builder()
		.rto(new RtoOptions(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMillis(400)))
		.heartbeatInterval(Duration.ofMillis(500))
		.pathMaxRetransmissions(2)
		.sackDelay(Duration.ofMillis(50))
		.build();

	@Override
	public void run(Arguments arguments) throws Exception {
		int messages = arguments.integer("messages", 100_000, 1, Integer.MAX_VALUE);
		int rate = arguments.integer("rate", 8_000, 1, 10_000_000);
		int size = arguments.integer("size", 256, Pattern.MIN_SIZE, Pattern.MAX_SIZE);
		try (Setup setup = new Setup(arguments, HIGH_AVAILABILITY)) {
			arguments.complete();
			Watch watch = new Watch();
			SctpAssociation association = setup.connect(setup.client(Delivery.EXECUTOR, watch));
			awaitActive(association, watch, setup.addresses.size());
			new Json().put("event", "sending").put("atSeconds", watch.seconds()).print();
			long start = System.nanoTime();
			long nextLook = start;
			for (long n = 0; n < messages; n++) {
				long due = start + n * TimeUnit.SECONDS.toNanos(1) / rate;
				long now = System.nanoTime();
				while (due - now > 0) {
					LockSupport.parkNanos(due - now);
					now = System.nanoTime();
				}
				association.send(Pattern.message(n, size), SendOptions.stream((int) (n % setup.streams)));
				if (now - nextLook >= 0) {
					watch.look(association);
					nextLook = now + TimeUnit.MILLISECONDS.toNanos(50);
				}
			}
			new Json().put("event", "sent").put("atSeconds", watch.seconds()).print();
			awaitActive(association, watch, setup.addresses.size());
			association.shutdown().get(60, TimeUnit.SECONDS);
			new Json().put("stack", "sock")
				.put("role", "failover-send")
				.put("messages", messages)
				.put("failed", watch.failed.get())
				.put("graceful", association.closed().join().change() == SctpEvent.AssociationChange.SHUTDOWN_COMPLETE)
				.put("retransmittedChunks", association.status().statistics().rtxChunks())
				.print();
		}
	}

	private static void awaitActive(SctpAssociation association, Watch watch, int paths) throws InterruptedException {
		for (int i = 0; i < 400; i++) {
			List<PathStatus> statuses = watch.look(association);
			if (statuses.size() == paths && statuses.stream().allMatch((path) -> path.state() == PathState.ACTIVE)) {
				return;
			}
			Thread.sleep(50);
		}
		throw new IllegalStateException("Not every path is active after 20 seconds: " + watch.states);
	}

	/**
	 * Prints the changes of paths: the events, and the states that are seen.
	 */
	private static final class Watch implements SctpHandler {

		private final long start = System.nanoTime();

		private final AtomicLong failed = new AtomicLong();

		private final Map<SctpAddress, PathState> states = new HashMap<>();

		double seconds() {
			return (System.nanoTime() - this.start) / 1e9;
		}

		List<PathStatus> look(SctpAssociation association) {
			List<PathStatus> paths = association.status().paths();
			for (PathStatus path : paths) {
				if (this.states.put(path.address(), path.state()) != path.state()) {
					new Json().put("event", "state")
						.put("address", path.address())
						.put("state", path.state())
						.put("primary", path.primary())
						.put("atSeconds", seconds())
						.print();
				}
			}
			return paths;
		}

		@Override
		public void onMessage(SctpMessage message) {
			throw new IllegalStateException("The receiver does not answer");
		}

		@Override
		public void onEvent(SctpEvent event) {
			if (event instanceof SctpEvent.PathChanged changed) {
				new Json().put("event", "path")
					.put("address", changed.address())
					.put("change", changed.change())
					.put("errorCount", changed.errorCount())
					.put("atSeconds", seconds())
					.print();
			}
			else if (event instanceof SctpEvent.SendFailed) {
				this.failed.incrementAndGet();
			}
			else if (event instanceof SctpEvent.AssociationChanged changed) {
				new Json().put("event", "association")
					.put("change", changed.change())
					.put("reason", changed.reason())
					.put("atSeconds", seconds())
					.print();
			}
		}

	}

}
