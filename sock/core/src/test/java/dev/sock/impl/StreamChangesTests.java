package dev.sock.impl;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpExtension;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.SendOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the core does with requests to reset and add streams.
 */
class StreamChangesTests extends AbstractSockTests {

	private SctpAssociation association;

	@BeforeEach
	void connect() {
		this.association = connected(Set.of(StreamReconfiguration.values()));
		fake(this.association).extensions = Set.of(SctpExtension.STREAM_RECONFIGURATION);
	}

	private SctpAssociation connected(Set<StreamReconfiguration> allowed) {
		SctpEndpoint endpoint = this.sock
			.createEndpoint(options().options(SctpOptions.builder().streamReconfiguration(allowed).build()).build());
		return connected(endpoint);
	}

	private List<Reconfiguration> requests() {
		return fake(this.association).requests;
	}

	private static void assertFails(CompletableFuture<Void> future, Reason reason, String... words) {
		assertThat(future).isCompletedExceptionally();
		assertThatThrownBy(future::join).isInstanceOf(CompletionException.class)
			.cause()
			.isInstanceOfSatisfying(SctpReconfigurationException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(reason))
			.message()
			.satisfies((message) -> assertThat(List.of(words)).allMatch(message::contains));
	}

	@Test
	void streamsAreNamedOnceInOrderAndAllOfThemByNone() {
		this.association.resetStreams(3, 1, 3);
		this.association.resetStreams();
		this.association.resetStreams(4, 3, 2, 1, 0);
		this.association.requestStreamReset(6);
		this.association.resetAssociation();
		this.association.addStreams(1, 2);
		assertThat(requests()).containsExactly(new Reconfiguration.ResetOutbound(List.of(1, 3)),
				new Reconfiguration.ResetOutbound(List.of()), new Reconfiguration.ResetOutbound(List.of()),
				new Reconfiguration.ResetInbound(List.of(6)), new Reconfiguration.ResetAssociation(),
				new Reconfiguration.AddStreams(1, 2));
	}

	@Test
	void argumentsThatCannotBeAreRefusedAtOnce() {
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> this.association.resetStreams(0, 5))
			.withMessageContainingAll("stream", "5", "0 to 4");
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> this.association.resetStreams(-1));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> this.association.requestStreamReset(7))
			.withMessageContaining("0 to 6");
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> this.association.addStreams(0, 0));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> this.association.addStreams(-1, 2));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> this.association.addStreams(65531, 0))
			.withMessageContaining("0 to 65530");
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> this.association.addStreams(1, 65529));
		this.association.addStreams(65530, 65528);
		assertThat(requests()).hasSize(1);
	}

	@Test
	void moreStreamsThanFitAPacketAreRefused() {
		fake(this.association).onLoop(() -> fake(this.association).listener.streamsAdded(600, 7));
		eventually(() -> this.association.outboundStreams() == 600);
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> this.association.resetStreams(IntStream.range(0, 201).toArray()))
			.withMessageContainingAll("201 streams", "200 at most", "none for all");
		fake(this.association).onLoop(() -> fake(this.association).listener.streamsAdded(600, 600));
		eventually(() -> this.association.inboundStreams() == 600);
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> this.association.requestStreamReset(IntStream.range(300, 600).toArray()))
			.withMessageContainingAll("300 streams", "200 at most");
		assertThat(requests()).isEmpty();
	}

	@Test
	void streamsThatAreNamedTwiceCountOnce() {
		fake(this.association).onLoop(() -> fake(this.association).listener.streamsAdded(600, 7));
		eventually(() -> this.association.outboundStreams() == 600);
		this.association.resetStreams(IntStream.range(0, 400).map((i) -> 199 - i / 2).toArray());
		this.association.resetStreams(IntStream.range(0, 1200).map((i) -> i / 2).toArray());
		assertThat(requests()).containsExactly(
				new Reconfiguration.ResetOutbound(IntStream.range(0, 200).boxed().toList()),
				new Reconfiguration.ResetOutbound(List.of()));
	}

	@Test
	void whatTheOptionLacksIsNotAllowed() {
		this.association = connected(Set.of(StreamReconfiguration.ADD_STREAMS));
		fake(this.association).extensions = Set.of(SctpExtension.STREAM_RECONFIGURATION);
		assertFails(this.association.resetStreams(1), Reason.NOT_ALLOWED, "RESET_STREAMS", "stream-reconfiguration");
		assertFails(this.association.requestStreamReset(1), Reason.NOT_ALLOWED);
		assertFails(this.association.resetAssociation(), Reason.NOT_ALLOWED, "RESET_ASSOCIATION");
		assertThat(this.association.addStreams(1, 1)).isNotDone();
	}

	@Test
	void whatThePeerLacksIsNotSupported() {
		fake(this.association).extensions = Set.of(SctpExtension.PARTIAL_RELIABILITY);
		assertFails(this.association.resetStreams(1), Reason.NOT_SUPPORTED, "peer", this.association.name());
		assertFails(this.association.addStreams(1, 0), Reason.NOT_SUPPORTED);
		assertThat(requests()).isEmpty();
	}

	@Test
	void theTransportsAnswerIsTold() {
		CompletableFuture<Void> done = this.association.resetStreams(1);
		CompletableFuture<Void> denied = this.association.resetAssociation();
		fake(this.association).answers.get(0).complete(null);
		fake(this.association).answers.get(1)
			.completeExceptionally(new SctpReconfigurationException(Reason.DENIED, "the peer denied it"));
		assertThat(done).isCompleted();
		assertFails(denied, Reason.DENIED, "the peer denied it", this.association.name());
	}

	@Test
	void anAssociationThatIsBeingClosedOrHasEndedAsksForNothing() {
		fake(this.association).endsOnShutdown = false;
		this.association.shutdown();
		assertFails(this.association.resetStreams(1), Reason.CLOSED, "shut down");
		fake(this.association).terminate(AssociationChange.COMM_LOST, false, "gone");
		assertFails(this.association.resetStreams(77), Reason.CLOSED, "gone");
		assertFails(this.association.requestStreamReset(77), Reason.CLOSED);
		assertFails(this.association.resetAssociation(), Reason.CLOSED);
		assertFails(this.association.addStreams(0, 0), Reason.CLOSED);
		assertThat(requests()).isEmpty();
	}

	@Test
	void streamsThatWereAddedCanBeUsed() {
		fake(this.association).onLoop(() -> fake(this.association).listener.streamsAdded(9, 12));
		eventually(() -> this.association.inboundStreams() == 12);
		assertThat(this.association.outboundStreams()).isEqualTo(9);
		this.association.send(new byte[1], SendOptions.stream(8));
		assertThat(fake(this.association).sent).hasSize(1);
	}

}
