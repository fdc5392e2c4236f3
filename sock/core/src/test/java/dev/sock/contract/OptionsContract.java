package dev.sock.contract;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Options: set before, changed after, read back, and refused.
 */
public abstract class OptionsContract extends Contract {

	/** A value of each option that is not its default. */
	private static final Map<String, UnaryOperator<SctpOptions>> UNUSUAL = unusual();

	/** Those that no transport can change on an association. */
	private static final Set<String> FIXED = Set.of("outbound-streams", "max-inbound-streams",
			"max-init-retransmissions", "max-init-timeout", "valid-cookie-life", "adaptation-indication", "linger",
			"ip.reuse-address", "partial-reliability", "stream-reconfiguration", "dynamic-addresses");

	protected OptionsContract(TransportFixture fixture) {
		super(fixture);
	}

	private static Map<String, UnaryOperator<SctpOptions>> unusual() {
		Map<String, UnaryOperator<SctpOptions>> all = new LinkedHashMap<>();
		all.put("outbound-streams", (o) -> o.toBuilder().outboundStreams(5).build());
		all.put("max-inbound-streams", (o) -> o.toBuilder().maxInboundStreams(6).build());
		all.put("max-init-retransmissions", (o) -> o.toBuilder().maxInitRetransmissions(3).build());
		all.put("rto",
				(o) -> o.toBuilder()
					.rto(new RtoOptions(Duration.ofMillis(600), Duration.ofMillis(300), Duration.ofSeconds(3)))
					.build());
		all.put("max-init-timeout", (o) -> o.toBuilder().maxInitTimeout(Duration.ofSeconds(2)).build());
		all.put("heartbeat-interval", (o) -> o.toBuilder().heartbeatInterval(Duration.ofSeconds(7)).build());
		all.put("association-max-retransmissions", (o) -> o.toBuilder().associationMaxRetransmissions(4).build());
		all.put("path-max-retransmissions", (o) -> o.toBuilder().pathMaxRetransmissions(6).build());
		all.put("potentially-failed-threshold", (o) -> o.toBuilder().potentiallyFailedThreshold(2).build());
		all.put("sack-delay", (o) -> o.toBuilder().sackDelay(Duration.ofMillis(120)).build());
		all.put("sack-frequency", (o) -> o.toBuilder().sackFrequency(3).build());
		all.put("no-delay", (o) -> o.toBuilder().noDelay(false).build());
		all.put("send-buffer", (o) -> o.toBuilder().sendBuffer(40_000).build());
		all.put("send-low-watermark", (o) -> o.toBuilder().sendLowWatermark(3_000).build());
		all.put("receive-buffer", (o) -> o.toBuilder().receiveBuffer(50_000).build());
		all.put("max-message-size", (o) -> o.toBuilder().maxMessageSize(60_000).build());
		all.put("partial-delivery-point", (o) -> o.toBuilder().partialDeliveryPoint(20_000).build());
		all.put("max-burst", (o) -> o.toBuilder().maxBurst(7).build());
		all.put("valid-cookie-life", (o) -> o.toBuilder().validCookieLife(Duration.ofSeconds(30)).build());
		all.put("path-mtu", (o) -> o.toBuilder().pathMtu(1400).build());
		all.put("max-segment", (o) -> o.toBuilder().maxSegment(1000).build());
		all.put("disable-fragments", (o) -> o.toBuilder().disableFragments(true).build());
		all.put("autoclose", (o) -> o.toBuilder().autoclose(Duration.ofHours(1)).build());
		all.put("adaptation-indication", (o) -> o.toBuilder().adaptationIndication(0xdead_beefL).build());
		all.put("default-send", (o) -> o.toBuilder().defaultSend(SendOptions.stream(3)).build());
		all.put("linger", (o) -> o.toBuilder().linger(Duration.ofSeconds(1)).build());
		all.put("events", (o) -> o.toBuilder().events(Set.of(SctpEvent.Kind.ASSOCIATION_CHANGED)).build());
		all.put("partial-reliability", (o) -> o.toBuilder().partialReliability(false).build());
		all.put("stream-reconfiguration",
				(o) -> o.toBuilder()
					.streamReconfiguration(
							Set.of(StreamReconfiguration.RESET_STREAMS, StreamReconfiguration.ADD_STREAMS))
					.build());
		all.put("dynamic-addresses", (o) -> o.toBuilder().dynamicAddresses(true).build());
		all.put("ip.traffic-class", (o) -> o.toBuilder().ip(o.ip().withTrafficClass(0xb8)).build());
		all.put("ip.ttl", (o) -> o.toBuilder().ip(o.ip().withTtl(7)).build());
		all.put("ip.dont-route", (o) -> o.toBuilder().ip(o.ip().withDontRoute(true)).build());
		all.put("ip.priority", (o) -> o.toBuilder().ip(o.ip().withPriority(6)).build());
		all.put("ip.reuse-address", (o) -> o.toBuilder().ip(o.ip().withReuseAddress(true)).build());
		return all;
	}

	private static SctpOptions with(SctpOptions options, Predicate<String> wanted) {
		SctpOptions result = options;
		for (Map.Entry<String, UnaryOperator<SctpOptions>> option : UNUSUAL.entrySet()) {
			result = wanted.test(option.getKey()) ? option.getValue().apply(result) : result;
		}
		return result;
	}

	private SctpOptions allPossible() {
		return with(SctpOptions.DEFAULT, (name) -> !this.capabilities.impossibleOptions().contains(name));
	}

	private boolean canChange(String name) {
		return !FIXED.contains(name) && !this.capabilities.fixedOptions().contains(name)
				&& !this.capabilities.impossibleOptions().contains(name);
	}

	private static void change(SctpAssociation association, UnaryOperator<SctpOptions> change) {
		association.setOptions((builder) -> change.apply(builder.build()).toBuilder());
	}

	// Reading

	@Test
	@Tag("D5")
	@Tag("D8")
	@Tag("D4")
	@Tag("D9")
	@Tag("D15")
	@Tag("D18")
	@Tag("D25")
	@Tag("D28")
	@Tag("F5")
	void optionsOfAnEndpointAreReadBack() {
		assertThat(server().options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(open(accepting(1).options(allPossible())).options()).isEqualTo(allPossible());
	}

	@Test
	@Tag("D8")
	@Tag("D9")
	@Tag("F5")
	void optionsOfAnAssociationAreReadBackOnTheSideThatConnectsAndOnTheOther() {
		SctpEndpoint plain = server();
		SctpEndpoint unusual = open(accepting(2).options(allPossible()));
		SctpAssociation mine = unusual.connect(to(plain));
		assertThat(mine.options()).isEqualTo(allPossible());
		assertThat(otherSide(mine, plain).options()).isEqualTo(SctpOptions.DEFAULT);
		SctpAssociation calling = client().connect(to(unusual));
		assertThat(calling.options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(otherSide(calling, unusual).options()).isEqualTo(allPossible());
	}

	@Test
	@Tag("D23")
	void optionsOfAConnectAreReadBackAndNobodyElseHasThem() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		// What is left out here belongs to an endpoint.
		SctpOptions own = with(SctpOptions.DEFAULT,
				(name) -> !name.startsWith("ip.") && !name.equals("linger") && !name.equals("adaptation-indication"));
		SctpAssociation first = client.connect(to(server).withOptions(own));
		assertThat(first.options()).isEqualTo(own);
		assertThat(client.options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(client.connect(to(open(accepting(1)))).options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(first.options()).isEqualTo(own);
	}

	// Changing

	@Test
	@Tag("D15")
	@Tag("D18")
	@Tag("D24")
	@Tag("D25")
	@Tag("D26")
	@Tag("D28")
	void whatCanBeChangedIsChangedOnThatAssociationOnly() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation one = client.connect(to(server));
		SctpAssociation other = client.connect(to(open(accepting(1).handler(ECHO))));
		UnaryOperator<SctpOptions> everything = (options) -> with(options, this::canChange);
		change(one, everything);
		assertThat(one.options()).isEqualTo(everything.apply(SctpOptions.DEFAULT));
		assertThat(other.options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(client.options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(server.associations())
			.allSatisfy((association) -> assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT));
		echo(one, 1);
		echo(other, 2);
	}

	@Test
	@Tag("D15")
	@Tag("D18")
	@Tag("D25")
	@Tag("D28")
	void eachOptionIsChangedByItself() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		SctpOptions expected = SctpOptions.DEFAULT;
		for (Map.Entry<String, UnaryOperator<SctpOptions>> option : UNUSUAL.entrySet()) {
			if (canChange(option.getKey())) {
				expected = option.getValue().apply(expected);
				change(association, option.getValue());
				assertThat(association.options()).as(option.getKey()).isEqualTo(expected);
			}
		}
		echo(association, 1);
		change(association, (options) -> with(SctpOptions.DEFAULT, (name) -> false));
		assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT);
	}

	@Test
	@Tag("D23")
	void whatCannotBeChangedOnAnAssociationIsRefusedByNameAndNothingIsChanged() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		Set<String> fixed = new TreeSet<>(FIXED);
		fixed.addAll(this.capabilities.fixedOptions());
		for (String name : fixed) {
			SctpOptionException refusal = catchThrowableOfType(SctpOptionException.class,
					() -> change(association, (options) -> with(options,
							(option) -> option.equals(name) || option.equals("max-burst") || option.equals("rto"))));
			assertThat(refusal).as(name).isNotNull();
			assertThat(refusal.option()).isEqualTo(name);
			assertThat(refusal.problem()).contains("set it ");
			assertThat(association.options()).as(name).isEqualTo(SctpOptions.DEFAULT);
		}
		echo(association, 1);
	}

	@Test
	void aValueThatCannotBeUsedIsRefusedByNameAndNothingIsChanged() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> association.setOptions((options) -> options.maxBurst(3).sackFrequency(1001)))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("sack-frequency"));
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> association.setOptions((options) -> options.maxBurst(3)
				.rto(new RtoOptions(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)))))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("rto.initial"));
		assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT);
		echo(association, 1);
	}

	@Test
	void anAssociationThatHasEndedTellsItsLastOptionsAndChangesNoMore() {
		SctpAssociation association = client().connect(to(server()));
		association.setOptions((options) -> options.maxBurst(3));
		association.abort("");
		Await.result(association.closed());
		assertThat(association.options().maxBurst()).isEqualTo(3);
		assertThatExceptionOfType(SctpClosedException.class)
			.isThrownBy(() -> association.setOptions((options) -> options.maxBurst(4)));
	}

	@Test
	@Tag("F21")
	void anEndpointsOptionsAreThoseOfAssociationsToCome() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation before = client.connect(to(server));
		UnaryOperator<SctpOptions> change = (options) -> with(options,
				(name) -> !name.startsWith("ip.") && !name.equals("disable-fragments"));
		server.setOptions((options) -> change.apply(options.build()).toBuilder());
		client.setOptions((options) -> options.outboundStreams(50).maxInboundStreams(4));
		assertThat(server.options()).isEqualTo(change.apply(SctpOptions.DEFAULT));
		assertThat(before.options()).isEqualTo(SctpOptions.DEFAULT);
		echo(before, 1);
		before.abort("");
		Await.result(before.closed());
		Await.until("the server's side has ended", () -> server.associations().isEmpty());
		SctpAssociation after = client.connect(to(server));
		assertThat(after.outboundStreams()).isEqualTo(6);
		assertThat(after.inboundStreams()).isEqualTo(4);
		assertThat(otherSide(after, server).options()).isEqualTo(server.options());
		echo(after, 2);
	}

	@Test
	void aClosedEndpointTellsItsLastOptionsAndChangesNoMore() {
		SctpEndpoint endpoint = server();
		endpoint.setOptions((options) -> options.maxBurst(3));
		endpoint.close();
		assertThat(endpoint.options().maxBurst()).isEqualTo(3);
		assertThatExceptionOfType(SctpClosedException.class)
			.isThrownBy(() -> endpoint.setOptions((options) -> options.maxBurst(4)));
	}

	@Test
	void aHandlerChangesOptionsOnTheEventLoop() {
		SctpEndpoint server = server((message) -> {
			message.association().setOptions((options) -> options.maxBurst(9));
			message.association()
				.sendAsync(new byte[] { (byte) message.association().options().maxBurst() }, SendOptions.DEFAULT);
		});
		SctpAssociation association = client().connect(to(server));
		association.send(new byte[1]);
		assertThat(receive(association).payload()).containsExactly(9);
	}

	// What is refused

	@Test
	@Tag("D3")
	@Tag("D7")
	@Tag("D10")
	void whatTheTransportCannotDoIsRefusedByNameAtSetUp() {
		for (String name : List.of("ip.dont-route", "ip.priority", "ip.reuse-address", "ip.ttl", "ip.traffic-class")) {
			SctpOptions options = with(SctpOptions.DEFAULT, name::equals);
			if (!this.capabilities.impossibleOptions().contains(name)) {
				assertThat(open(accepting(1).options(options)).options()).isEqualTo(options);
				continue;
			}
			assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> open(accepting(1).options(options)))
				.satisfies((ex) -> assertThat(ex.option()).isEqualTo(name))
				.withMessageContainingAll(name, this.capabilities.transport(), "; leave it out");
		}
		assertThat(this.sock.endpoints()).hasSize(5 - this.capabilities.impossibleOptions().size());
		echo(client().connect(to(server(ECHO))), 1);
	}

	@Test
	@Tag("D12")
	void packetsOfAnUnusualClassAndLifeArrive() {
		SctpEndpoint server = open(accepting(1, both()).handler(ECHO));
		SctpOptions options = with(SctpOptions.DEFAULT,
				(name) -> name.equals("ip.ttl") || name.equals("ip.traffic-class"));
		SctpAssociation association = open(connecting(both()).options(options)).connect(to(server));
		echo(association, 1);
		assertThat(association.options().ip()).isEqualTo(options.ip());
	}

	@Test
	void whatBelongsToAnEndpointIsRefusedForOneAssociation() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		for (String name : List.of("linger", "ip.reuse-address")) {
			assertThatExceptionOfType(SctpOptionException.class)
				.isThrownBy(() -> client.connect(to(server).withOptions(with(SctpOptions.DEFAULT, name::equals))))
				.satisfies((ex) -> assertThat(ex.option()).isEqualTo(name));
		}
		assertThat(client.associations()).isEmpty();
	}

}
