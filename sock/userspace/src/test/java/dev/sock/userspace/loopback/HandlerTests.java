package dev.sock.userspace.loopback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.contract.Await;
import dev.sock.contract.Payloads;
import dev.sock.contract.Recorder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Where messages go: a handler on the event loop or on an executor, or whoever pulls.
 */
class HandlerTests extends AbstractLoopbackTests {

	private static SctpHandler onMessage(Consumer<SctpMessage> consumer) {
		return new SctpHandler() {

			@Override
			public void onMessage(SctpMessage message) {
				consumer.accept(message);
			}

		};
	}

	@Test
	void aHandlerRunsOnTheEventLoop() {
		CompletableFuture<String> thread = new CompletableFuture<>();
		SctpEndpoint server = server(onMessage((message) -> thread.complete(Thread.currentThread().getName())));
		client().connect(to(server)).send(new byte[1], SendOptions.DEFAULT);
		assertThat(Await.result(thread)).isEqualTo("sock-udp-" + server.udpPort().getAsInt());
	}

	@Test
	void aHandlerRunsOnAnExecutorInOrder() {
		ExecutorService executor = Executors.newFixedThreadPool(4, (task) -> new Thread(task, "mine"));
		try {
			List<Integer> numbers = new ArrayList<>();
			CompletableFuture<String> done = new CompletableFuture<>();
			SctpEndpoint server = open(accepting(1).executor(executor).handler(onMessage((message) -> {
				numbers.add(Payloads.number(message.payload()));
				if (numbers.size() == 10_000) {
					done.complete(Thread.currentThread().getName());
				}
			})));
			SctpAssociation association = client().connect(to(server));
			for (int n = 0; n < 10_000; n++) {
				association.send(Payloads.numbered(n, 100), SendOptions.DEFAULT);
			}
			assertThat(Await.result(done)).isEqualTo("mine");
			assertThat(numbers).isSorted().doesNotHaveDuplicates();
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void anEndpointWithoutAHandlerIsPulledFromAndAssociationsTakeTurns() {
		SctpEndpoint server = open(accepting(2));
		SctpAssociation one = client().connect(to(server));
		SctpAssociation other = open(connecting()).connect(to(server));
		for (int n = 0; n < 10; n++) {
			one.send(new byte[] { 1 }, SendOptions.DEFAULT);
			other.send(new byte[] { 2 }, SendOptions.DEFAULT);
		}
		int sum = 0;
		for (int n = 0; n < 20; n++) {
			sum += server.receive(Await.LIMIT).payload()[0];
		}
		assertThat(sum).isEqualTo(30);
		assertThat(server.receive(Duration.ZERO)).isNull();
	}

	@Test
	void aHandlerThatIsSetLaterLosesNothing() {
		SctpEndpoint server = open(accepting(1));
		SctpAssociation association = client().connect(to(server));
		for (int n = 0; n < 200; n++) {
			association.send(Payloads.numbered(n, 500), SendOptions.DEFAULT);
		}
		assertThat(Payloads.number(server.receive(Await.LIMIT).payload())).isZero();
		Recorder first = new Recorder();
		server.setHandler(first);
		Recorder second = new Recorder();
		for (int n = 200; n < 2_000; n++) {
			association.send(Payloads.numbered(n, 500), SendOptions.DEFAULT);
			if (n == 1_000) {
				server.associations().get(0).setHandler(second);
			}
		}
		Await.until("every message came", () -> first.messages().size() + second.messages().size() == 1_999);
		List<SctpMessage> all = new ArrayList<>(first.messages());
		assertThat(second.messages()).isNotEmpty();
		all.addAll(second.messages());
		assertThat(all).extracting((message) -> Payloads.number(message.payload())).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void blockingCallsFailOnTheEventLoop() {
		SctpEndpoint silent = open(accepting(1).options(BackpressureTests.SMALL));
		CompletableFuture<List<Throwable>> failures = new CompletableFuture<>();
		SctpEndpoint server = open(
				accepting(1).options(BackpressureTests.SMALL).name("server").handler(onMessage((message) -> {
					SctpAssociation association = message.association();
					byte[] much = new byte[20_000];
					failures.complete(List.of(catchThrowable(() -> association.endpoint().connect(to(silent))),
							catchThrowable(() -> {
								association.send(much, SendOptions.DEFAULT);
								association.send(much, SendOptions.DEFAULT);
							}), catchThrowable(() -> {
								association.trySend(much, SendOptions.DEFAULT);
								association.awaitWritable(Duration.ofSeconds(1));
							}), catchThrowable(() -> this.sock.createEndpoint())));
				})));
		client().connect(to(server)).send(new byte[1], SendOptions.DEFAULT);
		List<Throwable> all = Await.result(failures);
		assertThat(all.get(0)).isInstanceOfSatisfying(SctpConnectException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpConnectException.Reason.ON_EVENT_LOOP));
		assertThat(all.get(1)).isInstanceOfSatisfying(SctpSendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.ON_EVENT_LOOP));
		assertThat(all.get(2)).isInstanceOfSatisfying(SctpSendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.ON_EVENT_LOOP));
		assertThat(all.get(3)).isInstanceOf(IllegalStateException.class).hasMessageContaining("event loop");
	}

	@Test
	void blockingCallsOfAnotherEndpointOnTheSameEventLoopFail() {
		CompletableFuture<SctpEndpoint> other = new CompletableFuture<>();
		CompletableFuture<List<Throwable>> failures = new CompletableFuture<>();
		SctpEndpoint server = server(onMessage((message) -> {
			SctpEndpoint neighbour = other.join();
			failures.complete(List.of(catchThrowable(() -> neighbour.connect(to(message.association().endpoint()))),
					catchThrowable(() -> neighbour.receive(Duration.ofSeconds(1)))));
		}));
		other.complete(open(connecting().udpPort(server.udpPort().getAsInt())));
		client().connect(to(server)).send(new byte[1], SendOptions.DEFAULT);
		List<Throwable> all = Await.result(failures);
		assertThat(all.get(0)).isInstanceOfSatisfying(SctpConnectException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpConnectException.Reason.ON_EVENT_LOOP));
		assertThat(all.get(1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("event loop");
	}

	@Test
	void anEndpointIsClosedByItsHandlerOnTheEventLoop() {
		CompletableFuture<SctpEndpoint> closed = new CompletableFuture<>();
		SctpEndpoint server = server(onMessage((message) -> {
			message.association().endpoint().close();
			closed.complete(message.association().endpoint());
		}));
		SctpAssociation association = client().connect(to(server));
		association.send(new byte[1], SendOptions.DEFAULT);
		assertThat(Await.result(closed)).isSameAs(server);
		assertThat(Await.result(association.closed()).change()).isEqualTo(SctpEvent.AssociationChange.COMM_LOST);
		Await.until("the endpoint has gone", () -> !this.sock.endpoints().contains(server));
	}

	@Test
	void whatAHandlerThrowsEndsNothing() {
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
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			for (SctpEndpoint server : List.of(server(recorder),
					open(accepting(1).handler(recorder).executor(executor)))) {
				SctpAssociation association = open(connecting()).connect(to(server));
				for (int n = 0; n < 4; n++) {
					association.send(new byte[] { (byte) n }, SendOptions.DEFAULT);
					assertThat(recorder.next().payload()).containsExactly(n);
				}
				assertThat(receive(association).payload()).containsExactly(3);
			}
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void pullingFromAnEndpointWithAHandlerIsRefused() {
		SctpEndpoint server = server(ECHO);
		assertThatThrownBy(() -> server.receive(Duration.ZERO)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("go to a handler");
	}

	@Test
	void whatIsSentBeyondTheStreamsOrTheBufferIsRefusedWithTheRange() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		assertThatThrownBy(() -> association.send(new byte[1], SendOptions.stream(10)))
			.hasMessageContaining("stream 10 is not below the 10 negotiated outbound streams")
			.hasMessageContaining("use 0 to 9");
		assertThatThrownBy(() -> association.send(new byte[(1 << 20) + 1], SendOptions.DEFAULT))
			.hasMessageContaining("1048577 bytes is longer than the send buffer of 1048576");
		assertThatThrownBy(() -> association.send(new byte[0], SendOptions.DEFAULT)).hasMessageContaining("empty");
		association.send(new byte[] { 9 }, SendOptions.stream(9));
		assertThat(receive(association).payload()).containsExactly(9);
	}

}
