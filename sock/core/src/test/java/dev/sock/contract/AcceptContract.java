package dev.sock.contract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.AcceptPolicy;
import dev.sock.AcceptRequest;
import dev.sock.ConnectOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AdaptationIndicated;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whom an endpoint accepts, and what whoever is refused sees.
 */
public abstract class AcceptContract extends Contract {

	protected AcceptContract(TransportFixture fixture) {
		super(fixture);
	}

	/**
	 * Connects from an endpoint of its own and is refused by an accept policy, with data
	 * sent as early as can be.
	 */
	private void assertRefusedByPolicy(SctpEndpoint server) {
		Recorder recorder = new Recorder();
		SctpEndpoint client = open(connecting().handler(recorder));
		if (this.capabilities.refusesBeforeEstablished()) {
			assertRefused(client, to(server));
			assertThat(recorder.changes()).containsExactly(AssociationChange.CANNOT_ESTABLISH);
		}
		else {
			SctpAssociation association = client.connect(to(server));
			try {
				association.sendAsync("to be discarded".getBytes(), SendOptions.DEFAULT);
			}
			catch (SctpSendException ex) {
				assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED);
			}
			assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.COMM_LOST);
			recorder.change(AssociationChange.COMM_LOST);
			assertThat(recorder.changes()).containsExactly(AssociationChange.COMM_UP, AssociationChange.COMM_LOST);
		}
		assertThat(client.associations()).isEmpty();
		client.close();
	}

	private static void assertRefused(SctpEndpoint client, ConnectOptions options) {
		SctpConnectException ex = catchThrowableOfType(SctpConnectException.class, () -> client.connect(options));
		assertThat(ex).isNotNull();
		assertThat(ex.reason()).as(ex.getMessage()).isEqualTo(SctpConnectException.Reason.REFUSED);
		assertThat(ex).hasMessageContaining("refused the association");
	}

	@Test
	@Tag("B2")
	void anEndpointAcceptsNobodyUnlessToldTo() {
		SctpEndpoint silent = this.sock.createEndpoint();
		assertRefused(client(), to(silent));
		assertRefused(open(connecting()), to(open(accepting(0))));
		assertThat(silent.associations()).isEmpty();
	}

	@Test
	@Tag("B2")
	void anEndpointAcceptsUpToTheNumberGiven() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(2).handler(recorder));
		SctpAssociation first = client().connect(to(server));
		SctpAssociation second = open(connecting()).connect(to(server));
		otherSide(first, server);
		otherSide(second, server);
		assertRefusedByPolicy(server);
		assertThat(server.associations()).hasSize(2);
		assertThat(server.statistics().refused()).isOne();
		Await.result(first.shutdown());
		Await.until("there is room for another", () -> server.associations().size() == 1);
		SctpAssociation third = open(connecting()).connect(to(server));
		third.send(new byte[] { 3 }, SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).containsExactly(3);
		assertThat(recorder.messages()).isEmpty();
	}

	@Test
	void associationsThatTheEndpointOpenedItselfCount() {
		SctpEndpoint one = open(accepting(1));
		SctpEndpoint other = open(accepting(1));
		one.connect(to(other));
		assertRefusedByPolicy(one);
	}

	@Test
	@Tag("B3")
	void aPolicySeesWhoAsks() {
		List<AcceptRequest> asked = new CopyOnWriteArrayList<>();
		SctpEndpoint server = open(accepting(0, both()).name("server")
			.options(SctpOptions.builder().outboundStreams(7).maxInboundStreams(6).build())
			.accept(asked::add));
		SctpEndpoint client = open(
				connecting(both()).options(SctpOptions.builder().outboundStreams(9).maxInboundStreams(3).build()));
		SctpAssociation theirs = otherSide(client.connect(to(server)), server);
		SctpEndpoint second = open(connecting(both()[1]));
		second.connect(withAddresses(to(server), both()[1]));
		Await.until("the policy is asked again", () -> asked.size() == 2);
		AcceptRequest request = asked.get(0);
		assertThat(request.endpointName()).isEqualTo("server");
		assertThat(request.peerPort()).isEqualTo(client.localPort());
		assertThat(client.localAddresses()).contains(request.peerAddress());
		assertThat(request.peerAddresses()).containsExactlyInAnyOrderElementsOf(client.localAddresses());
		assertThat(request.outboundStreams()).isEqualTo(3);
		assertThat(request.inboundStreams()).isEqualTo(6);
		assertThat(request.currentAssociations()).isEmpty();
		request = asked.get(1);
		assertThat(request.peerAddress()).isEqualTo(address(both()[1]));
		assertThat(request.peerAddresses()).containsExactly(address(both()[1]));
		assertThat(request.peerPort()).isEqualTo(second.localPort());
		assertThat(request.currentAssociations()).containsExactly(theirs);
		assertThat(asked).hasSize(2);
	}

	@Test
	@Tag("E7")
	void anAdaptationLayerIsAnEventAndToldToThePolicyWhereThatIsPossible() {
		List<AcceptRequest> asked = new CopyOnWriteArrayList<>();
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(0).accept(asked::add).handler(recorder));
		UdpPeer peer = UdpPeer.call(server.localAddresses().get(0), this.fixture.udpPort(server), server.localPort(),
				UdpPeer.adaptationIndication(0xfedc_ba98L));
		Await.until("the policy is asked", () -> !asked.isEmpty());
		if (this.capabilities.acceptSeesAdaptationIndication()) {
			assertThat(asked.get(0).adaptationIndication()).isEqualTo(0xfedc_ba98L);
		}
		else {
			assertThat(asked.get(0).adaptationIndication()).isNull();
		}
		AdaptationIndicated event = recorder.event(AdaptationIndicated.class);
		assertThat(event.indication()).isEqualTo(0xfedc_ba98L);
		assertThat(event.association()).isSameAs(recorder.up());
		// The peer does not answer a shutdown.
		server.close(Duration.ZERO);
		peer.close();
	}

	@Test
	@Tag("B2")
	@Tag("B3")
	void aPolicyThatRefusesIsAskedForEachPeer() {
		Recorder recorder = new Recorder();
		AtomicInteger asked = new AtomicInteger();
		SctpEndpoint server = open(
				accepting(0).handler(recorder).accept((request) -> asked.incrementAndGet() % 2 == 0));
		assertRefusedByPolicy(server);
		SctpAssociation accepted = client().connect(to(server));
		assertRefusedByPolicy(server);
		accepted.send(new byte[] { 2 }, SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).containsExactly(2);
		assertThat(recorder.changes()).containsExactly(AssociationChange.COMM_UP);
		assertThat(server.statistics().refused()).isEqualTo(2);
		assertThat(server.statistics().passiveEstabs()).isOne();
	}

	@Test
	void aPolicyThatThrowsRefusesAndHarmsNobodyElse() {
		SctpEndpoint client = client();
		SctpEndpoint server = open(accepting(0).handler(ECHO).accept((request) -> {
			if (request.peerPort() != client.localPort()) {
				throw new StackOverflowError("wanted by the test");
			}
			return true;
		}));
		assertRefusedByPolicy(server);
		SctpAssociation association = client.connect(to(server));
		assertRefusedByPolicy(server);
		echo(association, 7);
		assertThat(server.associations()).hasSize(1);
		assertThat(server.statistics().refused()).isEqualTo(2);
	}

	@Test
	@Tag("C2")
	void acceptingStartsAndStopsAtRunTime() {
		SctpEndpoint server = open(accepting(0).handler(ECHO));
		SctpEndpoint client = client();
		assertRefused(client, to(server));
		server.accept(AcceptPolicy.upTo(1));
		SctpAssociation association = client.connect(to(server));
		otherSide(association, server);
		assertRefusedByPolicy(server);
		server.accept(AcceptPolicy.none());
		assertRefused(open(connecting()), to(server));
		echo(association, 1);
		server.accept((request) -> true);
		echo(open(connecting()).connect(to(server)), 2);
		assertThat(server.associations()).hasSize(2);
	}

	@Test
	void anAcceptedAssociationIsNamedByThePeersAddressAndPort() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation first = client.connect(to(server));
		String name = otherSide(first, server).name();
		assertThat(name).isEqualTo("127.0.0.1-" + client.localPort());
		Await.result(first.shutdown());
		Await.until("the server's side has ended", () -> server.associations().isEmpty());
		assertThat(otherSide(client.connect(to(server)), server).name()).isEqualTo(name);
	}

	@Test
	void anAcceptedAssociationIsNamedByTheNamingFunction() {
		SctpEndpoint server = open(accepting(2).naming((request) -> "peer-" + request.peerPort()));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		assertThat(theirs.name()).isEqualTo("peer-" + association.endpoint().localPort());
		assertThat(server.association(theirs.name())).containsSame(theirs);
	}

}
