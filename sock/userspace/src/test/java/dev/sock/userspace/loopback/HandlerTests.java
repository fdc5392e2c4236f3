package dev.sock.userspace.loopback;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.contract.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Handlers run on the event loop of the UDP port, which must not wait.
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
	void anEndpointIsNotOpenedOnAnEventLoop() {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		SctpEndpoint server = server(
				onMessage((message) -> failure.complete(catchThrowable(() -> this.sock.createEndpoint()))));
		client().connect(to(server)).send(new byte[1], SendOptions.DEFAULT);
		assertThat(Await.result(failure)).isInstanceOf(IllegalStateException.class).hasMessageContaining("event loop");
	}

}
