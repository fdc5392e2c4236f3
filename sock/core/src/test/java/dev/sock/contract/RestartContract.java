package dev.sock.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.EndpointOptions;
import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.contract.TransportFixture.PathCut;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that has lost everything comes back under its address and port (RFC 9260 §5.2).
 */
public abstract class RestartContract extends Contract {

	/** Repeats nothing while the peer is away, to which its host would answer. */
	private static final RtoOptions PATIENT = new RtoOptions(Duration.ofSeconds(20), Duration.ofSeconds(20),
			Duration.ofSeconds(60));

	protected RestartContract(TransportFixture fixture) {
		super(fixture);
	}

	/** Ends an endpoint without its peer hearing of it, and opens it again. */
	private SctpEndpoint restart(SctpEndpoint endpoint, TransportFixture.Link link, EndpointOptions.Builder options) {
		int port = endpoint.localPort();
		try (PathCut cut = link.cut(LOOPBACK)) {
			endpoint.close(Duration.ZERO);
		}
		return open(options.port(port));
	}

	@Test
	@Tag("E1")
	void aRestartIsAnEventOfTheSameAssociationWhichGoesOn() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(2).handler(recorder).options(SctpOptions.builder().rto(PATIENT).build()));
		TransportFixture.Link link = this.fixture.link(server);
		SctpEndpoint before = client();
		SctpAssociation old = before.connect(link.options());
		old.send(new byte[] { 1 }, SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).containsExactly(1);
		SctpAssociation theirs = recorder.up();
		SctpEndpoint after = restart(before, link,
				connecting().options(SctpOptions.builder().outboundStreams(4).maxInboundStreams(3).build()));
		SctpAssociation anew = after.connect(link.options());
		AssociationChanged restarted = recorder.change(AssociationChange.RESTART);
		assertThat(restarted.association()).isSameAs(theirs);
		assertThat(restarted.outboundStreams()).isEqualTo(3);
		assertThat(restarted.inboundStreams()).isEqualTo(4);
		assertThat(theirs.outboundStreams()).isEqualTo(3);
		assertThat(theirs.state()).isEqualTo(AssociationState.ESTABLISHED);
		anew.send(new byte[] { 2 }, SendOptions.DEFAULT);
		SctpMessage message = recorder.next();
		assertThat(message.payload()).containsExactly(2);
		assertThat(message.streamSequenceNumber()).isZero();
		assertThat(message.association()).isSameAs(theirs);
		theirs.send(new byte[] { 3 }, SendOptions.DEFAULT);
		assertThat(receive(anew).payload()).containsExactly(3);
		assertThat(server.associations()).containsExactly(theirs);
		assertThat(server.statistics().restarts()).isOne();
		assertThat(server.statistics().currEstab()).isOne();
		assertThat(recorder.changes()).containsExactly(AssociationChange.COMM_UP, AssociationChange.RESTART);
		Await.result(anew.shutdown());
		recorder.change(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	void whatWasPendingFailsAndIsNotSentToTheRestartedPeer() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(2).handler(recorder).options(SctpOptions.builder().rto(PATIENT).build()));
		TransportFixture.Link link = this.fixture.link(server);
		SctpEndpoint before = client();
		before.connect(link.options());
		SctpAssociation theirs = recorder.up();
		CompletableFuture<Void> pending;
		int port = before.localPort();
		try (PathCut cut = link.cut(LOOPBACK)) {
			pending = theirs.sendAsync(Payloads.filled(5, 5_000), SendOptions.DEFAULT.withContext(77));
			before.close(Duration.ZERO);
		}
		assertThat(pending).isNotDone();
		SctpEndpoint after = open(connecting().port(port));
		SctpAssociation anew = after.connect(link.options());
		recorder.change(AssociationChange.RESTART);
		assertThat(Await.failure(pending)).isInstanceOfSatisfying(SctpSendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.ASSOCIATION_LOST));
		SendFailed failed = recorder.event(SendFailed.class);
		Payloads.check(failed.payload(), 5, 5_000);
		assertThat(failed.options().context()).isEqualTo(77);
		theirs.send(new byte[] { 6 }, SendOptions.DEFAULT);
		assertThat(receive(anew).payload()).containsExactly(6);
	}

	@Test
	void theSendBufferIsFreeAgainAfterARestart() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(recorder).options(SMALL.toBuilder().rto(PATIENT).build()));
		TransportFixture.Link link = this.fixture.link(server);
		SctpEndpoint before = client();
		before.connect(link.options());
		SctpAssociation theirs = recorder.up();
		int port = before.localPort();
		try (PathCut cut = link.cut(LOOPBACK)) {
			theirs.send(new byte[SMALL.sendBuffer()], SendOptions.DEFAULT);
			before.close(Duration.ZERO);
		}
		assertThat(theirs.trySend(new byte[1], SendOptions.DEFAULT)).isFalse();
		SctpAssociation anew = open(connecting().port(port)).connect(link.options());
		recorder.change(AssociationChange.RESTART);
		theirs.send(Payloads.filled(1, SMALL.sendBuffer()), SendOptions.DEFAULT);
		Payloads.check(receive(anew).payload(), 1, SMALL.sendBuffer());
	}

}
