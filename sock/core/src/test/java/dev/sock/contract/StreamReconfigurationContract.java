package dev.sock.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationReset;
import dev.sock.SctpEvent.StreamsAdded;
import dev.sock.SctpEvent.StreamsReset;
import dev.sock.SctpExtension;
import dev.sock.SctpMessage;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.SendOptions;
import dev.sock.StreamDirection;
import dev.sock.StreamReconfiguration;
import dev.sock.contract.TransportFixture.PathCut;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams that are reset and added (RFC 6525).
 */
public abstract class StreamReconfigurationContract extends Contract {

	private static final int STREAMS = 10;

	private static final SctpOptions ALLOWED = with(StreamReconfiguration.values());

	private final Recorder mine = new Recorder();

	private final Recorder others = new Recorder();

	protected StreamReconfigurationContract(TransportFixture fixture) {
		super(fixture);
	}

	private static SctpOptions with(StreamReconfiguration... kinds) {
		return SctpOptions.builder().outboundStreams(STREAMS).streamReconfiguration(Set.of(kinds)).build();
	}

	private SctpEndpoint server(SctpOptions options) {
		return open(accepting(1).name("server").options(options).handler(this.others));
	}

	private SctpAssociation connect(SctpEndpoint server, SctpOptions options) {
		return open(connecting().name("client").options(options).handler(this.mine))
			.connect(to(server).withOptions(options));
	}

	/** Sends a message and returns it as it came, and what its sequence number is. */
	private static int numberOf(SctpAssociation from, Recorder to, int stream) {
		from.send(new byte[] { (byte) stream }, SendOptions.stream(stream));
		SctpMessage message = to.next();
		assertThat(message.streamId()).isEqualTo(stream);
		return message.streamSequenceNumber();
	}

	private static void assertNumber(SctpAssociation from, Recorder to, int stream, int number) {
		assertThat(numberOf(from, to, stream)).as("of stream " + stream).isEqualTo(number);
	}

	/** Sends a message, and returns with which TSN it came. */
	private static long nextTsn(SctpAssociation from, Recorder to) {
		from.send(new byte[1], SendOptions.stream(9));
		return to.next().tsn();
	}

	private static Reason reason(CompletableFuture<Void> future) {
		SctpReconfigurationException failure = (SctpReconfigurationException) Await.failure(future);
		assertThat(failure).hasMessageContaining("association '");
		return failure.reason();
	}

	private static void assertReset(Recorder recorder, StreamDirection direction, Integer... streams) {
		StreamsReset event = recorder.event(StreamsReset.class);
		assertThat(event.direction()).isEqualTo(direction);
		assertThat(event.streams()).containsExactly(streams);
		assertThat(recorder.events(StreamsReset.class)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	@Tag("E10")
	void bothSidesHaveItIfBothAreAllowedTo(boolean mayI, boolean mayOthers) {
		SctpEndpoint server = server(mayOthers ? ALLOWED : with());
		SctpAssociation association = connect(server, mayI ? ALLOWED : with());
		boolean expected = mayI && mayOthers;
		assertThat(association.status().extensions().contains(SctpExtension.STREAM_RECONFIGURATION))
			.isEqualTo(expected);
		assertThat(otherSide(association, server).status().extensions().contains(SctpExtension.STREAM_RECONFIGURATION))
			.isEqualTo(expected);
		if (!expected) {
			assertThat(reason(association.resetStreams(1))).isEqualTo(mayI ? Reason.NOT_SUPPORTED : Reason.NOT_ALLOWED);
			assertThat(reason(association.addStreams(1, 1)))
				.isEqualTo(mayI ? Reason.NOT_SUPPORTED : Reason.NOT_ALLOWED);
		}
	}

	@Test
	@Tag("E10")
	void aStreamThatIsResetStartsAtZeroWhileOthersGoOn() {
		SctpEndpoint server = server(ALLOWED);
		SctpAssociation association = connect(server, ALLOWED);
		assertNumber(association, this.others, 1, 0);
		assertNumber(association, this.others, 1, 1);
		assertNumber(association, this.others, 2, 0);
		Await.result(association.resetStreams(1));
		assertNumber(association, this.others, 1, 0);
		assertNumber(association, this.others, 2, 1);
		assertNumber(association, this.others, 1, 1);
		assertReset(this.mine, StreamDirection.OUTBOUND, 1);
		assertReset(this.others, StreamDirection.INBOUND, 1);
		assertNumber(otherSide(association, server), this.mine, 1, 0);
	}

	@Test
	@Tag("E10")
	void allStreamsCanBeResetAtOnceAndAgain() {
		SctpAssociation association = connect(server(ALLOWED), ALLOWED);
		for (int round = 0; round < 3; round++) {
			for (int stream = 0; stream < STREAMS; stream++) {
				assertNumber(association, this.others, stream, 0);
				assertNumber(association, this.others, stream, 1);
			}
			Await.result(association.resetStreams());
		}
		assertNumber(association, this.others, 9, 0);
		assertThat(this.others.events(StreamsReset.class)).hasSize(3)
			.allMatch((event) -> event.direction() == StreamDirection.INBOUND);
		Await.until("each is told", () -> this.mine.events(StreamsReset.class).size() == 3);
	}

	@Test
	@Tag("E10")
	void thePeerIsAskedToResetItsStreams() {
		SctpEndpoint server = server(ALLOWED);
		SctpAssociation association = connect(server, ALLOWED);
		SctpAssociation theirs = otherSide(association, server);
		assertNumber(theirs, this.mine, 3, 0);
		assertNumber(theirs, this.mine, 4, 0);
		Await.result(association.requestStreamReset(3));
		assertReset(this.mine, StreamDirection.INBOUND, 3);
		assertReset(this.others, StreamDirection.OUTBOUND, 3);
		assertNumber(theirs, this.mine, 3, 0);
		assertNumber(theirs, this.mine, 4, 1);
		assertNumber(association, this.others, 3, 0);
	}

	@Test
	@Tag("E10")
	void asManyStreamsAsFitARequestAreResetTogetherAndMoreAreRefused() {
		SctpOptions many = ALLOWED.toBuilder().outboundStreams(300).build();
		SctpEndpoint server = server(many);
		SctpAssociation association = connect(server, many);
		SctpAssociation theirs = otherSide(association, server);
		int[] most = IntStream.range(0, 200).toArray();
		int[] more = IntStream.range(0, 201).toArray();
		for (int stream : new int[] { 0, 199, 200 }) {
			assertNumber(association, this.others, stream, 0);
			assertNumber(theirs, this.mine, stream, 0);
		}
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> association.resetStreams(more))
			.withMessageContainingAll("201 streams", "200 at most", "none for all");
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> association.requestStreamReset(more));
		Await.result(association.resetStreams(IntStream.concat(IntStream.of(most), IntStream.of(most)).toArray()));
		assertThat(this.others.event(StreamsReset.class).streams()).hasSize(200);
		assertNumber(association, this.others, 0, 0);
		assertNumber(association, this.others, 199, 0);
		assertNumber(association, this.others, 200, 1);
		Await.result(association.resetStreams(IntStream.range(0, 300).toArray()));
		assertNumber(association, this.others, 200, 0);
		Await.result(association.requestStreamReset(most));
		Await.until("it has happened", () -> this.others.events(StreamsReset.class).size() == 3);
		assertNumber(theirs, this.mine, 199, 0);
		assertNumber(theirs, this.mine, 200, 1);
	}

	@Test
	@Tag("E10")
	void theWholeAssociationIsReset() {
		SctpEndpoint server = server(ALLOWED);
		SctpAssociation association = connect(server, ALLOWED);
		SctpAssociation theirs = otherSide(association, server);
		assertNumber(association, this.others, 1, 0);
		assertNumber(theirs, this.mine, 1, 0);
		assertNumber(theirs, this.mine, 1, 1);
		CompletableFuture<Void> pending = theirs.sendAsync(new byte[1], SendOptions.stream(2));
		assertThat(this.mine.next().streamId()).isEqualTo(2);
		Await.result(pending);
		Await.result(association.resetAssociation());
		AssociationReset event = this.mine.event(AssociationReset.class);
		AssociationReset otherEvent = this.others.event(AssociationReset.class);
		assertThat(event.localTsn()).isEqualTo(otherEvent.peerTsn());
		assertThat(event.peerTsn()).isEqualTo(otherEvent.localTsn());
		assertThat(nextTsn(association, this.others)).isEqualTo(event.localTsn());
		assertThat(nextTsn(theirs, this.mine)).isEqualTo(event.peerTsn());
		for (int number = 0; number < 3; number++) {
			assertNumber(association, this.others, 1, number);
			assertNumber(theirs, this.mine, 1, number);
			assertNumber(theirs, this.mine, 2, number);
		}
	}

	@Test
	@Tag("E10")
	void streamsAreAddedBothWaysAndUsed() {
		SctpEndpoint server = server(ALLOWED);
		SctpAssociation association = connect(server, ALLOWED);
		SctpAssociation theirs = otherSide(association, server);
		Await.result(association.addStreams(5, 0));
		assertThat(association.outboundStreams()).isEqualTo(STREAMS + 5);
		assertNumber(association, this.others, STREAMS + 4, 0);
		Await.result(association.addStreams(0, 7));
		Await.until("inbound streams", () -> association.inboundStreams() == STREAMS + 7);
		Await.until("outbound streams", () -> theirs.outboundStreams() == STREAMS + 7);
		assertNumber(theirs, this.mine, STREAMS + 6, 0);
		Await.result(association.addStreams(1, 1));
		Await.until("streams", () -> theirs.outboundStreams() == STREAMS + 8);
		assertThat(association.outboundStreams()).isEqualTo(STREAMS + 6);
		assertThat(theirs.inboundStreams()).isEqualTo(STREAMS + 6);
		assertNumber(association, this.others, STREAMS + 5, 0);
		assertNumber(theirs, this.mine, STREAMS + 7, 0);
		List<StreamsAdded> events = this.mine.events(StreamsAdded.class);
		assertThat(events.get(0).outboundStreams()).isEqualTo(STREAMS + 5);
		assertThat(events.get(0).inboundStreams()).isEqualTo(STREAMS);
		assertThat(this.others.event(StreamsAdded.class).inboundStreams()).isEqualTo(STREAMS + 5);
		assertThat(association.status().outboundStreams()).isEqualTo(STREAMS + 6);
	}

	@Test
	@Tag("E10")
	void whatThePeersOptionLacksIsDeniedAndChangesNothing() {
		SctpEndpoint server = server(with(StreamReconfiguration.RESET_ASSOCIATION));
		SctpAssociation association = connect(server, ALLOWED);
		assertNumber(association, this.others, 1, 0);
		assertThat(reason(association.resetStreams(1))).isEqualTo(Reason.DENIED);
		assertThat(reason(association.requestStreamReset())).isEqualTo(Reason.DENIED);
		assertThat(reason(association.addStreams(1, 0))).isEqualTo(Reason.DENIED);
		assertThat(reason(association.addStreams(0, 1))).isEqualTo(Reason.DENIED);
		assertNumber(association, this.others, 1, 1);
		assertThat(association.outboundStreams()).isEqualTo(STREAMS);
		assertThat(reason(otherSide(association, server).resetStreams(1))).isEqualTo(Reason.NOT_ALLOWED);
		assertThat(this.mine.events(StreamsReset.class)).isEmpty();
		assertThat(this.mine.events(StreamsAdded.class)).isEmpty();
	}

	@Test
	@Tag("E10")
	void whatIsSentDuringAResetArrivesInOrderAndNothingIsLost() {
		SctpAssociation association = connect(server(ALLOWED), ALLOWED);
		int next = 0;
		List<CompletableFuture<Void>> resets = new ArrayList<>();
		for (int round = 0; round < 5; round++) {
			for (int i = 0; i < 200; i++) {
				association.send(Payloads.numbered(next, (i % 20 == 0) ? 5000 : 100), SendOptions.stream(next % 2));
				next++;
			}
			if (round < 4) {
				CompletableFuture<Void> reset = association.resetStreams(1);
				resets.add(reset);
				for (int i = 0; i < 50; i++) {
					association.send(Payloads.numbered(next, 100), SendOptions.stream(next % 2));
					next++;
				}
				Await.result(reset);
			}
		}
		int[] last = { -2, -1 };
		int[] expected = { 0, 0 };
		int starts = 0;
		for (int i = 0; i < next; i++) {
			SctpMessage message = this.others.next();
			int number = Payloads.number(message.payload());
			int stream = message.streamId();
			assertThat(number).isEqualTo(last[stream] + 2);
			last[stream] = number;
			if (stream == 1 && message.streamSequenceNumber() == 0) {
				starts++;
				expected[stream] = 0;
			}
			assertThat(message.streamSequenceNumber()).isEqualTo(expected[stream]++);
		}
		assertThat(starts).isEqualTo(5);
		assertThat(resets).hasSize(4);
	}

	@Test
	@Tag("E10")
	void oneRequestIsUnderWayAtATimeAndSurvivesACut() {
		SctpEndpoint server = server(ALLOWED);
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = open(connecting().name("client").options(ALLOWED).handler(this.mine))
			.connect(link.options().withOptions(ALLOWED));
		assertNumber(association, this.others, 1, 0);
		CompletableFuture<Void> first;
		try (PathCut cut = link.cut(LOOPBACK)) {
			first = association.resetStreams(1);
			assertThat(reason(association.resetStreams(2))).isEqualTo(Reason.IN_PROGRESS);
			assertThat(reason(association.addStreams(1, 0))).isEqualTo(Reason.IN_PROGRESS);
			association.send(new byte[] { 1 }, SendOptions.stream(1));
			assertThat(first).isNotDone();
		}
		Await.result(first);
		assertThat(this.others.next().streamSequenceNumber()).isZero();
		Await.result(association.addStreams(1, 0));
		assertThat(association.outboundStreams()).isEqualTo(STREAMS + 1);
	}

	@Test
	@Tag("E10")
	void whatCannotBeAskedForIsRefusedAtOnce() {
		SctpAssociation association = connect(server(ALLOWED), ALLOWED);
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> association.resetStreams(STREAMS));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> association.requestStreamReset(-1));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> association.addStreams(0, 0));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> association.addStreams(65536, 0));
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> association.addStreams(0, 65536 - STREAMS));
		assertNumber(association, this.others, 1, 0);
		Await.result(association.resetStreams(1));
	}

	@Test
	@Tag("E10")
	void aRequestEndsWithItsAssociation() {
		SctpEndpoint server = server(ALLOWED);
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = open(connecting().name("client").options(ALLOWED).handler(this.mine))
			.connect(link.options().withOptions(ALLOWED));
		assertNumber(association, this.others, 1, 0);
		CompletableFuture<Void> pending;
		try (PathCut cut = link.cut(LOOPBACK)) {
			pending = association.resetStreams(1);
			association.abort("enough");
			assertThat(reason(pending)).isEqualTo(Reason.CLOSED);
		}
		Await.result(association.closed());
		assertThat(reason(association.resetStreams(1))).isEqualTo(Reason.CLOSED);
		assertThat(reason(association.requestStreamReset())).isEqualTo(Reason.CLOSED);
		assertThat(reason(association.resetAssociation())).isEqualTo(Reason.CLOSED);
		assertThat(reason(association.addStreams(1, 1))).isEqualTo(Reason.CLOSED);
	}

	@Test
	@Tag("E10")
	void shuttingDownRightAfterAResetLosesNothing() {
		SctpAssociation association = connect(server(ALLOWED), ALLOWED);
		for (int n = 0; n < 20; n++) {
			association.send(Payloads.numbered(n, 1000), SendOptions.stream(1));
		}
		association.resetStreams(1);
		for (int n = 20; n < 40; n++) {
			association.send(Payloads.numbered(n, 1000), SendOptions.stream(1));
		}
		Await.result(association.shutdown());
		for (int n = 0; n < 40; n++) {
			assertThat(Payloads.number(this.others.next().payload())).isEqualTo(n);
		}
	}

}
