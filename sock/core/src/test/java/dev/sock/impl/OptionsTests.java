package dev.sock.impl;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import dev.sock.ConnectOptions;
import dev.sock.IpOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Options that are read back and changed, on a transport that does what a test says.
 */
class OptionsTests extends AbstractSockTests {

	private final SctpEndpoint endpoint = this.sock.createEndpoint(options().build());

	@Test
	void whatTheTransportMakesOfOptionsIsReadBack() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).options = fake(association).options.toBuilder().sendBuffer(4711).build();
		assertThat(association.options().sendBuffer()).isEqualTo(4711);
		fake(this.endpoint).options = SctpOptions.DEFAULT.toBuilder().receiveBuffer(4712).build();
		assertThat(this.endpoint.options().receiveBuffer()).isEqualTo(4712);
	}

	@Test
	void aChangeConcernsOnlyWhatTheFunctionSets() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).options = fake(association).options.toBuilder().sackDelay(Duration.ofMillis(210)).build();
		association.setOptions((options) -> options.noDelay(false));
		assertThat(fake(association).options.noDelay()).isFalse();
		association.setOptions((options) -> options.maxBurst(3).linger(null));
		assertThat(association.options())
			.isEqualTo(SctpOptions.builder().noDelay(false).maxBurst(3).sackDelay(Duration.ofMillis(210)).build());
		// What was asked for is not what a transport had rounded.
		assertThat(((DefaultAssociation) association).protocol().kept().sackDelay()).isEqualTo(Duration.ofMillis(200));
	}

	@Test
	void aChangeThatTheTransportRefusesChangesNothing() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).refuses = new SctpOptionException("max-burst", "3", "is not liked; take another");
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> association
			.setOptions((options) -> options.maxBurst(3).defaultSend(SendOptions.stream(2)).sendBuffer(1 << 16)));
		assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(association.defaultSend()).isEqualTo(SendOptions.DEFAULT);
		assertThat(((DefaultAssociation) association).sendBuffer().capacity()).isEqualTo(1 << 20);
	}

	@Test
	void aValueOutOfRangeIsRefusedBeforeTheTransportIsAsked() {
		SctpAssociation association = connected(this.endpoint);
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> association.setOptions((options) -> options.noDelay(false).sackFrequency(0)))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("sack-frequency"))
			.withMessageContainingAll("0", "1 to 1000");
		assertThat(association.options().noDelay()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "outbound-streams", "max-inbound-streams", "max-init-retransmissions", "max-init-timeout",
			"valid-cookie-life", "adaptation-indication", "linger", "ip.reuse-address", "ip.ipv6-only",
			"partial-reliability", "stream-reconfiguration", "dynamic-addresses" })
	void whatCannotBeChangedOnceAnAssociationIsOpenedIsRefusedByName(String name) {
		SctpAssociation association = connected(this.endpoint);
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> association.setOptions((options) -> switch (name) {
				case "outbound-streams" -> options.noDelay(false).outboundStreams(3);
				case "max-inbound-streams" -> options.noDelay(false).maxInboundStreams(3);
				case "max-init-retransmissions" -> options.noDelay(false).maxInitRetransmissions(3);
				case "max-init-timeout" -> options.noDelay(false).maxInitTimeout(Duration.ofSeconds(2));
				case "valid-cookie-life" -> options.noDelay(false).validCookieLife(Duration.ofSeconds(2));
				case "adaptation-indication" -> options.noDelay(false).adaptationIndication(2L);
				case "partial-reliability" -> options.noDelay(false).partialReliability(false);
				case "stream-reconfiguration" ->
					options.noDelay(false).streamReconfiguration(Set.of(StreamReconfiguration.ADD_STREAMS));
				case "dynamic-addresses" -> options.noDelay(false).dynamicAddresses(true);
				case "linger" -> options.noDelay(false).linger(Duration.ZERO);
				case "ip.reuse-address" -> options.noDelay(false).ip(IpOptions.DEFAULT.withReuseAddress(true));
				default -> options.noDelay(false).ip(IpOptions.DEFAULT.withIpv6Only(true));
			}))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo(name))
			.withMessageContaining("set it");
		assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT);
	}

	@Test
	void anAssociationThatHasEndedKeepsItsOptionsAndChangesNoMore() {
		SctpAssociation association = connected(this.endpoint);
		association.setOptions((options) -> options.maxBurst(3));
		fake(association).terminate(AssociationChange.COMM_LOST, false, "gone");
		assertThat(association.options().maxBurst()).isEqualTo(3);
		assertThatExceptionOfType(SctpClosedException.class)
			.isThrownBy(() -> association.setOptions((options) -> options.maxBurst(4)))
			.withMessageContaining("gone");
		assertThat(association.options().maxBurst()).isEqualTo(3);
	}

	@Test
	void associationsToComeStartWithTheEndpointsOptionsAsTheyAreThen() {
		SctpAssociation before = connected(this.endpoint);
		this.endpoint.setOptions((options) -> options.maxBurst(3)
			.defaultSend(SendOptions.stream(4))
			.events(Set.of(SctpEvent.Kind.PATH_CHANGED)));
		assertThat(this.endpoint.options().maxBurst()).isEqualTo(3);
		assertThat(before.options()).isEqualTo(SctpOptions.DEFAULT);
		SctpAssociation after = connected(this.endpoint, ConnectOptions.to("127.0.0.2", PEER_PORT));
		assertThat(after.options()).isEqualTo(this.endpoint.options());
		assertThat(fake(after).target.options().maxBurst()).isEqualTo(3);
		assertThat(after.defaultSend()).isEqualTo(SendOptions.stream(4));
	}

	@Test
	void whatBelongsToABoundAddressCannotBeChangedOnAnOpenEndpoint() {
		for (IpOptions ip : List.of(IpOptions.DEFAULT.withReuseAddress(true), IpOptions.DEFAULT.withIpv6Only(false))) {
			assertThatExceptionOfType(SctpOptionException.class)
				.isThrownBy(() -> this.endpoint.setOptions((options) -> options.maxBurst(3).ip(ip)))
				.withMessageContaining("once the endpoint is open");
		}
		assertThat(this.endpoint.options()).isEqualTo(SctpOptions.DEFAULT);
	}

	@Test
	void anEndpointThatIsClosedKeepsItsOptionsAndChangesNoMore() {
		this.endpoint.setOptions((options) -> options.maxBurst(3));
		this.endpoint.close();
		assertThat(this.endpoint.options().maxBurst()).isEqualTo(3);
		assertThatExceptionOfType(SctpClosedException.class)
			.isThrownBy(() -> this.endpoint.setOptions((options) -> options.maxBurst(4)))
			.withMessageContaining("closed");
	}

	@Test
	void aConnectCannotContradictWhatTheEndpointHasAsAWhole() {
		SctpEndpoint lingering = this.sock
			.createEndpoint(options().options(SctpOptions.builder().linger(Duration.ofSeconds(1)).build()).build());
		ConnectOptions other = ConnectOptions.to("127.0.0.1", PEER_PORT)
			.withOptions(SctpOptions.builder().linger(Duration.ofSeconds(3)).build());
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> lingering.connectAsync(other).join())
			.havingCause()
			.isInstanceOfSatisfying(SctpOptionException.class, (ex) -> assertThat(ex.option()).isEqualTo("linger"));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> lingering.connect(other));
		// What it leaves out is the endpoint's.
		assertThat(connected(lingering,
				ConnectOptions.to("127.0.0.1", PEER_PORT).withOptions(SctpOptions.builder().maxBurst(3).build()))
			.options()
			.maxBurst()).isEqualTo(3);
	}

	@Test
	void whatIsSentWithoutOptionsIsSentAsTheDefaultSays() throws Exception {
		SctpAssociation association = connected(this.endpoint, ConnectOptions.to("127.0.0.1", PEER_PORT)
			.withOptions(SctpOptions.builder().defaultSend(SendOptions.stream(3).withPayloadProtocolId(46)).build()));
		association.send(new byte[1]);
		association.send(java.nio.ByteBuffer.allocate(1));
		assertThat(association.trySend(new byte[1])).isTrue();
		association.sendAsync(new byte[1]);
		association.send(new byte[1], SendOptions.stream(1));
		association.setOptions((options) -> options.defaultSend(SendOptions.stream(2)));
		association.send(new byte[1]);
		assertThat(fake(association).sent).extracting((message) -> message.options().streamId())
			.containsExactly(3, 3, 3, 3, 1, 2);
		assertThat(fake(association).sent.get(0).options().payloadProtocolId()).isEqualTo(46);
	}

	@Test
	void anEventThatIsNotSubscribedToIsNotDelivered() {
		RecordingHandler handler = new RecordingHandler();
		this.endpoint.setHandler(handler);
		SctpAssociation association = connected(this.endpoint, ConnectOptions.to("127.0.0.1", PEER_PORT)
			.withOptions(SctpOptions.builder().events(Set.of(SctpEvent.Kind.PATH_CHANGED)).build()));
		FakeAssociation fake = fake(association);
		fake.onLoop(() -> {
			fake.listener.pathChanged(association.peerAddresses().get(0), PathChange.AVAILABLE, 0);
			fake.listener.shutdownReceived();
		});
		association.setOptions((options) -> options.events(Set.of(SctpEvent.Kind.ASSOCIATION_CHANGED)));
		fake.onLoop(() -> fake.listener.pathChanged(association.peerAddresses().get(0), PathChange.AVAILABLE, 0));
		fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		assertThat(handler.events).extracting(SctpEvent::kind)
			.containsExactly(SctpEvent.Kind.PATH_CHANGED, SctpEvent.Kind.ASSOCIATION_CHANGED);
		assertThat(association.closed().join().reason()).isEqualTo("gone");
	}

	@Test
	void aSenderThatWaitsGoesOnWhenTheSendBufferIsMadeLarger() throws Throwable {
		SctpAssociation association = connected(this.endpoint,
				ConnectOptions.to("127.0.0.1", PEER_PORT).withOptions(SctpOptions.builder().sendBuffer(4096).build()));
		association.send(new byte[4096]);
		Task<Boolean> waiting = start(() -> {
			association.send(new byte[100]);
			return true;
		}).waits();
		association.setOptions((options) -> options.sendBuffer(8192));
		assertThat(waiting.get()).isTrue();
		assertThat(association.trySend(new byte[4000])).isFalse();
		assertThat(association.trySend(new byte[3900])).isTrue();
	}

	@Test
	void closingWaitsAsLongAsTheOptionsSay() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).endsOnShutdown = false;
		this.endpoint.setOptions((options) -> options.linger(Duration.ofHours(1)));
		Task<Boolean> closing = start(() -> {
			this.endpoint.close();
			return true;
		}).waits();
		assertThat(fake(association).shutdownAsked).isTrue();
		assertThat(fake(association).abortReason).isNull();
		fake(association).terminate(AssociationChange.SHUTDOWN_COMPLETE, false, "shut down");
		eventually(closing::isDone);
	}

	@Test
	void withoutLingeringAssociationsAreAbortedAtOnce() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).endsOnShutdown = false;
		this.endpoint.setOptions((options) -> options.linger(Duration.ZERO));
		this.endpoint.close();
		assertThat(fake(association).abortReason).isNotNull();
	}

}
