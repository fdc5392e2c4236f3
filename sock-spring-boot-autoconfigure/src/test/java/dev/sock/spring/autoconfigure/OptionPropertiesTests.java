package dev.sock.spring.autoconfigure;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sock.AssociationState;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpSendException.Reason;
import dev.sock.SendOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.spring.autoconfigure.OptionEffects.Sent;
import dev.sock.spring.endpoint.SctpEndpoints;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every option that properties can set, by its effect: set on an endpoint, on one
 * association, and refused where it cannot be. The effect is what the user, the peer or
 * the wire sees, or the value that the transport's engine works with, on the association
 * or on its path.
 */
class OptionPropertiesTests {

	private static final String ENDPOINT = "sock.endpoints[1].options.";

	private static final String ASSOCIATION = "sock.endpoints[1].associations[0].options.";

	private final int udpPort = freeUdpPort();

	private final Wire wire = new Wire(this.udpPort);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withPropertyValues("sock.transport=userspace", "sock.userspace.udp-port=0", "sock.endpoints[0].name=server",
				"sock.endpoints[0].udp-port=" + this.udpPort, "sock.endpoints[0].port=30400",
				"sock.endpoints[0].accept=4",
				"sock.endpoints[0].options.stream-reconfiguration=reset-streams, reset-association, add-streams",
				"sock.endpoints[1].name=client", "sock.endpoints[1].associations[0].name=to-server",
				"sock.endpoints[1].associations[0].remote-addresses=127.0.0.1",
				"sock.endpoints[1].associations[0].remote-port=30400",
				"sock.endpoints[1].associations[0].remote-udp-port=" + this.wire.port(),
				"sock.endpoints[1].associations[0].reconnect.initial-delay=20ms");

	@AfterEach
	void closeWire() {
		this.wire.close();
	}

	private static int freeUdpPort() {
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			return socket.getLocalPort();
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/** A property, a value of it, and what becomes of it. */
	private record Row(String property, String value, Function<OptionEffects, Object> effect, Object expected,
			boolean ofEndpoint, List<String> others) {

		Row(String property, String value, Function<OptionEffects, Object> effect, Object expected,
				boolean ofEndpoint) {
			this(property, value, effect, expected, ofEndpoint, List.of());
		}

		/** With other properties, which make the effect come sooner. */
		Row with(List<String> others) {
			return new Row(this.property, this.value, this.effect, this.expected, this.ofEndpoint, others);
		}

		String[] othersBelow(String prefix) {
			return this.others.stream().map(prefix::concat).toArray(String[]::new);
		}

		/** By what the engine works with, or has agreed on with the peer. */
		static Row of(String property, String value, Function<SctpAssociation, Object> effect, Object expected) {
			return new Row(property, value, (effects) -> effect.apply(effects.mine()), expected, false);
		}

		/** By what happens. */
		static Row seen(String property, String value, Function<OptionEffects, Object> effect, Object expected) {
			return new Row(property, value, effect, expected, false);
		}

		/** One that no association can have for itself. */
		static Row ofEndpoint(String property, String value, Function<OptionEffects, Object> effect, Object expected) {
			return new Row(property, value, effect, expected, true);
		}

		@Override
		public String toString() {
			return this.property + "=" + this.value;
		}

	}

	private static final List<String> QUICK = List.of("rto.initial=50ms", "rto.min=50ms", "max-init-timeout=50ms");

	/** Those that this transport cannot do. */
	private static final Set<String> IMPOSSIBLE = Set.of("ip.dont-route", "ip.priority", "ip.reuse-address");

	static Stream<Row> rows() {
		return Stream.of(Row.of("outbound-streams", "7", SctpAssociation::outboundStreams, 7),
				Row.of("max-inbound-streams", "6", SctpAssociation::inboundStreams, 6),
				Row.seen("max-init-retransmissions", "3", OptionEffects::attempts, 4).with(QUICK),
				Row.of("max-init-timeout", "2s", (a) -> a.options().maxInitTimeout(), Duration.ofSeconds(2)),
				Row.of("rto.initial", "2s", (a) -> a.options().rto(), rto(2000, 1000, 60_000)),
				Row.of("rto.min", "200ms", (a) -> a.options().rto(), rto(1000, 200, 60_000)),
				Row.of("rto.max", "5s", (a) -> a.options().rto(), rto(1000, 1000, 5000)),
				Row.of("heartbeat-interval", "3s", (a) -> a.paths().get(0).parameters().heartbeatInterval(),
						Duration.ofSeconds(3)),
				Row.of("association-max-retransmissions", "4", (a) -> a.options().associationMaxRetransmissions(), 4),
				Row.of("path-max-retransmissions", "2", (a) -> a.paths().get(0).parameters().maxRetransmissions(), 2),
				Row.of("potentially-failed-threshold", "1",
						(a) -> a.paths().get(0).parameters().potentiallyFailedThreshold(), 1),
				Row.of("sack-delay", "60ms", (a) -> a.paths().get(0).parameters().sackDelay(), Duration.ofMillis(60)),
				Row.of("sack-frequency", "3", (a) -> a.options().sackFrequency(), 3),
				Row.seen("no-delay", "false", OptionEffects::leavesAtOnce, false),
				Row.seen("send-buffer", "64KB", (effects) -> effects.taken(65_537), Reason.TOO_LONG),
				Row.seen("partial-delivery-point", "64KB", (effects) -> effects.comesWhole(200_000), false),
				Row.seen("send-low-watermark", "16KB", OptionEffects::writableAt40Kilobytes, false),
				Row.of("receive-buffer", "32KB", (a) -> a.status().localRwnd(), 32_768L),
				Row.seen("max-message-size", "10KB", (effects) -> effects.outcome(10_241), AssociationChange.COMM_LOST),
				Row.of("max-burst", "5", (a) -> a.options().maxBurst(), 5),
				Row.of("valid-cookie-life", "30s", (a) -> a.options().validCookieLife(), Duration.ofSeconds(30)),
				Row.of("path-mtu", "1400", (a) -> a.status().paths().get(0).pathMtu(), 1400),
				Row.of("max-segment", "600B", (a) -> a.status().fragmentationPoint(), 600),
				Row.seen("disable-fragments", "true", (effects) -> effects.taken(10_000), Reason.TOO_LONG),
				Row.of("autoclose", "1h", (a) -> a.options().autoclose(), Duration.ofHours(1)),
				Row.seen("adaptation-indication", "4294967295", OptionEffects::adaptationIndication, 0xffff_ffffL),
				Row.seen("default-send.stream", "3", OptionEffects::sent, new Sent(3, 0, false, false)),
				Row.seen("default-send.ppid", "Diameter", OptionEffects::sent, new Sent(0, 46, false, false)),
				Row.seen("default-send.unordered", "true", OptionEffects::sent, new Sent(0, 0, true, false)),
				Row.seen("default-send.immediate-ack", "true", OptionEffects::sent, new Sent(0, 0, false, true)),
				Row.seen("default-send.context", "-5", OptionEffects::failed, SendOptions.DEFAULT.withContext(-5)),
				Row.seen("default-send.destination", "127.0.0.1", OptionEffects::failed,
						SendOptions.DEFAULT.withDestination(SctpAddress.parse("127.0.0.1"))),
				Row.seen("default-send.lifetime", "1500ms", OptionEffects::failed,
						SendOptions.DEFAULT.withLifetime(Duration.ofMillis(1500))),
				Row.of("partial-reliability", "false", (a) -> a.status().extensions(), Set.of()),
				Row.seen("stream-reconfiguration", "reset-streams, add-streams", OptionEffects::allowed,
						Set.of(StreamReconfiguration.RESET_STREAMS, StreamReconfiguration.ADD_STREAMS)),
				// AUTH, ASCONF ACK and ASCONF
				Row.seen("dynamic-addresses", "true", OptionEffects::supportedExtensions, Set.of(0x0f, 0x80, 0xc1)),
				Row.ofEndpoint("linger", "0s", OptionEffects::closing, AssociationChange.COMM_LOST),
				// That associations come and go the application itself has to know.
				Row.seen("events", "path-changed, sender-dry", OptionEffects::heard,
						Set.of(SctpEvent.Kind.ASSOCIATION_CHANGED, SctpEvent.Kind.SENDER_DRY)),
				Row.ofEndpoint("ip.traffic-class", "184",
						(effects) -> effects.mine().endpoint().options().ip().trafficClass(), 184),
				Row.ofEndpoint("ip.ttl", "9", (effects) -> effects.mine().endpoint().options().ip().ttl(), 9),
				Row.ofEndpoint("ip.ipv6-only", "false",
						(effects) -> effects.mine().endpoint().options().ip().ipv6Only(), false));
	}

	private static RtoOptions rto(long initial, long min, long max) {
		return new RtoOptions(Duration.ofMillis(initial), Duration.ofMillis(min), Duration.ofMillis(max));
	}

	static Stream<Row> rowsOfAssociations() {
		return rows().filter((row) -> !row.ofEndpoint());
	}

	private static SctpAssociation up(ApplicationContext context) {
		SctpEndpoints endpoints = context.getBean(SctpEndpoints.class);
		return Awaitility.await()
			.until(() -> endpoints.find("client").orElseThrow().associations().get("to-server").status().association(),
					(association) -> association != null);
	}

	private OptionEffects effects(ApplicationContext context) {
		SctpAssociation mine = up(context);
		SctpEndpoint server = context.getBean(SctpEndpoints.class)
			.find("server")
			.orElseThrow()
			.endpoint()
			.orElseThrow();
		SctpAssociation theirs = Awaitility.await()
			.until(() -> server.associations().stream().findFirst().orElse(null),
					(association) -> association != null && association.state() == AssociationState.ESTABLISHED);
		return new OptionEffects(mine, theirs, this.wire);
	}

	@ParameterizedTest
	@MethodSource("rows")
	@Tag("D5")
	@Tag("D8")
	@Tag("D4")
	@Tag("D9")
	@Tag("D11")
	@Tag("D12")
	@Tag("D14")
	@Tag("D15")
	@Tag("D16")
	@Tag("D17")
	@Tag("D18")
	@Tag("D19")
	@Tag("D20")
	@Tag("D23")
	@Tag("D24")
	@Tag("D25")
	@Tag("D26")
	@Tag("D28")
	@Tag("D29")
	void anOptionOfAnEndpointIsInForce(Row row) {
		this.runner.withPropertyValues(ENDPOINT + row.property() + "=" + row.value())
			.withPropertyValues(row.othersBelow(ENDPOINT))
			.run((context) -> assertThat(row.effect().apply(effects(context))).isEqualTo(row.expected()));
	}

	@ParameterizedTest
	@MethodSource("rows")
	void withoutTheOptionTheEffectIsAnother(Row row) {
		this.runner.withPropertyValues(row.othersBelow(ENDPOINT))
			.run((context) -> assertThat(row.effect().apply(effects(context))).isNotEqualTo(row.expected()));
	}

	@ParameterizedTest
	@MethodSource("rowsOfAssociations")
	void anOptionOfAnAssociationIsInForceThere(Row row) {
		this.runner.withPropertyValues(ASSOCIATION + row.property() + "=" + row.value())
			.withPropertyValues(row.othersBelow(ASSOCIATION))
			.run((context) -> {
				OptionEffects effects = effects(context);
				assertThat(effects.mine().endpoint().options()).isEqualTo(dev.sock.SctpOptions.DEFAULT);
				assertThat(row.effect().apply(effects)).isEqualTo(row.expected());
			});
	}

	@Test
	void theTableHasEveryProperty() throws Exception {
		Set<String> named = rows().map(Row::property).collect(Collectors.toCollection(TreeSet::new));
		named.addAll(IMPOSSIBLE);
		assertThat(named).containsExactlyInAnyOrderElementsOf(properties(OptionSettings.class, ""));
	}

	private static List<String> properties(Class<?> type, String prefix) throws Exception {
		return Arrays.stream(Introspector.getBeanInfo(type, Object.class).getPropertyDescriptors())
			.flatMap((property) -> properties(property, prefix))
			.toList();
	}

	private static Stream<String> properties(PropertyDescriptor property, String prefix) {
		String name = prefix + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
		if (property.getWriteMethod() != null) {
			return Stream.of(name.replace("ipv6only", "ipv6-only"));
		}
		try {
			return properties(property.getPropertyType(), name + ".").stream();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("impossible")
	@Tag("D3")
	@Tag("D7")
	@Tag("D10")
	void whatTheTransportCannotDoStopsTheStartAndNamesTheProperty(String property) {
		String value = property.equals("ip.priority") ? "6" : "true";
		this.runner.withPropertyValues(ENDPOINT + property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new SctpEndpointStartFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("Property '" + ENDPOINT + property + "' with the value '"
					+ value + "' is not possible with the transport 'userspace'");
			assertThat(analysis.getAction()).startsWith("Leave it out").contains("kernel");
		});
	}

	static Stream<String> impossible() {
		return IMPOSSIBLE.stream().sorted();
	}

	@Test
	void withoutIpv4AnEndpointHasOnlyIpv6() {
		this.runner
			.withPropertyValues("sock.endpoints[0].local-addresses=*", "sock.endpoints[0].options.ip.ipv6-only=true",
					"sock.endpoints[1].associations[0].remote-addresses=::1",
					"sock.endpoints[1].associations[0].remote-udp-port=" + this.udpPort,
					"sock.endpoints[1].local-addresses=::1")
			.run((context) -> {
				up(context);
				assertThat(context.getBean(SctpEndpoints.class)
					.find("server")
					.orElseThrow()
					.endpoint()
					.orElseThrow()
					.localAddresses()).isNotEmpty().noneMatch(SctpAddress::isIpv4);
			});
	}

}
