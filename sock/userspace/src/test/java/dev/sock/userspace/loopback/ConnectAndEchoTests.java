package dev.sock.userspace.loopback;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.EndpointStatistics;
import dev.sock.PathState;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.contract.Await;
import dev.sock.contract.Payloads;
import dev.sock.contract.Recorder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Associations come up over each kind of address, and messages come back as they were.
 */
class ConnectAndEchoTests extends AbstractLoopbackTests {

	private static void echo(SctpAssociation association, String text) {
		association.send(text.getBytes(StandardCharsets.UTF_8), SendOptions.stream(1).withPayloadProtocolId(46));
		SctpMessage message = receive(association);
		assertThat(message.text()).isEqualTo(text);
		assertThat(message.streamId()).isEqualTo(1);
		assertThat(message.payloadProtocolId()).isEqualTo(46);
		assertThat(message.association()).isSameAs(association);
	}

	@Test
	void echoesAMessageOnItsStreamAndPayloadProtocolIdentifier() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		assertThat(association.state()).isEqualTo(AssociationState.ESTABLISHED);
		echo(association, "hello");
	}

	@Test
	void bothSidesKnowStreamsAddressesAndPortsOfEachOther() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(
				accepting(1).handler(recorder).options(SctpOptions.builder().outboundStreams(7).build()));
		SctpEndpoint client = open(connecting().options(SctpOptions.builder().maxInboundStreams(3).build()));
		SctpAssociation mine = client.connect(to(server));
		SctpAssociation theirs = recorder.up();
		assertThat(mine.outboundStreams()).isEqualTo(theirs.inboundStreams()).isEqualTo(10);
		assertThat(mine.inboundStreams()).isEqualTo(theirs.outboundStreams()).isEqualTo(3);
		assertThat(mine.peerAddresses()).isEqualTo(theirs.localAddresses()).containsExactly(LOOPBACK);
		assertThat(theirs.peerAddresses()).isEqualTo(mine.localAddresses()).containsExactly(LOOPBACK);
		assertThat(mine.peerPort()).isEqualTo(server.localPort());
		assertThat(theirs.peerPort()).isEqualTo(client.localPort());
		AssociationChanged up = recorder.events(AssociationChanged.class).get(0);
		assertThat(up.outboundStreams()).isEqualTo(3);
		assertThat(up.inboundStreams()).isEqualTo(10);
	}

	@Test
	void usesTwoAddressesAsTwoPaths() {
		assumeBindable("127.0.0.2");
		String[] both = { "127.0.0.1", "127.0.0.2" };
		SctpEndpoint server = open(accepting(1, both).handler(ECHO));
		SctpAssociation association = open(connecting(both)).connect(to(server));
		awaitActivePaths(association, both);
		SctpAssociation theirs = server.associations().get(0);
		awaitActivePaths(theirs, both);
		assertThat(association.status().primary().address()).isEqualTo(LOOPBACK);
		echo(association, "over the first");
		association.paths().get(1).makePrimary();
		Await.until("the other path is the primary one",
				() -> association.status().primary().address().equals(address("127.0.0.2")));
		echo(association, "over the second");
	}

	@Test
	void learnsTheSecondAddressOfAPeerThatIsCalledByOne() {
		assumeBindable("127.0.0.2");
		SctpEndpoint server = open(accepting(1, "127.0.0.1", "127.0.0.2").handler(ECHO));
		SctpEndpoint client = open(connecting("127.0.0.1", "127.0.0.2"));
		SctpAssociation association = client
			.connect(ConnectOptions.to("127.0.0.2", server.localPort()).withRemoteUdpPort(server.udpPort().getAsInt()));
		awaitActivePaths(association, "127.0.0.1", "127.0.0.2");
		assertThat(association.status().primary().address()).isEqualTo(address("127.0.0.2"));
	}

	@Test
	void usesIpv4AndIpv6AtTheSameTime() {
		assumeBindable("::1");
		String[] both = { "127.0.0.1", "::1" };
		SctpAssociation association = open(connecting(both)).connect(to(open(accepting(1, both).handler(ECHO))));
		awaitActivePaths(association, both);
		association.paths().get(1).makePrimary();
		Await.until("IPv6 is the primary path", () -> !association.status().primary().address().isIpv4());
		echo(association, "both");
	}

	private static void awaitActivePaths(SctpAssociation association, String... addresses) {
		List<SctpAddress> expected = Arrays.stream(addresses).map(AbstractLoopbackTests::address).toList();
		Await.until("active paths with a round-trip time to " + expected, () -> {
			List<PathStatus> paths = association.status().paths();
			return paths.stream().map(PathStatus::address).toList().containsAll(expected)
					&& paths.size() == expected.size()
					&& paths.stream().allMatch((path) -> path.state() == PathState.ACTIVE && path.srtt() != null);
		});
	}

	@Test
	void carriesMessagesOf1To300000Bytes() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		Random random = new Random(4711);
		int[] lengths = { 1, 2, 3, 4, 5, 1_000, 1_400, 1_411, 1_412, 1_413, 1_440, 1_444, 1_452, 1_472, 2_823, 2_824,
				2_825, 9_000, 65_535, 65_536, 100_000, 262_144, 300_000 };
		for (int length : lengths) {
			byte[] payload = new byte[length];
			random.nextBytes(payload);
			association.send(payload, SendOptions.DEFAULT);
			assertThat(Arrays.equals(receive(association).payload(), payload)).as("%d bytes", length).isTrue();
		}
		Await.until("the receive buffer is empty", () -> association.status().receiveBufferUsed() == 0);
		Await.until("the send buffer is empty", () -> association.status().sendBufferUsed() == 0);
	}

	@Test
	void deliversUnorderedMessagesAsSuch() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		int count = 500;
		BitSet seen = new BitSet();
		for (int n = 0; n < count; n++) {
			association.send(Payloads.numbered(n, 10 + n), SendOptions.stream(n % 10).withUnordered(true));
		}
		for (int n = 0; n < count; n++) {
			SctpMessage message = receive(association);
			assertThat(message.unordered()).isTrue();
			seen.set(Payloads.number(message.payload()));
		}
		assertThat(seen.cardinality()).isEqualTo(count);
	}

	@Test
	void keepsTheOrderWithinEachOfManyStreams() {
		SctpOptions options = SctpOptions.builder().outboundStreams(1_000).maxInboundStreams(1_000).build();
		SctpEndpoint server = open(accepting(1).handler(ECHO).options(options));
		SctpAssociation association = open(connecting().options(options)).connect(to(server));
		assertThat(association.outboundStreams()).isEqualTo(1_000);
		int[] next = new int[1_000];
		for (int n = 0; n < 5_000; n++) {
			association.send(Payloads.numbered(n / 1_000, 4 + n % 40), SendOptions.stream(n % 1_000));
		}
		for (int n = 0; n < 5_000; n++) {
			SctpMessage message = receive(association);
			assertThat(Payloads.number(message.payload())).isEqualTo(next[message.streamId()]++);
		}
		assertThat(next).containsOnly(5);
	}

	@Test
	void findsAssociationsByEachAddressOfThePeerAndByName() {
		assumeBindable("127.0.0.2");
		String[] both = { "127.0.0.1", "127.0.0.2" };
		SctpEndpoint server = open(accepting(1, both).name("server").naming((request) -> "caller"));
		SctpEndpoint client = open(connecting(both).name("client"));
		SctpAssociation mine = client.connect(to(server).withName("to-server"));
		SctpAssociation theirs = server.association("caller").orElseThrow();
		assertThat(mine.name()).isEqualTo("to-server");
		assertThat(client.association("to-server")).containsSame(mine);
		assertThat(client.associations()).containsExactly(mine);
		assertThat(theirs.id()).isNotEqualTo(mine.id());
		for (String local : both) {
			assertThat(this.sock.endpoint(address(local), server.localPort())).containsSame(server);
			for (String peer : both) {
				assertThat(client.association(address(peer), server.localPort())).containsSame(mine);
				assertThat(server.association(address(peer), client.localPort())).containsSame(theirs);
				assertThat(this.sock.findAssociation(address(local), client.localPort(), address(peer),
						server.localPort()))
					.containsSame(mine);
			}
		}
		assertThat(this.sock.endpoint("server")).containsSame(server);
		assertThat(this.sock.endpoints()).containsExactly(server, client);
		Await.result(mine.shutdown());
		assertThat(client.association("to-server")).isEmpty();
		assertThat(this.sock.findAssociation(LOOPBACK, client.localPort(), LOOPBACK, server.localPort())).isEmpty();
	}

	@Test
	void countsWhatWasSentAndReceived() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		assertThat(client.statistics().totals().messagesSent()).isZero();
		SctpAssociation association = client.connect(to(server));
		echo(association, "12345");
		assertThat(association.status().statistics().messagesSent()).isOne();
		assertThat(association.status().statistics().bytesReceived()).isEqualTo(5);
		Await.result(association.shutdown());
		EndpointStatistics statistics = client.statistics();
		assertThat(statistics.totals().bytesSent()).isEqualTo(5);
		assertThat(statistics.totals().messagesReceived()).isOne();
		assertThat(statistics.activeEstabs()).isOne();
		assertThat(statistics.currEstab()).isZero();
		assertThat(server.statistics().passiveEstabs()).isOne();
	}

}
