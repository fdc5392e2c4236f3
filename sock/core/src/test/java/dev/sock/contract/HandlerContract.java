package dev.sock.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Messages and events are pushed to handlers.
 */
public abstract class HandlerContract extends Contract {

	private final ExecutorService executor = Executors.newFixedThreadPool(4, (task) -> new Thread(task, "mine"));

	protected HandlerContract(TransportFixture fixture) {
		super(fixture);
	}

	@AfterEach
	void stopExecutor() {
		this.executor.shutdownNow();
	}

	@Test
	void withAnExecutorCallsOfAnAssociationComeInOrderOneAtATime() {
		List<Integer> numbers = new ArrayList<>();
		AtomicInteger inside = new AtomicInteger();
		CompletableFuture<String> done = new CompletableFuture<>();
		SctpEndpoint server = open(accepting(1).executor(this.executor).handler((message) -> {
			if (inside.incrementAndGet() != 1) {
				done.completeExceptionally(new AssertionError("Two calls at the same time"));
			}
			numbers.add(Payloads.number(message.payload()));
			inside.decrementAndGet();
			if (numbers.size() == 3_000) {
				done.complete(Thread.currentThread().getName());
			}
		}));
		SctpAssociation association = client().connect(to(server));
		for (int n = 0; n < 3_000; n++) {
			association.send(Payloads.numbered(n, 100), SendOptions.DEFAULT);
		}
		assertThat(Await.result(done)).isEqualTo("mine");
		assertThat(numbers).isSorted().doesNotHaveDuplicates();
	}

	@Test
	@Tag("B9")
	void eventsAndMessagesComeInTheOrderTheyHappened() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(recorder).executor(this.executor));
		SctpAssociation association = client().connect(to(server));
		association.send(new byte[] { 1 }, SendOptions.DEFAULT);
		Await.result(association.shutdown());
		recorder.change(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(recorder.all().stream().filter((item) -> !(item instanceof SctpEvent.PathChanged)).map(this::name))
			.containsExactly("COMM_UP", "message", "ShutdownReceived", "SHUTDOWN_COMPLETE");
	}

	private String name(Object item) {
		if (item instanceof SctpEvent.AssociationChanged changed) {
			return changed.change().name();
		}
		return (item instanceof SctpMessage) ? "message" : item.getClass().getSimpleName();
	}

	@Test
	void anExecutorThatRunsTasksInTheCallingThreadWillDo() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(recorder).executor(Runnable::run));
		SctpAssociation association = client().connect(to(server));
		for (int n = 0; n < 500; n++) {
			association.send(Payloads.numbered(n, 100), SendOptions.DEFAULT);
		}
		for (int n = 0; n < 500; n++) {
			assertThat(Payloads.number(recorder.next().payload())).isEqualTo(n);
		}
	}

	@Test
	@Tag("B9")
	@Tag("C10")
	void handlersThatAreSetLaterLoseNothing() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		for (int n = 0; n < 200; n++) {
			association.send(Payloads.numbered(n, 500), SendOptions.DEFAULT);
		}
		assertThat(Payloads.number(receive(server).payload())).isZero();
		Recorder first = new Recorder();
		server.setHandler(first);
		Recorder second = new Recorder();
		for (int n = 200; n < 1_000; n++) {
			association.send(Payloads.numbered(n, 500), SendOptions.DEFAULT);
			if (n == 600) {
				otherSide(association, server).setHandler(second);
			}
		}
		Await.until("every message came", () -> first.messages().size() + second.messages().size() == 999);
		List<SctpMessage> all = new ArrayList<>(first.messages());
		assertThat(second.messages()).isNotEmpty();
		all.addAll(second.messages());
		assertThat(all).extracting((message) -> Payloads.number(message.payload())).isSorted().doesNotHaveDuplicates();
	}

	@Test
	@Tag("B9")
	@Tag("C10")
	void messagesAreHandedFromOneOwnerToTheNextWithoutALoss() {
		SctpEndpoint server = open(accepting(1).executor(this.executor));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		Call<Boolean> sender = Call.run(() -> {
			for (int n = 0; n < 2_000; n++) {
				association.send(Payloads.numbered(n, 200), SendOptions.DEFAULT);
			}
		});
		List<Integer> pushed = new CopyOnWriteArrayList<>();
		List<Integer> pulled = new ArrayList<>();
		SctpHandler owner = (message) -> pushed.add(Payloads.number(message.payload()));
		for (int turn = 0; turn < 10; turn++) {
			SctpMessage message = (turn == 0) ? receive(theirs) : theirs.receive(Duration.ZERO);
			for (int n = 0; n < 50 && message != null; n++) {
				pulled.add(Payloads.number(message.payload()));
				message = (n < 49) ? theirs.receive(Duration.ofMillis(10)) : null;
			}
			int enough = Math.min(pushed.size() + 50, 2_000 - pulled.size());
			theirs.setHandler(owner);
			Await.until("the handler has had its turn", () -> pushed.size() >= enough);
			theirs.setHandler(null);
		}
		theirs.setHandler(owner);
		Await.until("every message came", () -> pushed.size() + pulled.size() == 2_000);
		assertThat(pushed).isSorted();
		assertThat(pulled).isSorted().hasSizeGreaterThan(0);
		Set<Integer> all = new HashSet<>(pushed);
		all.addAll(pulled);
		assertThat(all).hasSize(2_000);
		assertThat(sender.result()).isTrue();
	}

	@Test
	@Tag("B11")
	void theHandlerOfAnAssociationGetsItsEventsToo() {
		Recorder ofEndpoint = new Recorder();
		Recorder ofAssociation = new Recorder();
		SctpEndpoint server = server(ofEndpoint);
		SctpAssociation association = client().connect(to(server));
		SctpAssociation other = open(connecting()).connect(to(server));
		otherSide(other, server);
		otherSide(association, server).setHandler(ofAssociation);
		association.send(new byte[] { 1 }, SendOptions.DEFAULT);
		other.send(new byte[] { 2 }, SendOptions.DEFAULT);
		assertThat(ofAssociation.next().payload()).containsExactly(1);
		assertThat(ofEndpoint.next().payload()).containsExactly(2);
		association.abort("");
		ofAssociation.change(AssociationChange.COMM_LOST);
		other.abort("");
		ofEndpoint.change(AssociationChange.COMM_LOST);
		assertThat(ofAssociation.changes()).containsExactly(AssociationChange.COMM_LOST);
		assertThat(ofEndpoint.changes()).containsExactly(AssociationChange.COMM_UP, AssociationChange.COMM_UP,
				AssociationChange.COMM_LOST);
	}

	@Test
	void whateverAHandlerThrowsEndsNothing() {
		Recorder recorder = new Recorder() {

			@Override
			public void onMessage(SctpMessage message) {
				super.onMessage(message);
				switch (message.payload()[0]) {
					case 0 -> throw new IllegalStateException("wanted by the test");
					case 1 -> throw new StackOverflowError("wanted by the test");
					case 2 -> throw new OutOfMemoryError("wanted by the test");
					default -> message.association().sendAsync(message.payload(), SendOptions.DEFAULT);
				}
			}

			@Override
			public void onEvent(SctpEvent event) {
				throw new LinkageError("wanted by the test");
			}

		};
		for (SctpEndpoint server : List.of(server(recorder),
				open(accepting(1).handler(recorder).executor(this.executor)))) {
			SctpAssociation association = open(connecting()).connect(to(server));
			for (int n = 0; n < 4; n++) {
				association.send(new byte[] { (byte) n }, SendOptions.DEFAULT);
				assertThat(recorder.next().payload()).containsExactly(n);
			}
			assertThat(receive(association).payload()).containsExactly(3);
		}
	}

	@Test
	void withoutAnExecutorCallsThatWouldWaitAreRefused() {
		SctpEndpoint silent = open(accepting(1).options(SMALL));
		CompletableFuture<List<Throwable>> failures = new CompletableFuture<>();
		SctpEndpoint server = open(accepting(1).options(SMALL).handler((message) -> {
			SctpAssociation association = message.association();
			byte[] much = new byte[20_000];
			failures.complete(
					List.of(catchThrowable(() -> association.endpoint().connect(to(silent))), catchThrowable(() -> {
						association.send(much, SendOptions.DEFAULT);
						association.send(much, SendOptions.DEFAULT);
					}), catchThrowable(() -> {
						association.trySend(much, SendOptions.DEFAULT);
						association.awaitWritable(Duration.ofSeconds(1));
					})));
		}));
		open(connecting().options(SMALL)).connect(to(server)).send(new byte[1], SendOptions.DEFAULT);
		List<Throwable> all = Await.result(failures);
		assertThat(all.get(0)).isInstanceOfSatisfying(SctpConnectException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpConnectException.Reason.ON_EVENT_LOOP));
		for (Throwable failure : all.subList(1, 3)) {
			assertThat(failure).isInstanceOfSatisfying(SctpSendException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.ON_EVENT_LOOP));
		}
	}

	@Test
	void aHandlerClosesItsEndpoint() {
		for (boolean withExecutor : new boolean[] { true, false }) {
			CompletableFuture<SctpEndpoint> closed = new CompletableFuture<>();
			SctpEndpoint server = open(accepting(1).executor(withExecutor ? this.executor : null).handler((message) -> {
				message.association().endpoint().close();
				closed.complete(message.association().endpoint());
			}));
			SctpAssociation association = open(connecting()).connect(to(server));
			association.send(new byte[1], SendOptions.DEFAULT);
			assertThat(Await.result(closed)).isSameAs(server);
			Await.result(association.closed());
			Await.until("the endpoint has gone", () -> !this.sock.endpoints().contains(server));
		}
	}

}
