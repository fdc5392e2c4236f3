package dev.sock.contract;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import dev.sock.AssociationStatistics;
import dev.sock.AssociationStatus;
import dev.sock.EndpointStatistics;
import dev.sock.PathStatistics;
import dev.sock.PathStatus;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted is right, and what is not known is absent.
 */
public abstract class StatisticsContract extends Contract {

	/** Absent for another reason than that the transport cannot know them. */
	private static final Set<String> SOMETIMES_ABSENT = Set.of("PathStatus.ssthresh", "PathStatus.remoteUdpPort");

	private static final String SRTT = "PathStatus.srtt";

	protected StatisticsContract(TransportFixture fixture) {
		super(fixture);
	}

	/**
	 * Fails unless what is unknown is null, and only that, in a record and in those
	 * within.
	 */
	private void assertKnown(Object owner) {
		List<String> wrong = new ArrayList<>();
		collectWrong(owner, wrong);
		assertThat(wrong).as("null though known, or not null though unknown: %s", owner).isEmpty();
	}

	private void collectWrong(Object owner, List<String> wrong) {
		for (RecordComponent component : owner.getClass().getRecordComponents()) {
			Object value = value(component, owner);
			String name = owner.getClass().getSimpleName() + "." + component.getName();
			boolean unknown = this.capabilities.unknown().contains(name);
			if (unknown ? value != null : value == null && !mayBeAbsent(name)) {
				wrong.add(name + "=" + value);
			}
			if (value != null && value.getClass().isRecord()) {
				collectWrong(value, wrong);
			}
			if (value instanceof List<?> list) {
				list.stream().filter((item) -> item.getClass().isRecord()).forEach((item) -> collectWrong(item, wrong));
			}
		}
	}

	private boolean mayBeAbsent(String name) {
		return SOMETIMES_ABSENT.contains(name) || (name.equals(SRTT) && !this.capabilities.measuresShortRoundTrips());
	}

	private static @Nullable Object value(RecordComponent component, Object owner) {
		try {
			return component.getAccessor().invoke(owner);
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Returns the counters that are known. */
	private static List<Long> counters(Object owner) {
		return Arrays.stream(owner.getClass().getRecordComponents())
			.filter((component) -> component.getType() == Long.class)
			.map((component) -> (Long) value(component, owner))
			.filter(Objects::nonNull)
			.toList();
	}

	@Test
	@Tag("F20")
	void countersStartAtZeroOrAreAbsent() {
		SctpEndpoint endpoint = server();
		assertKnown(endpoint.statistics());
		assertThat(counters(endpoint.statistics())).isNotEmpty().containsOnly(0L);
		assertThat(counters(endpoint.statistics().totals())).isNotEmpty().containsOnly(0L);
	}

	@Test
	@Tag("F20")
	@Tag("D30")
	void whatIsNotKnownIsAbsentAndTheRestIsNot() {
		SctpEndpoint server = server(ECHO);
		SctpAssociation association = client().connect(to(server));
		echo(association, 1);
		SctpAssociation theirs = otherSide(association, server);
		if (this.capabilities.measuresShortRoundTrips()) {
			Await.until("a round-trip time", () -> association.status().paths().get(0).srtt() != null
					&& theirs.status().paths().get(0).srtt() != null);
		}
		for (SctpAssociation side : List.of(association, theirs)) {
			assertKnown(side.status());
			assertThat(side.status().paths()).hasSize(1);
			assertKnown(side.endpoint().statistics());
		}
		Set<String> names = new HashSet<>();
		for (Class<?> type : List.of(AssociationStatus.class, AssociationStatistics.class, EndpointStatistics.class,
				PathStatus.class, PathStatistics.class)) {
			Arrays.stream(type.getRecordComponents())
				.forEach((component) -> names.add(type.getSimpleName() + "." + component.getName()));
		}
		assertThat(names).as("the capabilities name values that there are").containsAll(this.capabilities.unknown());
	}

	@Test
	@Tag("C12")
	void messagesAndBytesAreExactOnBothSides() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		SctpAssociation mine = client.connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		int[] lengths = { 4, 5, 100, 1_500, 40_000 };
		long bytes = 0;
		long largest = 0;
		for (int n = 0; n < 50; n++) {
			int length = lengths[n % lengths.length];
			bytes += length;
			largest = Math.max(largest, length);
			mine.send(Payloads.numbered(n, length), SendOptions.stream(n % 10).withUnordered(n % 2 == 0));
		}
		for (int n = 0; n < 50; n++) {
			receive(theirs);
		}
		theirs.send(new byte[7], SendOptions.DEFAULT);
		assertThat(receive(mine).payload()).hasSize(7);
		for (AssociationStatistics sent : List.of(mine.status().statistics(), client.statistics().totals())) {
			assertThat(sent.messagesSent()).isEqualTo(50);
			assertThat(sent.bytesSent()).isEqualTo(bytes);
			assertThat(sent.messagesReceived()).isOne();
			assertThat(sent.bytesReceived()).isEqualTo(7);
			assertThat(sent.largestMessageSent()).isEqualTo(largest);
			assertThat(sent.largestMessageReceived()).isEqualTo(7);
			assertThat(sent.messagesFailed()).isZero();
		}
		for (AssociationStatistics received : List.of(theirs.status().statistics(), server.statistics().totals())) {
			assertThat(received.messagesReceived()).isEqualTo(50);
			assertThat(received.bytesReceived()).isEqualTo(bytes);
			assertThat(received.messagesSent()).isOne();
			assertThat(received.bytesSent()).isEqualTo(7);
			assertThat(received.largestMessageSent()).isEqualTo(7);
			assertThat(received.largestMessageReceived()).isEqualTo(largest);
		}
	}

	@Test
	void chunksAndPacketsAreCountedWhereTheyAreKnown() {
		SctpEndpoint server = server();
		SctpAssociation mine = client().connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		for (int n = 0; n < 10; n++) {
			Await.result(mine.sendAsync(new byte[10], SendOptions.DEFAULT.withUnordered(n < 3).withImmediateAck(true)));
		}
		Await.result(mine.sendAsync(new byte[50_000], SendOptions.DEFAULT));
		for (int n = 0; n < 11; n++) {
			receive(theirs);
		}
		AssociationStatistics sent = mine.status().statistics();
		AssociationStatistics received = theirs.status().statistics();
		assertAtLeast(11, sent.outSctpPacks());
		assertAtLeast(11, received.inSctpPacks());
		assertAtLeast(1, sent.outCtrlChunks());
		assertAtLeast(1, sent.inCtrlChunks());
		// 7 messages, and the fragments of a large one.
		assertAtLeast(8, sent.outOrderChunks());
		assertAtLeast(8, received.inOrderChunks());
		assertExactly(3, sent.outUnorderChunks());
		assertExactly(3, received.inUnorderChunks());
		assertExactly(1, sent.fragUsrMsgs());
		assertExactly(1, received.reasmUsrMsgs());
	}

	private static void assertAtLeast(long least, @Nullable Long counter) {
		assertThat(counter == null || counter >= least).as("%s is not at least %s", counter, least).isTrue();
	}

	private static void assertExactly(long expected, @Nullable Long counter) {
		assertThat(counter == null || counter == expected).as("%s is not %s", counter, expected).isTrue();
	}

	@Test
	void associationsAreCountedAsTheyComeAndGo() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		SctpAssociation first = client.connect(to(server));
		SctpAssociation second = open(connecting()).connect(to(server));
		otherSide(first, server);
		SctpAssociation theirs = otherSide(second, server);
		assertThat(server.statistics().currEstab()).isEqualTo(2);
		assertThat(server.statistics().passiveEstabs()).isEqualTo(2);
		assertThat(server.statistics().activeEstabs()).isZero();
		assertThat(client.statistics().currEstab()).isOne();
		assertThat(client.statistics().activeEstabs()).isOne();
		Await.result(first.shutdown());
		Await.until("one is left", () -> server.statistics().currEstab() == 1);
		second.abort("");
		Await.result(theirs.closed());
		EndpointStatistics statistics = server.statistics();
		assertThat(statistics.currEstab()).isZero();
		assertThat(statistics.passiveEstabs()).isEqualTo(2);
		assertThat(statistics.shutdowns()).isOne();
		assertThat(statistics.aborteds()).isOne();
		assertThat(client.statistics().currEstab()).isZero();
		assertThat(client.statistics().shutdowns()).isOne();
		assertThat(client.statistics().aborteds()).isZero();
	}

	@Test
	void totalsKeepWhatEndedAssociationsCounted() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		for (int n = 1; n <= 3; n++) {
			SctpAssociation association = client.connect(to(server));
			echo(association, n);
			SctpAssociation theirs = otherSide(association, server);
			Await.result(association.shutdown());
			Await.result(theirs.closed());
			assertThat(association.status().statistics().messagesSent()).isOne();
			assertThat(client.statistics().totals().messagesSent()).isEqualTo(n);
			assertThat(client.statistics().totals().bytesReceived()).isEqualTo(n);
			assertThat(server.statistics().totals().messagesReceived()).isEqualTo(n);
		}
		client.close();
		assertThat(client.statistics().totals().messagesSent()).isEqualTo(3);
		assertThat(client.statistics().activeEstabs()).isEqualTo(3);
		assertThat(client.statistics().currEstab()).isZero();
	}

	@Test
	void messagesThatFailAreCounted() {
		SctpEndpoint server = open(accepting(1, "127.0.0.1"));
		TransportFixture.Link link = this.fixture.link(server);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(link.options());
		link.cut(server.localAddresses().get(0));
		CompletableFuture<Void> first = association.sendAsync(new byte[400_000], SendOptions.DEFAULT);
		CompletableFuture<Void> second = association.sendAsync(new byte[10], SendOptions.DEFAULT);
		association.abort("");
		Await.failure(first);
		Await.failure(second);
		Await.result(association.closed());
		assertThat(association.status().statistics().messagesSent()).isEqualTo(2);
		assertThat(association.status().statistics().messagesFailed()).isEqualTo(2);
		assertThat(client.statistics().totals().messagesFailed()).isEqualTo(2);
	}

	@Test
	void buffersFillWhileNobodyReadsAndAreEmptyAfterwards() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		for (int n = 0; n < 200; n++) {
			association.send(Payloads.numbered(n, 2_000), SendOptions.DEFAULT);
		}
		Await.until("the receive buffer fills",
				() -> isNullOr(theirs.status().receiveBufferUsed(), (used) -> used > 0));
		Await.until("the send buffer is in use",
				() -> isNullOr(association.status().sendBufferUsed(), (used) -> used > 0)
						|| isNullOr(association.status().pendingBytes(), (pending) -> pending > 0));
		for (int n = 0; n < 200; n++) {
			receive(theirs);
		}
		Await.until("everything is empty",
				() -> isNullOr(theirs.status().receiveBufferUsed(), (used) -> used == 0)
						&& isNullOr(association.status().sendBufferUsed(), (used) -> used == 0)
						&& isNullOr(association.status().pendingBytes(), (pending) -> pending == 0)
						&& isNullOr(association.status().unacknowledgedChunks(), (chunks) -> chunks == 0));
	}

	private static boolean isNullOr(@Nullable Long value, Predicate<Long> condition) {
		return value == null || condition.test(value);
	}

}
