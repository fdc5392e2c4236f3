package dev.sock.spi;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sock.IpOptions;
import dev.sock.RtoOptions;
import dev.sock.SctpEvent;
import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OptionChange}: no option may be forgotten here, since a change of it
 * would be ignored.
 */
class OptionChangeTests {

	/** Differs from the defaults in everything. */
	private static final SctpOptions OTHER = SctpOptions.builder()
		.outboundStreams(1)
		.maxInboundStreams(2)
		.maxInitRetransmissions(3)
		.rto(new RtoOptions(Duration.ofMillis(4), Duration.ofMillis(4), Duration.ofMillis(4)))
		.heartbeatInterval(Duration.ofSeconds(5))
		.associationMaxRetransmissions(6)
		.pathMaxRetransmissions(7)
		.potentiallyFailedThreshold(8)
		.sackDelay(Duration.ofMillis(9))
		.noDelay(false)
		.sendBuffer(10_501)
		.sendLowWatermark(10_500)
		.receiveBuffer(11_000)
		.maxMessageSize(12)
		.partialDeliveryPoint(11)
		.maxBurst(13)
		.validCookieLife(Duration.ofSeconds(14))
		.pathMtu(1400)
		.maxInitTimeout(Duration.ofSeconds(15))
		.sackFrequency(16)
		.maxSegment(1000)
		.disableFragments(true)
		.autoclose(Duration.ofSeconds(17))
		.adaptationIndication(18L)
		.defaultSend(SendOptions.stream(19))
		.linger(Duration.ofSeconds(20))
		.events(Set.of(SctpEvent.Kind.SENDER_DRY))
		.partialReliability(false)
		.streamReconfiguration(Set.of(StreamReconfiguration.RESET_STREAMS))
		.dynamicAddresses(true)
		.ip(new IpOptions(21, 22, true, 23, true, true))
		.build();

	private static String kebab(RecordComponent component) {
		return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
	}

	private static List<String> names() {
		Stream<String> plain = Stream.of(SctpOptions.class.getRecordComponents())
			.map(OptionChangeTests::kebab)
			.filter((name) -> !name.equals("ip"));
		Stream<String> ip = Stream.of(IpOptions.class.getRecordComponents())
			.map((component) -> "ip." + kebab(component).replace("ipv6only", "ipv6-only"));
		return Stream.concat(plain, ip).toList();
	}

	@Test
	void knowsEveryOption() {
		OptionChange change = new OptionChange(SctpOptions.DEFAULT, OTHER);
		assertThat(change.all()).extracting(OptionChange.Named::name).containsExactlyInAnyOrderElementsOf(names());
		assertThat(change.applyTo(SctpOptions.DEFAULT)).isEqualTo(OTHER);
	}

	@Test
	void leavesAloneWhatDoesNotDiffer() {
		SctpOptions ttl = SctpOptions.DEFAULT.toBuilder().ip(IpOptions.DEFAULT.withTtl(9)).build();
		OptionChange change = new OptionChange(SctpOptions.DEFAULT, ttl);
		assertThat(change.all()).containsExactly(new OptionChange.Named("ip.ttl", "9"));
		assertThat(change.applyTo(OTHER))
			.isEqualTo(OTHER.toBuilder().ip(new IpOptions(21, 9, true, 23, true, true)).build());
	}

	@Test
	void isEmptyIfNothingDiffers() {
		assertThat(new OptionChange(OTHER, OTHER.toBuilder().build()).isEmpty()).isTrue();
		assertThat(new OptionChange(OTHER, OTHER).all()).isEmpty();
	}

	@Test
	void everyEventHasAKind() {
		assertThat(SctpEvent.class.getPermittedSubclasses()).hasSameSizeAs(SctpEvent.Kind.values());
	}

}
