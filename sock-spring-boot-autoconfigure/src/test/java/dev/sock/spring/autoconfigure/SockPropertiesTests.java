package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.sock.Demand;
import dev.sock.EndpointOptions;
import dev.sock.RtoOptions;
import dev.sock.SctpOptions;
import dev.sock.spring.endpoint.EndpointDefinition;
import dev.sock.spring.endpoint.ReconnectPolicy;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how {@link SockProperties} become {@link EndpointDefinitions}.
 */
class SockPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class);

	private EndpointDefinition first(EndpointDefinitions definitions) {
		return definitions.all().get(0);
	}

	@Test
	void anEndpointWithNothingButANameHasTheDefaults() {
		this.runner.withPropertyValues("sock.endpoints[0].name=server").run((context) -> {
			EndpointDefinition definition = first(context.getBean(EndpointDefinitions.class));
			assertThat(definition.options().transport()).isEqualTo("auto");
			assertThat(definition.options().port()).isZero();
			assertThat(definition.options().udpPort()).isNull();
			assertThat(definition.options().localAddresses()).isEmpty();
			assertThat(definition.options().options()).isEqualTo(SctpOptions.DEFAULT);
			assertThat(definition.accepts()).isFalse();
		});
	}

	@Test
	@Tag("A1")
	void everyOptionArrives() {
		this.runner
			.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].transport=userspace",
					"sock.endpoints[0].local-addresses=127.0.0.1,127.0.0.2", "sock.endpoints[0].port=30400",
					"sock.endpoints[0].udp-port=9900", "sock.endpoints[0].options.outbound-streams=17",
					"sock.endpoints[0].options.max-inbound-streams=18",
					"sock.endpoints[0].options.max-init-retransmissions=3",
					"sock.endpoints[0].options.rto.initial=500ms", "sock.endpoints[0].options.rto.min=200ms",
					"sock.endpoints[0].options.rto.max=1s", "sock.endpoints[0].options.heartbeat-interval=1s",
					"sock.endpoints[0].options.association-max-retransmissions=4",
					"sock.endpoints[0].options.path-max-retransmissions=2",
					"sock.endpoints[0].options.potentially-failed-threshold=1",
					"sock.endpoints[0].options.sack-delay=100ms", "sock.endpoints[0].options.no-delay=false",
					"sock.endpoints[0].options.send-buffer=2MB", "sock.endpoints[0].options.receive-buffer=3MB",
					"sock.endpoints[0].options.max-message-size=4MB", "sock.endpoints[0].options.max-burst=8",
					"sock.endpoints[0].options.valid-cookie-life=30s", "sock.endpoints[0].options.path-mtu=1400",
					"sock.endpoints[0].options.partial-reliability=false")
			.run((context) -> {
				EndpointOptions options = first(context.getBean(EndpointDefinitions.class)).options();
				assertThat(options.transport()).isEqualTo("userspace");
				assertThat(options.localAddresses()).containsExactly("127.0.0.1", "127.0.0.2");
				assertThat(options.port()).isEqualTo(30400);
				assertThat(options.udpPort()).isEqualTo(9900);
				assertThat(options.options()).isEqualTo(SctpOptions.builder()
					.outboundStreams(17)
					.maxInboundStreams(18)
					.maxInitRetransmissions(3)
					.rto(new RtoOptions(Duration.ofMillis(500), Duration.ofMillis(200), Duration.ofSeconds(1)))
					.heartbeatInterval(Duration.ofSeconds(1))
					.associationMaxRetransmissions(4)
					.pathMaxRetransmissions(2)
					.potentiallyFailedThreshold(1)
					.sackDelay(Duration.ofMillis(100))
					.noDelay(false)
					.sendBuffer(2 << 20)
					.receiveBuffer(3 << 20)
					.maxMessageSize(4 << 20)
					.maxBurst(8)
					.validCookieLife(Duration.ofSeconds(30))
					.pathMtu(1400)
					.partialReliability(false)
					.build());
			});
	}

	@Test
	void demandIsANumberOrUnlimited() {
		this.runner
			.withPropertyValues("sock.endpoints[0].name=paused", "sock.endpoints[0].demand=0",
					"sock.endpoints[1].name=some", "sock.endpoints[1].demand=32767", "sock.endpoints[2].name=all",
					"sock.endpoints[2].demand=unlimited", "sock.endpoints[3].name=unsaid",
					"sock.endpoint-overrides.paused.demand=1")
			.run((context) -> assertThat(context.getBean(EndpointDefinitions.class).all())
				.extracting((definition) -> definition.options().demand())
				.containsExactly(Demand.ONE, Demand.of(32767), Demand.UNLIMITED, Demand.UNLIMITED));
	}

	@Test
	void anAssociationTakesTheEndpointsOptionsAndItsOwn() {
		this.runner
			.withPropertyValues("sock.endpoints[0].name=client", "sock.endpoints[0].options.max-burst=8",
					"sock.endpoints[0].options.path-mtu=1400", "sock.endpoints[0].associations[0].name=hlr",
					"sock.endpoints[0].associations[0].remote-addresses=10.0.0.1",
					"sock.endpoints[0].associations[0].remote-port=3868",
					"sock.endpoints[0].associations[0].remote-udp-port=9901",
					"sock.endpoints[0].associations[0].connect-timeout=3s",
					"sock.endpoints[0].associations[0].options.max-burst=16",
					"sock.endpoints[0].associations[0].reconnect.initial-delay=50ms",
					"sock.endpoints[0].associations[0].reconnect.max-delay=2s",
					"sock.endpoints[0].associations[0].reconnect.multiplier=3",
					"sock.endpoints[0].associations[0].reconnect.jitter=0")
			.run((context) -> {
				EndpointDefinition definition = first(context.getBean(EndpointDefinitions.class));
				assertThat(definition.associations()).singleElement().satisfies((association) -> {
					assertThat(association.connect().addresses()).containsExactly("10.0.0.1");
					assertThat(association.connect().port()).isEqualTo(3868);
					assertThat(association.connect().remoteUdpPort()).isEqualTo(9901);
					assertThat(association.connect().timeout()).isEqualTo(Duration.ofSeconds(3));
					assertThat(association.connect().options().maxBurst()).isEqualTo(16);
					assertThat(association.connect().options().pathMtu()).isEqualTo(1400);
					assertThat(association.reconnect())
						.isEqualTo(new ReconnectPolicy(true, Duration.ofMillis(50), Duration.ofSeconds(2), 3, 0));
				});
			});
	}

	@Test
	void aValueIsOverriddenByTheNameOfItsEndpoint() {
		this.runner
			.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].port=30400",
					"sock.endpoints[0].accept=4", "sock.endpoint-overrides.server.port=31000",
					"sock.endpoint-overrides.server.options.rto.min=200ms")
			.run((context) -> {
				EndpointDefinition definition = first(context.getBean(EndpointDefinitions.class));
				assertThat(definition.options().port()).isEqualTo(31000);
				assertThat(definition.options().options().rto().min()).isEqualTo(Duration.ofMillis(200));
				assertThat(definition.accepts()).isTrue();
			});
	}

	@Test
	void anEnvironmentVariableOverridesAValueByNameAndLeavesTheListAlone() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("SOCK_ENDPOINTOVERRIDES_SERVER_PORT", "31000",
										"SOCK_ENDPOINTOVERRIDES_SERVER_ASSOCIATIONS_TOHLR_REMOTEADDRESSES",
										"10.0.0.7,10.0.0.8"))))
			.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].port=30400",
					"sock.endpoints[0].associations[0].name=to-hlr",
					"sock.endpoints[0].associations[0].remote-addresses=10.0.0.1",
					"sock.endpoints[0].associations[0].remote-port=3868")
			.run((context) -> {
				EndpointDefinition definition = first(context.getBean(EndpointDefinitions.class));
				assertThat(definition.options().port()).isEqualTo(31000);
				assertThat(definition.associations().get(0).connect().addresses()).containsExactly("10.0.0.7",
						"10.0.0.8");
				assertThat(definition.associations().get(0).connect().port()).isEqualTo(3868);
			});
	}

	@Test
	void acceptLimitsTheNumberOfAssociations() {
		this.runner.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=1").run((context) -> {
			FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
			assertThat(endpoint.asksToAccept("10.0.0.1")).isTrue();
			endpoint.establish("one");
			assertThat(endpoint.asksToAccept("10.0.0.2")).isFalse();
		});
	}

	@Test
	void anAcceptPolicyBeanDecidesWithinTheNumber() {
		this.runner
			.withBean("evenOnly", dev.sock.AcceptPolicy.class,
					() -> (request) -> request.peerAddress().toBytes()[3] % 2 == 0)
			.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept-policy=evenOnly",
					"sock.endpoints[0].accept=1")
			.run((context) -> {
				FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
				assertThat(endpoint.asksToAccept("10.0.0.1")).isFalse();
				assertThat(endpoint.asksToAccept("10.0.0.2")).isTrue();
				endpoint.establish("one");
				assertThat(endpoint.asksToAccept("10.0.0.2")).isFalse();
			});
	}

	@Test
	void peersHaveNamesAndCanBeAnAllowList() {
		this.runner
			.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
					"sock.endpoints[0].peers-only=true", "sock.endpoints[0].peers[0].name=hlr-1",
					"sock.endpoints[0].peers[0].addresses=10.0.0.1,2001:db8::1")
			.run((context) -> {
				FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
				assertThat(endpoint.asksToAccept("10.0.0.1")).isTrue();
				assertThat(endpoint.asksToAccept("2001:DB8:0::1")).isTrue();
				assertThat(endpoint.asksToAccept("10.0.0.2")).isFalse();
				assertThat(endpoint.nameFor("10.0.0.1")).isEqualTo("hlr-1");
				assertThat(endpoint.nameFor("10.0.0.2")).isNull();
			});
	}

	@Test
	void anEndpointThatAcceptsNobodyIsOpenedAsSuch() {
		this.runner.withPropertyValues("sock.endpoints[0].name=client", "sock.endpoints[0].accept=0")
			.run((context) -> assertThat(context.getBean(FakeNetwork.class).endpoint("client").opened.accept())
				.isEqualTo(dev.sock.AcceptPolicy.none()));
	}

	@Test
	void gsoCanBeSwitchedOff() {
		this.runner.withPropertyValues("sock.userspace.gso=off", "sock.userspace.udp-port=0").run((context) -> {
			SockProperties properties = context.getBean(SockProperties.class);
			assertThat(properties.getUserspace().getGso()).isEqualTo(dev.sock.GsoMode.OFF);
			assertThat(properties.getUserspace().getUdpPort()).isZero();
		});
	}

}
