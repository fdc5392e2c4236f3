package dev.sock.contract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Associations are opened, in each way that there is.
 */
public abstract class ConnectContract extends Contract {

	protected ConnectContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	@Tag("C3")
	void connectReturnsTheEstablishedAssociation() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpEndpoint client = client();
		SctpAssociation mine = client.connect(to(server));
		assertThat(mine.state()).isEqualTo(AssociationState.ESTABLISHED);
		assertThat(mine.endpoint()).isSameAs(client);
		assertThat(mine.peerPort()).isEqualTo(server.localPort());
		assertThat(mine.outboundStreams()).isEqualTo(10);
		assertThat(mine.inboundStreams()).isEqualTo(10);
		assertThat(mine.closed()).isNotDone();
		assertThat(client.associations()).containsExactly(mine);
		SctpAssociation theirs = recorder.up();
		assertThat(theirs.state()).isEqualTo(AssociationState.ESTABLISHED);
		assertThat(theirs.endpoint()).isSameAs(server);
		assertThat(theirs.peerPort()).isEqualTo(client.localPort());
		assertThat(server.associations()).containsExactly(theirs);
		assertThat(theirs.id()).isNotEqualTo(mine.id());
	}

	@Test
	@Tag("C4")
	void asynchronousConnectEndsWithTheAssociationOfTheEvent() {
		Recorder recorder = new Recorder();
		CompletableFuture<SctpAssociation> future = client(recorder).connectAsync(to(server(ECHO)));
		SctpAssociation association = Await.result(future);
		AssociationChanged up = recorder.change(AssociationChange.COMM_UP);
		assertThat(up.association()).isSameAs(association);
		assertThat(up.outboundStreams()).isEqualTo(association.outboundStreams()).isEqualTo(10);
		assertThat(up.errorCode()).isZero();
		association.send(new byte[] { 42 }, SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).containsExactly(42);
		assertThat(recorder.changes()).containsExactly(AssociationChange.COMM_UP);
	}

	@Test
	void manyConnectAtTheSameTime() {
		SctpEndpoint server = server(ECHO);
		List<CompletableFuture<SctpAssociation>> futures = java.util.stream.IntStream.range(0, 20)
			.mapToObj((n) -> open(connecting()).connectAsync(to(server)))
			.toList();
		for (int n = 0; n < futures.size(); n++) {
			echo(Await.result(futures.get(n)), n);
		}
		assertThat(server.associations()).hasSize(20);
	}

	@Test
	void anEndpointConnectsToSeveralPeers() {
		SctpEndpoint client = client();
		SctpAssociation one = client.connect(to(server(ECHO)).withName("one"));
		SctpAssociation other = client.connect(to(open(accepting(1).handler(ECHO))).withName("other"));
		echo(one, 1);
		echo(other, 2);
		assertThat(client.associations()).containsExactly(one, other);
		assertThat(client.association("other")).containsSame(other);
	}

	@Test
	void connectsToAHostName() {
		echo(client().connect(withAddresses(to(server(ECHO)), "localhost")), 1);
	}

	@Test
	void connectsOverIpv6() {
		SctpEndpoint server = open(accepting(1, ipv6()).handler(ECHO));
		SctpAssociation association = open(connecting(ipv6())).connect(to(server));
		echo(association, 6);
		assertThat(association.peerAddresses()).containsExactly(address("::1"));
		assertThat(association.localAddresses()).containsExactly(address("::1"));
	}

	@Test
	void connectsToAPeerWithSeveralAddressesByAnyOfThem() {
		String[] both = both();
		SctpEndpoint server = open(accepting(3, both).handler(ECHO));
		for (List<String> called : List.of(List.of(both), List.of(both[0]), List.of(both[1]))) {
			SctpAssociation association = open(connecting(both))
				.connect(withAddresses(to(server), called.toArray(String[]::new)));
			assertThat(association.peerAddresses()).containsExactlyInAnyOrderElementsOf(server.localAddresses());
			assertThat(association.status().primary().address()).isEqualTo(address(called.get(0)));
			echo(association, called.size());
		}
	}

	@Test
	@Tag("C4")
	void connectsByTheSecondAddressWhenTheFirstDoesNotAnswer() {
		SctpEndpoint server = open(accepting(1, both()).handler(ECHO));
		TransportFixture.Link link = this.fixture.link(server);
		SctpOptions quick = SctpOptions.builder()
			.rto(new RtoOptions(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofSeconds(1)))
			.build();
		SctpEndpoint client = open(connecting(both()).options(quick));
		try (TransportFixture.PathCut cut = link.cut(address(both()[0]))) {
			echo(client.connect(link.options()), 1);
		}
	}

	@Test
	@Tag("C3")
	void protocolOptionsOfAConnectReplaceThoseOfTheEndpoint() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		ConnectOptions options = to(server)
			.withOptions(SctpOptions.builder().outboundStreams(3).maxInboundStreams(2).build());
		SctpAssociation association = client.connect(options);
		assertThat(association.outboundStreams()).isEqualTo(3);
		assertThat(association.inboundStreams()).isEqualTo(2);
		assertThat(client.options().outboundStreams()).isEqualTo(10);
		SctpAssociation theirs = otherSide(association, server);
		assertThat(theirs.outboundStreams()).isEqualTo(2);
		assertThat(theirs.inboundStreams()).isEqualTo(3);
	}

	@Test
	void peersThatCallEachOtherAtTheSameTimeHaveOneAssociation() {
		for (int i = 0; i < 10; i++) {
			SctpEndpoint one = open(accepting(1));
			SctpEndpoint other = open(accepting(1));
			CompletableFuture<SctpAssociation> forth = one.connectAsync(to(other));
			CompletableFuture<SctpAssociation> back = other.connectAsync(to(one));
			Await.result(CompletableFuture.allOf(forth, back).handle((done, ex) -> true));
			assertThat(forth.isCompletedExceptionally() && back.isCompletedExceptionally()).isFalse();
			Await.until("one association on either side", () -> isUpAlone(one) && isUpAlone(other));
			one.associations().get(0).send(new byte[] { (byte) i }, SendOptions.DEFAULT);
			assertThat(receive(other.associations().get(0)).payload()).containsExactly(i);
			one.close();
			other.close();
		}
	}

	private static boolean isUpAlone(SctpEndpoint endpoint) {
		List<SctpAssociation> associations = endpoint.associations();
		return associations.size() == 1 && associations.get(0).state() == AssociationState.ESTABLISHED;
	}

}
