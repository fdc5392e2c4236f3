package dev.sock.contract;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.IpOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AdaptationIndicated;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What options do.
 */
public abstract class OptionEffectsContract extends Contract {

	protected OptionEffectsContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	@Tag("D19")
	void aMessageThatDoesNotFitAPacketIsRefusedWithoutFragmentation() {
		SctpEndpoint server = server();
		SctpAssociation association = open(connecting().options(SctpOptions.builder().disableFragments(true).build()))
			.connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		Integer point = association.status().fragmentationPoint();
		assertThat(point).isNotNull().isLessThan(65_536);
		association.send(Payloads.numbered(1, point));
		assertThatExceptionOfType(SctpSendException.class)
			.isThrownBy(() -> association.send(Payloads.numbered(2, point + 1)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TOO_LONG))
			.withMessageContainingAll(String.valueOf(point), String.valueOf(point + 1), "disable-fragments");
		association.setOptions((options) -> options.disableFragments(false));
		association.send(Payloads.numbered(3, point + 1));
		association.setOptions((options) -> options.disableFragments(true));
		assertThatExceptionOfType(SctpSendException.class)
			.isThrownBy(() -> association.send(Payloads.numbered(4, point + 1)));
		assertThat(List.of(Payloads.number(receive(theirs).payload()), Payloads.number(receive(theirs).payload())))
			.containsExactly(1, 3);
	}

	@Test
	@Tag("D19")
	void aChangeIsInForceForTheNextMessage() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		Integer point = association.status().fragmentationPoint();
		assertThat(point).isNotNull();
		for (int round = 0; round < 200; round++) {
			association.setOptions((options) -> options.disableFragments(true));
			assertThatExceptionOfType(SctpSendException.class)
				.isThrownBy(() -> association.send(Payloads.numbered(0, point + 1)));
			association.setOptions((options) -> options.disableFragments(false));
			association.send(Payloads.numbered(round, point + 1));
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(round);
		}
	}

	@Test
	@Tag("D24")
	void messagesArriveWholeThoughTheirPiecesAreSmall() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		association.setOptions((options) -> options.maxSegment(600));
		assertThat(association.status().fragmentationPoint()).isEqualTo(600);
		association.send(Payloads.numbered(1, 5000));
		assertThat(receive(otherSide(association, server)).payload()).isEqualTo(Payloads.numbered(1, 5000));
		association.setOptions((options) -> options.maxSegment(0));
		assertThat(association.status().fragmentationPoint()).isGreaterThan(600);
	}

	@Test
	@Tag("D16")
	void anIdleAssociationIsShutDown() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpAssociation association = open(
				connecting().options(SctpOptions.builder().autoclose(Duration.ofSeconds(1)).build()))
			.connect(to(server));
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		recorder.change(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	@Tag("D14")
	@Tag("E7")
	void eachSideHearsOfTheOthersAdaptationLayer() {
		Recorder atServer = new Recorder();
		Recorder atClient = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(atServer)
			.options(SctpOptions.builder().adaptationIndication(0xffff_ffffL).build()));
		open(connecting().handler(atClient).options(SctpOptions.builder().adaptationIndication(77L).build()))
			.connect(to(server));
		assertThat(atServer.event(AdaptationIndicated.class).indication()).isEqualTo(77);
		assertThat(atClient.event(AdaptationIndicated.class).indication()).isEqualTo(0xffff_ffffL);
	}

	@Test
	@Tag("D17")
	@Tag("F8")
	@Tag("F21")
	void whatIsSaidWithTheMessageWinsOverTheAssociationAndThatOverTheEndpoint() {
		SctpEndpoint server = server();
		SctpEndpoint client = open(connecting()
			.options(SctpOptions.builder().defaultSend(SendOptions.stream(1).withPayloadProtocolId(11)).build()));
		SctpAssociation association = client.connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		association.send(new byte[1]);
		assertSentWith(receive(theirs), 1, 11);
		association.setOptions((options) -> options.defaultSend(SendOptions.stream(2).withPayloadProtocolId(22)));
		association.send(new byte[1]);
		assertSentWith(receive(theirs), 2, 22);
		association.send(new byte[1], SendOptions.stream(3).withPayloadProtocolId(33));
		assertSentWith(receive(theirs), 3, 33);
		assertThat(client.options().defaultSend()).isEqualTo(SendOptions.stream(1).withPayloadProtocolId(11));
	}

	private static void assertSentWith(SctpMessage message, int stream, long ppid) {
		assertThat(message.streamId()).isEqualTo(stream);
		assertThat(message.payloadProtocolId()).isEqualTo(ppid);
	}

	@Test
	@Tag("C8")
	@Tag("D5")
	void closingWithoutLingeringAbortsAndWithItShutsDown() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpEndpoint abrupt = open(connecting().options(SctpOptions.builder().linger(Duration.ZERO).build()));
		SctpEndpoint graceful = open(connecting().options(SctpOptions.builder().linger(Duration.ofMinutes(1)).build()));
		SctpAssociation lost = abrupt.connect(to(server));
		SctpAssociation ended = graceful.connect(to(server));
		otherSide(lost, server);
		otherSide(ended, server);
		graceful.close();
		assertThat(ended.closed().join().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		abrupt.close();
		assertThat(lost.closed().join().change()).isEqualTo(AssociationChange.COMM_LOST);
		recorder.change(AssociationChange.SHUTDOWN_COMPLETE);
		recorder.change(AssociationChange.COMM_LOST);
	}

	@Test
	@Tag("D20")
	@Tag("E8")
	void onlyEventsThatAreSubscribedToAreDelivered() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(recorder)
			.options(SctpOptions.builder()
				.events(Set.of(SctpEvent.Kind.ADAPTATION_INDICATED, SctpEvent.Kind.SHUTDOWN_RECEIVED))
				.build()));
		SctpAssociation association = open(connecting().options(SctpOptions.builder().adaptationIndication(1L).build()))
			.connect(to(server));
		SctpAssociation theirs = recorder.event(AdaptationIndicated.class).association();
		theirs.setOptions((options) -> options.events(Set.of(SctpEvent.Kind.ASSOCIATION_CHANGED)));
		Await.until("the server's side is up", () -> theirs.state() == AssociationState.ESTABLISHED);
		association.shutdown();
		recorder.change(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(recorder.events(SctpEvent.class)).extracting(SctpEvent::kind)
			.containsOnly(SctpEvent.Kind.ADAPTATION_INDICATED, SctpEvent.Kind.ASSOCIATION_CHANGED);
		assertThat(recorder.changes()).containsExactly(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	@Tag("D11")
	void theIpv6WildcardStandsForIpv4AsTheOptionSays() {
		ipv6();
		SctpEndpoint only = open(accepting(1, "*").options(ipv6Only(true)));
		assertThat(only.localAddresses()).isNotEmpty().noneMatch(SctpAddress::isIpv4);
		only.close();
		SctpEndpoint both = open(accepting(1, "::").options(ipv6Only(false)).handler(ECHO));
		assertThat(both.localAddresses()).contains(LOOPBACK, address("::1"));
		echo(client().connect(withAddresses(to(both), "127.0.0.1")), 1);
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> open(accepting(1, "::1", "127.0.0.1").options(ipv6Only(true))))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("ip.ipv6-only"));
	}

	private static SctpOptions ipv6Only(boolean ipv6Only) {
		return SctpOptions.builder().ip(IpOptions.DEFAULT.withIpv6Only(ipv6Only)).build();
	}

}
