package dev.sock.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.sock.AssociationStatistics;
import dev.sock.Reliability;
import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpExtension;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.SendOptions;
import dev.sock.contract.TransportFixture.PathCut;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are given up as their reliability says (RFC 3758, RFC 7496), and that
 * nothing else is.
 */
public abstract class PartialReliabilityContract extends Contract {

	/** Finds losses soon, and does not give up. */
	private static final SctpOptions FAST = SctpOptions.builder()
		.rto(new RtoOptions(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(600)))
		.sackDelay(Duration.ofMillis(20))
		.associationMaxRetransmissions(255)
		.pathMaxRetransmissions(255)
		.build();

	private static final SctpOptions FAST_AND_SMALL = FAST.toBuilder().sendBuffer(32_768).receiveBuffer(32_768).build();

	private static final SctpOptions OFF = FAST_AND_SMALL.toBuilder().partialReliability(false).build();

	private static final Reliability SHORT = Reliability.lifetime(Duration.ofMillis(400));

	private final Recorder recorder = new Recorder();

	protected PartialReliabilityContract(TransportFixture fixture) {
		super(fixture);
	}

	static List<Reliability> policies() {
		return List.of(Reliability.lifetime(Duration.ofMinutes(10)), Reliability.retransmissions(0),
				Reliability.retransmissions(7), Reliability.priority(0), Reliability.priority(0xffffffffL));
	}

	private static SendOptions with(Reliability reliability) {
		return SendOptions.stream(1).withReliability(reliability);
	}

	/** What a message came to. */
	private enum End {

		ACKNOWLEDGED, ABANDONED, LOST

	}

	private static End end(CompletableFuture<Void> future) {
		Await.until("the end of a message", future::isDone);
		if (!future.isCompletedExceptionally()) {
			return End.ACKNOWLEDGED;
		}
		SctpSendException failure = (SctpSendException) Await.failure(future);
		return (failure.reason() == Reason.ABANDONED) ? End.ABANDONED : End.LOST;
	}

	private long failed(End end, List<CompletableFuture<Void>> futures) {
		return futures.stream().filter((future) -> end(future) == end).count();
	}

	private SctpAssociation connect(SctpEndpoint server, TransportFixture.Link link, SctpOptions options) {
		SctpAssociation association = open(connecting().name("client").options(options).handler(this.recorder))
			.connect(link.options().withOptions(options));
		// The first acknowledgement gives a round-trip time.
		Await.result(association.sendAsync(Payloads.numbered(0, 4), with(Reliability.FULL)));
		assertThat(Payloads.number(receive(otherSide(association, server)).payload())).isZero();
		return association;
	}

	/**
	 * Reads messages up to one, and checks that each is whole and none before another.
	 */
	private static int receiveUpTo(SctpAssociation theirs, int last, int length) {
		int count = 0;
		int previous = 0;
		while (previous != last) {
			SctpMessage message = receive(theirs);
			int number = Payloads.number(message.payload());
			assertThat(number).isGreaterThan(previous);
			assertThat(message.payload()).isEqualTo(Payloads.numbered(number, (number == last) ? 4 : length));
			previous = number;
			count++;
		}
		return count;
	}

	private void assertAccounts(SctpAssociation association, List<CompletableFuture<Void>> futures) {
		long abandoned = failed(End.ABANDONED, futures);
		long lost = failed(End.LOST, futures);
		Await.until("an event for each that failed",
				() -> this.recorder.events(SendFailed.class).size() == abandoned + lost);
		AssociationStatistics statistics = association.status().statistics();
		assertThat(statistics.messagesFailed()).isEqualTo(abandoned + lost);
		assertThat(statistics.abandonedSent() + statistics.abandonedUnsent()).isEqualTo(abandoned);
		assertThat(this.recorder.events(SendFailed.class).stream().filter(SendFailed::sent).count())
			.isGreaterThanOrEqualTo(statistics.abandonedSent());
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void bothSidesHaveItIfBothAreAllowedTo(boolean mine, boolean others) {
		SctpEndpoint server = open(accepting(1).options(FAST.toBuilder().partialReliability(others).build()));
		SctpAssociation association = open(connecting().options(FAST.toBuilder().partialReliability(mine).build()))
			.connect(to(server).withOptions(FAST.toBuilder().partialReliability(mine).build()));
		Set<SctpExtension> expected = (mine && others) ? Set.of(SctpExtension.PARTIAL_RELIABILITY) : Set.of();
		assertThat(association.status().extensions()).isEqualTo(expected);
		assertThat(otherSide(association, server).status().extensions()).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("policies")
	void withoutLossEverythingIsAcknowledgedWhateverItsPolicy(Reliability reliability) {
		SctpEndpoint server = server(ECHO);
		SctpAssociation association = open(connecting().options(FAST)).connect(to(server).withOptions(FAST));
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int n = 0; n < 200; n++) {
			futures
				.add(association.sendAsync(Payloads.filled(n, 4 + 13 * n), with(reliability).withImmediateAck(true)));
			Payloads.check(receive(association).payload(), n, 4 + 13 * n);
		}
		assertThat(futures).allMatch((future) -> end(future) == End.ACKNOWLEDGED);
		assertThat(association.status().statistics().messagesFailed()).isZero();
	}

	@Test
	@Tag("C5")
	@Tag("E3")
	void whatOutlivesItsTimeOnACutLinkFailsAndTheRestArrivesInOrder() {
		SctpEndpoint server = open(accepting(1).options(FAST));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = connect(server, link, FAST);
		SctpAssociation theirs = otherSide(association, server);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		try (PathCut cut = link.cut(LOOPBACK)) {
			for (int n = 1; n <= 50; n++) {
				futures.add(association.sendAsync(Payloads.numbered(n, LENGTH), with(SHORT).withContext(n)));
			}
			Await.until("what was not sent fails",
					() -> this.recorder.events(SendFailed.class).stream().anyMatch((failed) -> !failed.sent()));
			if (this.capabilities.givesUpAllThatIsQueued()) {
				assertThat(failed(End.ABANDONED, futures)).isEqualTo(50);
				roomComesBack(association);
			}
		}
		association.send(Payloads.numbered(51, 4), with(Reliability.FULL));
		assertThat(receiveUpTo(theirs, 51, LENGTH)).isLessThan(50);
		assertThat(failed(End.ABANDONED, futures)).isGreaterThan(1);
		assertThat(failed(End.LOST, futures)).isZero();
		roomComesBack(association);
		assertAccounts(association, futures);
		SendFailed event = this.recorder.events(SendFailed.class).get(0);
		assertThat(event.payload()).isEqualTo(Payloads.numbered((int) event.options().context(), LENGTH));
		assertThat(event.options().reliability()).isEqualTo(SHORT);
		assertThat(association.status().statistics().abandonedUnsent()).isPositive();
		assertThat(association.status().statistics().abandonedSent()).isPositive();
		assertThat(theirs.status().statistics().abandonedSent()).isZero();
	}

	@Test
	void aLongMessageIsGivenUpWholeThoughItWasSentInPart() {
		SctpEndpoint server = open(accepting(1).options(FAST));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = connect(server, link, FAST);
		CompletableFuture<Void> future;
		try (PathCut cut = link.cut(LOOPBACK)) {
			future = association.sendAsync(Payloads.numbered(1, 60_000), with(SHORT));
			Await.until("it is begun", () -> association.status().unacknowledgedChunks() > 0);
			// Sent and given up when T3-rtx expires, which a FORWARD TSN follows.
			long before = association.status().statistics().outCtrlChunks();
			Await.until("a FORWARD TSN", () -> future.isDone() || outControlChunks(association) > before);
		}
		association.send(Payloads.numbered(2, 4), with(Reliability.FULL));
		assertThat(receiveUpTo(otherSide(association, server), 2, 60_000)).isOne();
		assertThat(end(future)).isEqualTo(End.ABANDONED);
		assertThat(((SctpSendException) Await.failure(future)).sent()).isTrue();
		assertAccounts(association, List.of(future));
	}

	private static void roomComesBack(SctpAssociation association) {
		Await.until("the room comes back", () -> association.status().sendBufferUsed() == 0);
	}

	private static long outControlChunks(SctpAssociation association) {
		Long chunks = association.status().statistics().outCtrlChunks();
		return (chunks != null) ? chunks : 0;
	}

	@Test
	@Tag("C5")
	void withoutRetransmissionsWhatIsLostIsGivenUp() {
		SctpEndpoint server = open(accepting(1).options(FAST));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = connect(server, link, FAST);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		try (PathCut cut = link.cut(LOOPBACK)) {
			for (int n = 1; n <= 3; n++) {
				futures.add(association.sendAsync(Payloads.numbered(n, LENGTH), with(Reliability.retransmissions(0))));
			}
			long before = outControlChunks(association);
			Await.until("a FORWARD TSN", () -> outControlChunks(association) > before);
		}
		association.send(Payloads.numbered(4, 4), with(Reliability.FULL));
		int received = receiveUpTo(otherSide(association, server), 4, LENGTH) - 1;
		assertThat(failed(End.ABANDONED, futures)).isPositive();
		assertThat(failed(End.ACKNOWLEDGED, futures)).isLessThanOrEqualTo(received);
		assertAccounts(association, futures);
	}

	@Test
	@Tag("C5")
	void theLessImportantMakeRoomForTheMoreImportant() {
		SctpEndpoint server = open(accepting(1).options(FAST_AND_SMALL));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = connect(server, link, FAST_AND_SMALL);
		List<CompletableFuture<Void>> important = new ArrayList<>();
		int sent = 0;
		try (PathCut cut = link.cut(LOOPBACK)) {
			while (association.trySend(Payloads.numbered(sent + 1, LENGTH), with(Reliability.priority(10)))) {
				sent++;
			}
			assertThat(sent).isEqualTo(32);
			assertThat(association.trySend(new byte[LENGTH], with(Reliability.priority(10)))).isFalse();
			assertThat(association.trySend(new byte[LENGTH], with(Reliability.priority(11)))).isFalse();
			for (Reliability reliability : List.of(Reliability.priority(9), SHORTLY, Reliability.FULL)) {
				sent++;
				important.add(association.sendAsync(Payloads.numbered(sent, 4_000), with(reliability)));
			}
			Await.until("the least important fail", () -> this.recorder.events(SendFailed.class).size() >= 12);
			assertThat(this.recorder.events(SendFailed.class))
				.allMatch((failed) -> failed.options().reliability().equals(Reliability.priority(10)));
			assertThat(important).noneMatch(CompletableFuture::isDone);
		}
		SctpAssociation theirs = otherSide(association, server);
		important.forEach(Await::result);
		association.send(Payloads.numbered(sent + 1, 4), with(Reliability.FULL));
		List<Integer> numbers = new ArrayList<>();
		while (numbers.isEmpty() || numbers.get(numbers.size() - 1) != sent + 1) {
			numbers.add(Payloads.number(receive(theirs).payload()));
		}
		assertThat(numbers).isSorted().doesNotHaveDuplicates().contains(33, 34, 35);
		int failed = this.recorder.events(SendFailed.class).size();
		assertThat(failed).isBetween(12, 14);
		roomComesBack(association);
		AssociationStatistics statistics = association.status().statistics();
		assertThat(statistics.abandonedUnsent() + statistics.abandonedSent()).isEqualTo(failed);
	}

	private static final Reliability SHORTLY = Reliability.lifetime(Duration.ofMinutes(1));

	@Test
	void aBlockedSenderNeedNotWaitForWhatIsLessImportant() {
		SctpEndpoint server = open(accepting(1).options(FAST_AND_SMALL));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = connect(server, link, FAST_AND_SMALL);
		try (PathCut cut = link.cut(LOOPBACK)) {
			int sent = 0;
			while (association.trySend(Payloads.numbered(sent + 1, LENGTH), with(Reliability.priority(10)))) {
				sent++;
			}
			association.send(Payloads.numbered(100, LENGTH), with(Reliability.FULL));
			Await.until("the least important fails", () -> this.recorder.events(SendFailed.class).size() == 1);
		}
		SctpAssociation theirs = otherSide(association, server);
		int number = 0;
		while (number != 100) {
			number = Payloads.number(receive(theirs).payload());
		}
	}

	@Test
	@Tag("C5")
	void withoutThePeersSupportOnlyALifetimeCountsAndOnlyForWhatIsNotSent() {
		SctpEndpoint server = open(accepting(1).options(OFF));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = connect(server, link, FAST_AND_SMALL);
		List<CompletableFuture<Void>> limited = new ArrayList<>();
		List<CompletableFuture<Void>> timed = new ArrayList<>();
		try (PathCut cut = link.cut(LOOPBACK)) {
			limited.add(association.sendAsync(Payloads.numbered(1, LENGTH), with(Reliability.retransmissions(0))));
			limited.add(association.sendAsync(Payloads.numbered(2, LENGTH), with(Reliability.priority(7))));
			for (int n = 3; n <= 32; n++) {
				timed.add(association.sendAsync(Payloads.numbered(n, LENGTH), with(SHORT)));
			}
			assertThat(association.trySend(new byte[LENGTH], SendOptions.DEFAULT)).isFalse();
			Await.until("what was not sent fails", () -> this.recorder.events(SendFailed.class)
				.size() >= (this.capabilities.givesUpAllThatIsQueued() ? 20 : 10));
			assertThat(this.recorder.events(SendFailed.class)).noneMatch(SendFailed::sent);
			assertThat(association.awaitWritable(Await.LIMIT)).isTrue();
		}
		association.send(Payloads.numbered(33, 4), with(Reliability.FULL));
		int received = receiveUpTo(otherSide(association, server), 33, LENGTH) - 1;
		limited.forEach(Await::result);
		assertThat(received).isEqualTo(2 + failed(End.ACKNOWLEDGED, timed));
		assertThat(failed(End.LOST, timed)).isZero();
		assertThat(association.status().statistics().abandonedSent()).isZero();
		assertAccounts(association, timed);
	}

	@Test
	void whatIsLeftWhenTheAssociationEndsFailsOnceAsLost() {
		SctpEndpoint server = open(accepting(1).options(FAST));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = connect(server, link, FAST);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		try (PathCut cut = link.cut(LOOPBACK)) {
			for (Reliability reliability : List.of(SHORTLY, Reliability.retransmissions(100),
					Reliability.priority(1))) {
				for (int n = 1; n <= 20; n++) {
					futures.add(association.sendAsync(Payloads.numbered(n, 2_000), with(reliability)));
				}
			}
			Await.until("something is under way", () -> association.status().unacknowledgedChunks() > 0);
			association.abort("");
			assertThat(failed(End.LOST, futures)).isEqualTo(60);
		}
		Await.result(association.closed());
		Await.until("an event for each", () -> this.recorder.events(SendFailed.class).size() == 60);
		assertThat(association.status().statistics().messagesFailed()).isEqualTo(60);
	}

	@Test
	void aPeerThatStartsAnewMeanwhileEndsEachOnce() {
		Recorder theirRecorder = new Recorder();
		SctpOptions patient = FAST.toBuilder()
			.rto(new RtoOptions(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60)))
			.build();
		SctpEndpoint server = open(accepting(2).handler(theirRecorder).options(patient));
		TransportFixture.Link link = this.fixture.link(server);
		SctpEndpoint before = client();
		before.connect(link.options());
		SctpAssociation theirs = theirRecorder.up();
		int port = before.localPort();
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		try (PathCut cut = link.cut(LOOPBACK)) {
			for (int n = 1; n <= 30; n++) {
				futures.add(theirs.sendAsync(Payloads.numbered(n, LENGTH),
						with((n % 2 == 0) ? SHORTLY : Reliability.priority(n))));
			}
			before.close(Duration.ZERO);
		}
		SctpAssociation anew = open(connecting().port(port)).connect(link.options());
		theirRecorder.change(AssociationChange.RESTART);
		assertThat(Stream.of(End.values()).mapToLong((end) -> failed(end, futures)).sum()).isEqualTo(30);
		assertThat(failed(End.ABANDONED, futures)).isZero();
		assertThat(failed(End.LOST, futures)).isPositive();
		theirs.send(Payloads.numbered(31, 4), with(SHORTLY));
		int number = 0;
		while (number != 31) {
			number = Payloads.number(receive(anew).payload());
		}
		assertThat(theirRecorder.events(SendFailed.class)).hasSize((int) failed(End.LOST, futures));
	}

}
