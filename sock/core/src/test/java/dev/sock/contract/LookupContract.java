package dev.sock.contract;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpPath;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints and associations are found by their names and addresses.
 */
public abstract class LookupContract extends Contract {

	protected LookupContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	@Tag("B6")
	@Tag("B7")
	@Tag("B8")
	void associationsAreFoundByEachAddressOfEitherSideAndByName() {
		String[] both = both();
		SctpEndpoint server = open(accepting(1, both).name("server").naming((request) -> "caller"));
		SctpEndpoint client = open(connecting(both).name("client"));
		SctpAssociation mine = client.connect(to(server).withName("to-server"));
		SctpAssociation theirs = otherSide(mine, server);
		assertThat(mine.name()).isEqualTo("to-server");
		assertThat(theirs.name()).isEqualTo("caller");
		assertThat(client.association("to-server")).containsSame(mine);
		assertThat(server.association("caller")).containsSame(theirs);
		assertThat(client.association("caller")).isEmpty();
		for (SctpAddress local : addresses(List.of(both))) {
			assertThat(this.sock.endpoint(local, server.localPort())).containsSame(server);
			assertThat(this.sock.endpoint(local, client.localPort())).containsSame(client);
			for (SctpAddress peer : addresses(List.of(both))) {
				assertThat(client.association(peer, server.localPort())).containsSame(mine);
				assertThat(server.association(peer, client.localPort())).containsSame(theirs);
				assertThat(this.sock.findAssociation(local, client.localPort(), peer, server.localPort()))
					.containsSame(mine);
				assertThat(this.sock.findAssociation(local, server.localPort(), peer, client.localPort()))
					.containsSame(theirs);
			}
		}
		assertThat(client.association(address("127.0.0.9"), server.localPort())).isEmpty();
		assertThat(client.association(address(both[0]), client.localPort())).isEmpty();
	}

	@Test
	void aPeerCalledByOneAddressIsFoundByTheOthersThatItHas() {
		String[] both = both();
		SctpEndpoint server = open(accepting(1, both));
		SctpEndpoint client = open(connecting(both));
		SctpAssociation mine = client.connect(withAddresses(to(server), both[1]));
		for (String address : both) {
			assertThat(client.association(address(address), server.localPort())).containsSame(mine);
		}
	}

	@Test
	void whatHasEndedIsNotFound() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		SctpAssociation mine = client.connect(to(server).withName("mine"));
		SctpAssociation theirs = otherSide(mine, server);
		Await.result(mine.shutdown());
		Await.result(theirs.closed());
		assertThat(client.association("mine")).isEmpty();
		assertThat(client.association(LOOPBACK, server.localPort())).isEmpty();
		assertThat(server.association(theirs.name())).isEmpty();
		assertThat(this.sock.findAssociation(LOOPBACK, client.localPort(), LOOPBACK, server.localPort())).isEmpty();
		server.close();
		assertThat(this.sock.endpoint("server")).isEmpty();
		assertThat(this.sock.endpoint(LOOPBACK, server.localPort())).isEmpty();
		assertThat(this.sock.endpoint("client")).containsSame(client);
	}

	@Test
	void anAssociationThatIsBeingOpenedIsFound() {
		SctpEndpoint server = server();
		TransportFixture.Link link = this.fixture.link(server);
		link.cut(LOOPBACK);
		SctpEndpoint client = client();
		client.connectAsync(link.options().withName("early"));
		SctpAssociation early = Await.value("the association being opened", () -> client.association("early"));
		assertThat(client.association(LOOPBACK, server.localPort())).containsSame(early);
		assertThat(this.sock.findAssociation(LOOPBACK, client.localPort(), LOOPBACK, server.localPort()))
			.containsSame(early);
		assertThat(early.peerAddresses()).containsExactly(LOOPBACK);
		assertThat(early.outboundStreams()).isZero();
	}

	@Test
	@Tag("B7")
	void manyAssociationsOfAnEndpointAreToldApart() {
		SctpEndpoint server = server();
		for (int i = 0; i < 10; i++) {
			SctpEndpoint client = open(connecting());
			SctpAssociation theirs = otherSide(client.connect(to(server)), server);
			assertThat(server.association(LOOPBACK, client.localPort())).containsSame(theirs);
			assertThat(theirs.peerPort()).isEqualTo(client.localPort());
		}
		assertThat(server.associations()).hasSize(10).doesNotHaveDuplicates();
	}

	@Test
	void eachSideSeesTheAddressesOfTheOther() {
		String[] mixed = { "127.0.0.1", ipv6()[0] };
		for (String[] addresses : List.of(both(), mixed, ipv6())) {
			SctpEndpoint server = open(accepting(1, addresses));
			SctpAssociation mine = open(connecting(addresses)).connect(to(server));
			SctpAssociation theirs = otherSide(mine, server);
			List<SctpAddress> expected = addresses(List.of(addresses));
			for (SctpAssociation association : List.of(mine, theirs)) {
				assertThat(association.localAddresses()).containsExactlyInAnyOrderElementsOf(expected);
				assertThat(association.peerAddresses()).containsExactlyInAnyOrderElementsOf(expected);
				assertThat(association.paths()).extracting(SctpPath::address)
					.containsExactlyElementsOf(association.peerAddresses());
			}
		}
	}

	@Test
	@Tag("B6")
	void twoEndpointsWithOnePortOnDifferentAddressesAreToldApart() {
		String[] both = both();
		Recorder first = new Recorder();
		Recorder second = new Recorder();
		SctpEndpoint one = open(accepting(3, both[0]).handler(first));
		SctpEndpoint other = open(accepting(3, both[1]).handler(second).port(one.localPort()));
		open(connecting(both[0])).connect(to(one)).send(new byte[] { 1 }, SendOptions.DEFAULT);
		open(connecting(both[1])).connect(to(other)).send(new byte[] { 2 }, SendOptions.DEFAULT);
		assertThat(first.next().payload()).containsExactly(1);
		assertThat(second.next().payload()).containsExactly(2);
		assertThat(this.sock.endpoint(address(both[0]), one.localPort())).containsSame(one);
		assertThat(this.sock.endpoint(address(both[1]), one.localPort())).containsSame(other);
	}

}
