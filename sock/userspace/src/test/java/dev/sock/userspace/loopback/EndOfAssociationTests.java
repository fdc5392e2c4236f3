package dev.sock.userspace.loopback;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.sock.AssociationState;
import dev.sock.GsoMode;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.contract.Await;
import dev.sock.contract.Payloads;
import dev.sock.contract.Recorder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Associations and endpoints end, and everyone concerned hears of it.
 */
class EndOfAssociationTests extends AbstractLoopbackTests {

	@Test
	void closeWakesWhoeverWaitsForAMessage() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		CompletableFuture<Throwable> ofAssociation = failureOf(() -> association.receive(Duration.ofMinutes(5)));
		CompletableFuture<Throwable> ofEndpoint = failureOf(() -> client.receive(Duration.ofMinutes(5)));
		client.close();
		assertThat(Await.result(ofAssociation)).isInstanceOf(SctpClosedException.class);
		assertThat(Await.result(ofEndpoint)).isInstanceOf(SctpClosedException.class)
			.hasMessage("Endpoint 'client' is closed");
	}

	/** Returns once the thread waits. */
	private static CompletableFuture<Throwable> failureOf(Runnable call) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				call.run();
				failure.completeExceptionally(new AssertionError("Did not fail"));
			}
			catch (RuntimeException ex) {
				failure.complete(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		Await.until("the thread waits", () -> thread.getState() == Thread.State.TIMED_WAITING || failure.isDone());
		return failure;
	}

	@Test
	void closingOneSideIsAShutdownOnTheOther() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		association.send(new byte[] { 1 }, SendOptions.DEFAULT);
		client.close();
		assertThat(recorder.change(AssociationChange.SHUTDOWN_COMPLETE).association()).isSameAs(recorder.up());
		assertThat(recorder.next().payload()).containsExactly(1);
		assertThat(recorder.events(SctpEvent.ShutdownReceived.class)).hasSize(1);
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(association.state()).isEqualTo(AssociationState.CLOSED);
		assertThat(client.isOpen()).isFalse();
		assertThat(server.isOpen()).isTrue();
		assertThat(this.sock.endpoints()).containsExactly(server);
		client.close();
	}

	@Test
	void shutdownSendsWhatWasAcceptedFirst() {
		SctpEndpoint server = open(accepting(1));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = server.associations().get(0);
		for (int n = 0; n < 300; n++) {
			association.send(Payloads.numbered(n, 3_000), SendOptions.DEFAULT);
		}
		CompletableFuture<Void> done = association.shutdown();
		assertThatExceptionOfType(SctpSendException.class)
			.isThrownBy(() -> association.send(new byte[1], SendOptions.DEFAULT))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
		for (int n = 0; n < 300; n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		Await.result(done);
		assertThat(Await.result(theirs.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> theirs.receive(Duration.ZERO))
			.withMessageContaining("every message was taken");
	}

	@Test
	void abortIsALossOnTheOtherSideWithTheReasonGiven() {
		Recorder mine = new Recorder();
		Recorder theirs = new Recorder();
		SctpEndpoint server = server(theirs);
		SctpAssociation association = client(mine).connect(to(server));
		association.abort("out of paper");
		AssociationChanged lost = theirs.change(AssociationChange.COMM_LOST);
		assertThat(lost.reason()).contains("out of paper");
		assertThat(lost.errorCode()).isEqualTo(12);
		assertThat(mine.change(AssociationChange.COMM_LOST).association()).isSameAs(association);
		assertThat(server.isOpen()).isTrue();
		assertThat(server.statistics().aborteds()).isOne();
	}

	@Test
	void whatIsNotAcknowledgedFailsWithTheAssociation() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(
				accepting(1).options(SctpOptions.builder().sendBuffer(32_768).receiveBuffer(32_768).build()));
		SctpAssociation association = client(recorder).connect(to(server));
		association.send(new byte[40_000], SendOptions.DEFAULT);
		Await.until("the peer's window is closed", () -> association.status().sendBufferUsed() == 0);
		CompletableFuture<Void> future = association.sendAsync(new byte[50_000], SendOptions.DEFAULT.withContext(99));
		association.abort("");
		assertThat(Await.failure(future)).isInstanceOfSatisfying(SctpSendException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.ASSOCIATION_LOST);
			assertThat(ex).hasMessageContaining("A message of 50000 bytes on association");
		});
		Await.until("the failure as an event", () -> !recorder.events(SctpEvent.SendFailed.class).isEmpty());
		SctpEvent.SendFailed failed = recorder.events(SctpEvent.SendFailed.class).get(0);
		assertThat(failed.payload()).hasSize(50_000);
		assertThat(failed.options().context()).isEqualTo(99);
	}

	@Test
	void closingASockEndsItsThreads() {
		Set<Thread> before = threads();
		Sock other = sock(0, GsoMode.AUTO);
		SctpEndpoint server = other.createEndpoint(accepting(1).handler(ECHO).build());
		SctpEndpoint client = other.createEndpoint(connecting().build());
		client.connect(to(server));
		assertThat(threads()).hasSizeGreaterThan(before.size());
		other.close();
		Await.until("no thread is left", () -> before.containsAll(threads()));
		other.close();
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("sock-"))
			.collect(Collectors.toSet());
	}

}
