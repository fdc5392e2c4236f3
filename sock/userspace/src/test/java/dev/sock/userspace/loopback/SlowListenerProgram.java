package dev.sock.userspace.loopback;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.BitSet;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sock.GsoMode;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.contract.Await;
import dev.sock.contract.Payloads;

/**
 * Sends to a fast listener, first alone and then beside a slow one, and accounts for
 * every message. Run in a JVM with little heap; the argument is how many megabytes are
 * offered to each.
 */
final class SlowListenerProgram {

	private static final int SIZE = 1024;

	private static final long SLOWNESS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private SlowListenerProgram() {
	}

	public static void main(String[] arguments) throws Exception {
		int messages = Integer.parseInt(arguments[0]) * ((1 << 20) / SIZE);
		ExecutorService executor = Executors.newFixedThreadPool(2);
		ExecutorService failures = Executors.newSingleThreadExecutor();
		Sink sink = new Sink();
		Slow slow = new Slow();
		try (Sock sock = AbstractLoopbackTests.sock(0, GsoMode.AUTO)) {
			SctpEndpoint slowClient = sock
				.createEndpoint(AbstractLoopbackTests.connecting().handler(slow.sender).executor(failures).build());
			SctpEndpoint fastClient = sock.createEndpoint(AbstractLoopbackTests.connecting().build());
			SctpEndpoint server = sock.createEndpoint(AbstractLoopbackTests.accepting(2)
				.executor(executor)
				.handler(sink)
				.naming((request) -> (request.peerPort() == slowClient.localPort()) ? "slow" : "fast")
				.build());
			SctpAssociation toFast = fastClient.connect(AbstractLoopbackTests.to(server));
			SctpAssociation toSlow = slowClient.connect(AbstractLoopbackTests.to(server));
			server.association("slow").orElseThrow().setHandler(slow.receiver);
			sink.measure(toFast, messages / 8); // to warm up
			double alone = sink.measure(toFast, messages / 4);
			Thread slowSender = new Thread(() -> slow.offer(toSlow, messages));
			slowSender.start();
			Await.until("the slow listener holds up its sender",
					() -> slowSender.getState() == Thread.State.TIMED_WAITING);
			double beside = sink.measure(toFast, messages);
			slow.hurry = true;
			toSlow.abort("that will do");
			slowSender.join();
			slow.account();
			System.out.printf(Locale.ROOT,
					"result: fast %d messages, %.1f MB/s alone, %.1f MB/s beside the slow one; slow: accepted %d, received %d, failed %d; heap peak %d MB of %d MB%n",
					messages, alone, beside, slow.accepted, slow.received.cardinality(), slow.failed.cardinality(),
					heapPeak() >> 20, Runtime.getRuntime().maxMemory() >> 20);
		}
		finally {
			executor.shutdownNow();
			failures.shutdownNow();
		}
	}

	/** Garbage included: the sum of the pools' peaks. */
	private static long heapPeak() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
			.sum();
	}

	private static void check(boolean condition, String what) {
		if (!condition) {
			throw new IllegalStateException(what);
		}
	}

	/**
	 * The fast listener.
	 */
	private static final class Sink implements SctpHandler {

		private int expected;

		private volatile int last;

		private volatile CountDownLatch done = new CountDownLatch(0);

		private volatile String fault = "";

		double measure(SctpAssociation association, int messages) throws InterruptedException {
			this.last = messages - 1;
			this.done = new CountDownLatch(1);
			long start = System.nanoTime();
			for (int n = 0; n < messages; n++) {
				association.send(Payloads.numbered(n, SIZE), SendOptions.DEFAULT);
			}
			check(this.done.await(120, TimeUnit.SECONDS), "the fast listener did not get everything");
			check(this.fault.isEmpty(), this.fault);
			return (double) messages * SIZE / 1e6 / ((System.nanoTime() - start) / 1e9);
		}

		@Override
		public void onMessage(SctpMessage message) {
			int number = Payloads.number(message.payload());
			if (number != this.expected || message.payload().length != SIZE) {
				this.fault = "fast: " + number + " came instead of " + this.expected;
			}
			this.expected = number + 1;
			if (number == this.last) {
				this.expected = 0;
				this.done.countDown();
			}
		}

	}

	/**
	 * Both sides of the slow association.
	 */
	private static final class Slow {

		final BitSet received = new BitSet();

		final BitSet failed = new BitSet();

		private final BitSet unsent = new BitSet();

		private final CompletableFuture<String> receiverLost = new CompletableFuture<>();

		private volatile boolean hurry;

		private volatile int accepted;

		private volatile String fault = "";

		final SctpHandler receiver = new SctpHandler() {

			@Override
			public void onMessage(SctpMessage message) {
				int number = Payloads.number(message.payload());
				synchronized (Slow.this) {
					if (number != Slow.this.received.cardinality()) {
						Slow.this.fault = "slow: " + number + " came instead of " + Slow.this.received.cardinality();
					}
					Slow.this.received.set(number);
				}
				if (!Slow.this.hurry) {
					LockSupport.parkNanos(SLOWNESS_NANOS);
				}
			}

			@Override
			public void onEvent(SctpEvent event) {
				if (event instanceof SctpEvent.AssociationChanged changed
						&& changed.change() == AssociationChange.COMM_LOST) {
					Slow.this.receiverLost.complete(changed.reason());
				}
			}

		};

		final SctpHandler sender = new SctpHandler() {

			@Override
			public void onMessage(SctpMessage message) {
				Slow.this.fault = "slow: an answer came";
			}

			@Override
			public void onEvent(SctpEvent event) {
				if (event instanceof SctpEvent.SendFailed sendFailed) {
					failed(Payloads.number(sendFailed.payload()), sendFailed.sent());
				}
			}

		};

		void offer(SctpAssociation association, int messages) {
			for (int n = 0; n < messages; n++) {
				try {
					association.send(Payloads.numbered(n, SIZE), SendOptions.DEFAULT);
					this.accepted = n + 1;
				}
				catch (SctpSendException ex) {
					if (ex.reason() != SctpSendException.Reason.NOT_ESTABLISHED) {
						this.fault = ex.toString();
					}
					return;
				}
			}
			this.fault = "slow: nothing held up the sender";
		}

		private synchronized void failed(int number, boolean sent) {
			if (this.failed.get(number)) {
				this.fault = "slow: " + number + " failed twice";
			}
			this.failed.set(number);
			if (!sent) {
				this.unsent.set(number);
			}
		}

		/** Every message was received or has failed, and none that was not sent came. */
		void account() {
			check(Await.result(this.receiverLost).contains("that will do"), "another end than the abort");
			Await.until("every message of the slow one is accounted for", this::isComplete);
			synchronized (this) {
				check(this.fault.isEmpty(), this.fault);
				check(this.received.length() <= this.accepted && this.failed.length() <= this.accepted,
						"slow: a message came or failed that was not accepted");
				check(!this.unsent.intersects(this.received), "slow: a message came that was reported as not sent");
			}
		}

		private synchronized boolean isComplete() {
			BitSet known = (BitSet) this.received.clone();
			known.or(this.failed);
			return known.cardinality() >= this.accepted;
		}

	}

}
