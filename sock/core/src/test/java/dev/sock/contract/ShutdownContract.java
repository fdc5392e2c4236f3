package dev.sock.contract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.PathChanged;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpEvent.ShutdownReceived;
import dev.sock.SctpMessage;
import dev.sock.SctpPath;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Associations are shut down gracefully: nothing that was accepted is lost.
 */
public abstract class ShutdownContract extends Contract {

	protected ShutdownContract(TransportFixture fixture) {
		super(fixture);
	}

	private static List<String> withoutPaths(Recorder recorder) {
		return recorder.all().stream().filter((item) -> !(item instanceof PathChanged)).map((item) -> {
			if (item instanceof AssociationChanged changed) {
				return changed.change().name();
			}
			return (item instanceof SctpMessage) ? "message" : item.getClass().getSimpleName();
		}).filter((name) -> !name.equals("SenderDry")).toList();
	}

	@Test
	@Tag("E1")
	@Tag("E5")
	void bothSidesHearOfItInOrder() {
		Recorder mine = new Recorder();
		Recorder theirs = new Recorder();
		SctpEndpoint server = server(theirs);
		SctpAssociation association = client(mine).connect(to(server));
		association.send(new byte[] { 1 }, SendOptions.DEFAULT);
		association.send(new byte[] { 2 }, SendOptions.DEFAULT);
		Await.result(association.shutdown());
		AssociationChanged end = theirs.change(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(end.association()).isSameAs(theirs.up());
		assertThat(end.errorCode()).isZero();
		mine.change(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(withoutPaths(mine)).containsExactly("COMM_UP", "SHUTDOWN_COMPLETE");
		assertThat(withoutPaths(theirs)).containsExactly("COMM_UP", "message", "message", "ShutdownReceived",
				"SHUTDOWN_COMPLETE");
		assertThat(server.isOpen()).isTrue();
	}

	@Test
	@Tag("C7")
	void whatWasAcceptedIsSentFirstAndNothingMoreIsAccepted() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		for (int n = 0; n < 300; n++) {
			association.send(Payloads.filled(n, 3_000), SendOptions.DEFAULT);
		}
		CompletableFuture<Void> done = association.shutdown();
		for (Throwable failure : List.of(catchThrowable(() -> association.send(new byte[1], SendOptions.DEFAULT)),
				catchThrowable(() -> association.trySend(new byte[1], SendOptions.DEFAULT)),
				Await.failure(association.sendAsync(new byte[1], SendOptions.DEFAULT)))) {
			assertThat(failure).isInstanceOfSatisfying(SctpSendException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
		}
		for (int n = 0; n < 300; n++) {
			Payloads.check(receive(theirs).payload(), n, 3_000);
		}
		Await.result(done);
		assertThat(Await.result(theirs.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> theirs.receive(Duration.ZERO))
			.withMessageContaining("every message was taken");
	}

	@Test
	void aShutdownWaitsForAReaderThatDoesNotRead() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		for (int n = 0; n < 200; n++) {
			association.send(Payloads.filled(n, 2_000), SendOptions.DEFAULT);
		}
		CompletableFuture<Void> done = association.shutdown();
		Await.until("it is shutting down", () -> association.status().state() != AssociationState.ESTABLISHED);
		assertThat(done).isNotDone();
		assertThat(theirs.closed()).isNotDone();
		for (int n = 0; n < 200; n++) {
			Payloads.check(receive(theirs).payload(), n, 2_000);
		}
		Await.result(done);
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	void whatThePeerHadAcceptedComesBeforeTheEndOrIsToldToHaveFailed() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpAssociation association = open(connecting().options(SMALL)).connect(to(server));
		SctpAssociation theirs = recorder.up();
		for (int n = 0; n < 200; n++) {
			theirs.send(Payloads.filled(n, 2_000), SendOptions.DEFAULT);
		}
		CompletableFuture<Void> done = association.shutdown();
		int received = 0;
		for (SctpMessage message = next(association); message != null; message = next(association)) {
			Payloads.check(message.payload(), received++, 2_000);
		}
		Await.result(done);
		assertThat(Await.result(theirs.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		if (this.capabilities.flushesWhenThePeerShutsDown()) {
			assertThat(received).isEqualTo(200);
		}
		int failed = 200 - received;
		Await.until("each failure is told", () -> recorder.events(SendFailed.class).size() == failed);
	}

	private static @Nullable SctpMessage next(SctpAssociation association) {
		try {
			return receive(association);
		}
		catch (SctpClosedException ex) {
			return null;
		}
	}

	@Test
	void bothSidesShutDownAtTheSameTime() {
		SctpEndpoint server = server();
		for (int i = 0; i < 10; i++) {
			SctpAssociation association = open(connecting()).connect(to(server));
			SctpAssociation theirs = otherSide(association, server);
			CompletableFuture<Void> mine = association.shutdown();
			Await.result(CompletableFuture.allOf(theirs.shutdown(), mine));
			assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
			assertThat(Await.result(theirs.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		}
		assertThat(server.statistics().shutdowns()).isEqualTo(10);
		assertThat(server.statistics().currEstab()).isZero();
	}

	@Test
	void anAssociationThatHasEndedKeepsItsLastStateAndHasNoPaths() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		echo(association, 1);
		SctpPath path = association.paths().get(0);
		Await.result(association.shutdown());
		assertThat(association.state()).isEqualTo(AssociationState.CLOSED);
		assertThat(association.paths()).isEmpty();
		assertThat(association.status().statistics().messagesSent()).isOne();
		assertThat(association.peerAddresses()).containsExactly(LOOPBACK);
		assertThat(association.localAddresses()).containsExactly(LOOPBACK);
		assertThat(association.peerPort()).isEqualTo(server.localPort());
		assertThat(client.associations()).isEmpty();
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(path::status);
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(path::makePrimary);
		Await.result(association.shutdown());
		association.abort("too late");
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	@Tag("C8")
	void closingAnEndpointShutsItsAssociationsDown() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		for (int n = 0; n < 100; n++) {
			association.send(Payloads.filled(n, 3_000), SendOptions.DEFAULT);
		}
		client.close(Await.LIMIT);
		assertThat(association.closed()).isDone();
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		for (int n = 0; n < 100; n++) {
			Payloads.check(recorder.next().payload(), n, 3_000);
		}
		recorder.change(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(recorder.events(ShutdownReceived.class)).hasSize(1);
	}

}
