package dev.sock.contract;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpEvent.ShutdownReceived;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException.Reason;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Associations are aborted: both sides hear of it, and nothing is lost silently.
 */
public abstract class AbortContract extends Contract {

	/** User-Initiated Abort (RFC 9260 §3.3.10.12). */
	private static final int USER_INITIATED_ABORT = 12;

	protected AbortContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	@Tag("C7")
	@Tag("C11")
	@Tag("E1")
	void thePeerGetsReasonAndCauseCode() {
		Recorder mine = new Recorder();
		Recorder theirs = new Recorder();
		SctpEndpoint server = server(theirs);
		SctpAssociation association = client(mine).connect(to(server));
		SctpAssociation other = theirs.up();
		association.abort("out of paper");
		AssociationChanged lost = theirs.change(AssociationChange.COMM_LOST);
		assertThat(lost.association()).isSameAs(other);
		assertThat(lost.reason()).contains("out of paper");
		assertThat(lost.errorCode()).isEqualTo(USER_INITIATED_ABORT);
		assertThat(lost.outboundStreams()).isEqualTo(10);
		assertThat(mine.change(AssociationChange.COMM_LOST).association()).isSameAs(association);
		assertThat(mine.change(AssociationChange.COMM_LOST).errorCode()).isZero();
		assertThat(association.state()).isEqualTo(AssociationState.CLOSED);
		assertThat(other.state()).isEqualTo(AssociationState.CLOSED);
		assertThat(theirs.events(ShutdownReceived.class)).isEmpty();
		assertThat(server.statistics().aborteds()).isOne();
		assertThat(association.endpoint().statistics().aborteds()).isOne();
	}

	@Test
	void theAcceptingSideAbortsAsWell() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		otherSide(association, server).abort("no room");
		AssociationChanged lost = Await.result(association.closed());
		assertThat(lost.change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(lost.reason()).contains("no room");
		assertThat(lost.errorCode()).isEqualTo(USER_INITIATED_ABORT);
	}

	@Test
	void aReasonMayBeLeftOutAndIsCutWhenItIsLong() {
		SctpEndpoint server = server();
		for (String reason : List.of("", "x".repeat(256), "y".repeat(1_000))) {
			SctpAssociation association = open(connecting()).connect(to(server));
			SctpAssociation theirs = otherSide(association, server);
			association.abort(reason);
			AssociationChanged lost = Await.result(theirs.closed());
			assertThat(lost.change()).isEqualTo(AssociationChange.COMM_LOST);
			assertThat(lost.errorCode()).isEqualTo(USER_INITIATED_ABORT);
			assertThat(lost.reason()).contains(reason.substring(0, Math.min(256, reason.length())));
			assertThat(lost.reason()).doesNotContain("y".repeat(257));
		}
	}

	@Test
	@Tag("E3")
	void whatIsNotAcknowledgedFailsWithPayloadAndOptions() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1, "127.0.0.1"));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = client(recorder).connect(link.options());
		SendOptions options = SendOptions.stream(2).withPayloadProtocolId(0x8000_0000L).withContext(1L << 40);
		link.cut(server.localAddresses().get(0));
		CompletableFuture<Void> first = association.sendAsync(Payloads.filled(1, 500_000), options);
		CompletableFuture<Void> second = association.sendAsync(Payloads.filled(2, 100_000), options.withStream(3));
		association.abort("");
		for (CompletableFuture<Void> future : List.of(first, second)) {
			assertThat(Await.failure(future))
				.isInstanceOfSatisfying(SctpSendException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(Reason.ASSOCIATION_LOST))
				.hasMessageContaining("00000 bytes");
		}
		Await.until("both as events", () -> recorder.events(SendFailed.class).size() == 2);
		SendFailed failed = recorder.events(SendFailed.class)
			.stream()
			.filter((event) -> event.options().streamId() == 2)
			.findFirst()
			.orElseThrow();
		assertThat(failed.association()).isSameAs(association);
		Payloads.check(failed.payload(), 1, 500_000);
		assertThat(failed.options()).isEqualTo(options);
		recorder.change(AssociationChange.COMM_LOST);
		assertThat(recorder.events(SendFailed.class)).hasSize(2);
	}

	@Test
	void everyMessageIsReceivedOrFails() {
		Recorder mine = new Recorder();
		BitSet received = new BitSet();
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = client(mine).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		for (int n = 0; n < 300; n++) {
			association.send(Payloads.numbered(n, 2_000), SendOptions.stream(n % 10));
		}
		for (int n = 0; n < 50; n++) {
			received.set(Payloads.number(receive(theirs).payload()));
		}
		association.abort("that will do");
		Await.result(theirs.closed());
		SctpMessage message = next(theirs);
		while (message != null) {
			received.set(Payloads.number(message.payload()));
			message = next(theirs);
		}
		Await.until("each message is known to have failed or was received", () -> {
			BitSet known = (BitSet) received.clone();
			mine.events(SendFailed.class).forEach((event) -> known.set(Payloads.number(event.payload())));
			return known.cardinality() == 300;
		});
		List<SendFailed> failed = mine.events(SendFailed.class);
		assertThat(failed).extracting((event) -> Payloads.number(event.payload())).doesNotHaveDuplicates();
		assertThat(failed).as("said not to be sent, and yet received")
			.noneMatch((event) -> !event.sent() && received.get(Payloads.number(event.payload())));
	}

	private static @Nullable SctpMessage next(SctpAssociation association) {
		try {
			return association.receive(Duration.ZERO);
		}
		catch (SctpClosedException ex) {
			return null;
		}
	}

	@Test
	void anAbortWakesWhoeverWaits() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = open(connecting().options(SMALL)).connect(to(server));
		otherSide(association, server);
		Call<SctpMessage> receiving = Call.start(() -> association.receive(Duration.ofMinutes(5))).waits();
		fill(association);
		Call<Boolean> sending = Call.run(() -> association.send(new byte[SMALL.sendBuffer()], SendOptions.DEFAULT))
			.waits();
		association.abort("");
		assertThat(receiving.failure()).isInstanceOf(SctpClosedException.class);
		assertThat(sending.failure()).isInstanceOfSatisfying(SctpSendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_ESTABLISHED));
		assertThat(association.awaitWritable(Duration.ofMinutes(5))).isFalse();
		for (Throwable failure : List.of(catchThrowable(() -> association.send(new byte[1], SendOptions.DEFAULT)),
				catchThrowable(() -> association.trySend(new byte[1], SendOptions.DEFAULT)),
				Await.failure(association.sendAsync(new byte[1], SendOptions.DEFAULT)))) {
			assertThat(failure).isInstanceOfSatisfying(SctpSendException.class, (ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.NOT_ESTABLISHED);
				assertThat(ex.sent()).isFalse();
			});
		}
	}

	@Test
	void aWriterThatWaitsForRoomHearsThatThereWillBeNone() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = open(connecting().options(SMALL)).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		fill(association);
		Call<Boolean> waiting = Call.start(() -> association.awaitWritable(Duration.ofMinutes(5))).waits();
		theirs.abort("");
		assertThat(waiting.result()).isFalse();
	}

	@Test
	void abortingTwiceIsHarmless() {
		SctpEndpoint server = server(ECHO);
		SctpAssociation association = client().connect(to(server));
		otherSide(association, server);
		association.abort("first");
		association.abort("second");
		Await.result(association.closed());
		association.abort("third");
		Await.until("the server has forgotten it", () -> server.associations().isEmpty());
		assertThat(server.statistics().aborteds()).isOne();
		echo(association.endpoint().connect(to(server)), 1);
	}

}
