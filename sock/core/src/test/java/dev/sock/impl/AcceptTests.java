package dev.sock.impl;

import java.util.ArrayList;
import java.util.List;

import dev.sock.AcceptPolicy;
import dev.sock.AcceptRequest;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptTests extends AbstractSockTests {

	@Test
	void acceptsUpToTheNumberAndAgainWhenOneHasEnded() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().accept(2).build());
		assertThat(fake(endpoint).binding.connectOnly()).isFalse();
		FakeAssociation first = fake(endpoint).incoming("10.0.0.1", 1);
		assertThat(first).isNotNull();
		assertThat(fake(endpoint).incoming("10.0.0.2", 1)).isNotNull();
		assertThat(fake(endpoint).incoming("10.0.0.3", 1)).isNull();
		first.terminate(AssociationChange.SHUTDOWN_COMPLETE, false, "done");
		assertThat(fake(endpoint).incoming("10.0.0.3", 1)).isNotNull();
		assertThat(endpoint.associations()).extracting(SctpAssociation::name)
			.containsExactly("10.0.0.2-1", "10.0.0.3-1");
	}

	@Test
	void acceptsNooneByDefaultUntilToldTo() {
		SctpEndpoint endpoint = this.sock.createEndpoint();
		assertThat(fake(endpoint).binding.connectOnly()).isTrue();
		assertThat(fake(endpoint).incoming("10.0.0.1", 1)).isNull();
		endpoint.accept(AcceptPolicy.upTo(1));
		assertThat(fake(endpoint).incoming("10.0.0.1", 1)).isNotNull();
		endpoint.accept(AcceptPolicy.none());
		assertThat(fake(endpoint).incoming("10.0.0.2", 1)).isNull();
	}

	@Test
	void tellsThePolicyAllAboutThePeer() {
		List<AcceptRequest> requests = new ArrayList<>();
		SctpEndpoint endpoint = this.sock.createEndpoint(options().name("server").accept(requests::add).build());
		fake(endpoint).incoming("10.0.0.1", 7, "10.0.0.2");
		fake(endpoint).incoming("10.0.0.3", 8);
		AcceptRequest first = requests.get(0);
		assertThat(first.endpointName()).isEqualTo("server");
		assertThat(first.peerAddress()).hasToString("10.0.0.1");
		assertThat(first.peerPort()).isEqualTo(7);
		assertThat(first.peerAddresses()).hasToString("[10.0.0.1, 10.0.0.2]");
		assertThat(first.outboundStreams()).isEqualTo(5);
		assertThat(first.inboundStreams()).isEqualTo(7);
		assertThat(first.currentAssociations()).isEmpty();
		assertThat(requests.get(1).currentAssociations()).extracting(SctpAssociation::name)
			.containsExactly("10.0.0.1-7");
	}

	@Test
	void aPolicyThatFailsRefuses() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().accept((request) -> {
			throw new AssertionError("broken");
		}).build());
		assertThat(fake(endpoint).incoming("10.0.0.1", 1)).isNull();
		assertThat(endpoint.associations()).isEmpty();
	}

	@Test
	void givesNamesThatAreUniqueAndWorkInUrls() {
		SctpEndpoint endpoint = this.sock
			.createEndpoint(options().accept(10).naming((request) -> switch (request.peerPort()) {
				case 1 -> "client";
				case 2 -> "not/good";
				case 3 -> throw new IllegalStateException("broken");
				default -> null;
			}).build());
		for (String peer : List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")) {
			fake(endpoint).incoming(peer, 1);
		}
		fake(endpoint).incoming("10.0.0.4", 2);
		fake(endpoint).incoming("10.0.0.5", 3);
		fake(endpoint).incoming("2001:db8::1", 30400);
		assertThat(endpoint.associations()).extracting(SctpAssociation::name)
			.containsExactly("client", "client-2", "client-3", "10.0.0.4-2", "10.0.0.5-3", "2001-db8--1-30400");
		assertThat(endpoint.association("client-2").orElseThrow().peerAddresses()).hasToString("[10.0.0.2]");
	}

	@Test
	void isFoundByEachAddressOfThePeer() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().port(5000).accept(10).build());
		FakeAssociation fake = fake(endpoint).incoming("10.0.0.1", 7, "10.0.0.2");
		SctpAssociation association = endpoint.association("10.0.0.1-7").orElseThrow();
		SctpAddress local = SctpAddress.parse("127.0.0.1");
		for (String peer : List.of("10.0.0.1", "10.0.0.2")) {
			SctpAddress address = SctpAddress.parse(peer);
			assertThat(endpoint.association(address, 7)).containsSame(association);
			assertThat(endpoint.association(address, 8)).isEmpty();
			assertThat(this.sock.findAssociation(local, 5000, address, 7)).containsSame(association);
			assertThat(this.sock.findAssociation(local, 5001, address, 7)).isEmpty();
		}
		SctpAddress added = SctpAddress.parse("10.0.0.3");
		fake.onLoop(() -> {
			fake.listener.pathChanged(added, dev.sock.SctpEvent.PathChange.ADDED, 0);
			fake.listener.pathChanged(SctpAddress.parse("10.0.0.1"), dev.sock.SctpEvent.PathChange.REMOVED, 0);
		});
		assertThat(endpoint.association(added, 7)).containsSame(association);
		assertThat(endpoint.association(SctpAddress.parse("10.0.0.1"), 7)).isEmpty();
		assertThat(association.peerAddresses()).hasToString("[10.0.0.2, 10.0.0.3]");
		fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		assertThat(endpoint.association(added, 7)).isEmpty();
		assertThat(this.sock.findAssociation(local, 5000, added, 7)).isEmpty();
	}

	@Test
	void refusesWhileItCloses() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().accept(10).build());
		((DefaultEndpoint) endpoint).closer().begin(java.time.Duration.ofSeconds(1));
		assertThat(fake(endpoint).incoming("10.0.0.1", 1)).isNull();
		assertThat(endpoint.associations()).isEmpty();
	}

	@Test
	void refusesWhileHandlersAreTooFarBehindWithEndedAssociations() {
		ManualExecutor executor = new ManualExecutor();
		RecordingHandler handler = new RecordingHandler();
		SctpEndpoint endpoint = this.sock
			.createEndpoint(options().accept(10).handler(handler).executor(executor).build());
		int accepted = 0;
		for (int i = 0; i < 3000; i++) {
			FakeAssociation peer = fake(endpoint).incoming("10.0.0.1", 1);
			if (peer != null) {
				accepted++;
				peer.terminate(AssociationChange.COMM_LOST, false, "gone");
			}
		}
		assertThat(accepted).isEqualTo(1001);
		executor.runAll();
		assertThat(handler.log).hasSize(2002);
		assertThat(fake(endpoint).incoming("10.0.0.1", 1)).isNotNull();
	}

	@Test
	void forgetsTheOldestOfTheEndedAssociationsThatNobodyPulls() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().accept(10).build());
		for (int i = 0; i < 1500; i++) {
			FakeAssociation peer = fake(endpoint).incoming("10.0.0.1", 1);
			peer.receive(String.valueOf(i));
			peer.terminate(AssociationChange.COMM_LOST, false, "gone");
		}
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			texts.add(endpoint.receive(java.time.Duration.ZERO).text());
		}
		assertThat(texts).startsWith("500").endsWith("1499");
		assertThat(endpoint.receive(java.time.Duration.ZERO)).isNull();
		assertThat(((DefaultEndpoint) endpoint).endedInboxes().list()).isEmpty();
	}

}
