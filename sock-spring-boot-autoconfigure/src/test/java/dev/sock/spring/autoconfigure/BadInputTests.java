package dev.sock.spring.autoconfigure;

import java.util.List;

import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.fake.FakeNetwork;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever is wrong stops the start with a message that names the property,
 * its value and the remedy.
 */
class BadInputTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class);

	private void fails(ApplicationContextRunner runner, String description, String action) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(description);
			assertThat(analysis.getAction()).isEqualTo(action);
		});
	}

	private static FailureAnalysis analyze(Throwable failure) {
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader
			.forDefaultResourceLocation(BadInputTests.class.getClassLoader())
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			}));
		return analyzers.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("dev.sock"))
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis", failure));
	}

	private ApplicationContextRunner server(String... properties) {
		return this.runner.withPropertyValues("sock.endpoints[0].name=server").withPropertyValues(properties);
	}

	private ApplicationContextRunner association(String... properties) {
		return server("sock.endpoints[0].associations[0].name=hlr",
				"sock.endpoints[0].associations[0].remote-addresses=10.0.0.1",
				"sock.endpoints[0].associations[0].remote-port=3868")
			.withPropertyValues(properties);
	}

	@Test
	void anEndpointWithoutANameExplainsThatListsAreReplaced() {
		fails(this.runner.withPropertyValues("sock.endpoints[0].port=31000"),
				"Property 'sock.endpoints[0].name' is not set: each element needs a name. If you set one value of the "
						+ "list in another property source (such as an environment variable), that source has "
						+ "replaced the list whole, names included.",
				"Set 'sock.endpoints[0].name'. To change single values of an element that is defined elsewhere, "
						+ "remove 'sock.endpoints[0]' from that source and set "
						+ "'sock.endpoint-overrides.<name>.port' instead.");
	}

	@Test
	void anAssociationWithoutANameTellsHowToOverride() {
		server("sock.endpoints[0].associations[0].remote-port=1").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'sock.endpoints[0].associations[0].name' is not set");
			assertThat(analysis.getAction())
				.contains("'sock.endpoint-overrides.server.associations.<name>.remote-addresses'");
		});
	}

	@Test
	void twoEndpointsOfOneName() {
		fails(server("sock.endpoints[1].name=server"),
				"Property 'sock.endpoints[1].name' with the value 'server' is the name of 'sock.endpoints[0]' already.",
				"Give each of them a name of its own.");
	}

	@Test
	void twoAssociationsOfOneName() {
		fails(association("sock.endpoints[0].associations[1].name=hlr"),
				"Property 'sock.endpoints[0].associations[1].name' with the value 'hlr' is the name of "
						+ "'sock.endpoints[0].associations[0]' already.",
				"Give each of them a name of its own.");
	}

	@Test
	void aPeerWithTheNameOfAnAssociation() {
		fails(association("sock.endpoints[0].peers[0].name=hlr"),
				"Property 'sock.endpoints[0].peers[0].name' with the value 'hlr' is the name of "
						+ "'sock.endpoints[0].associations[0]' already.",
				"Give each of them a name of its own.");
	}

	@Test
	void anOptionOutOfItsRange() {
		fails(server("sock.endpoints[0].options.adaptation-indication=4294967296"),
				"Property 'sock.endpoints[0].options.adaptation-indication' with the value '4294967296' is not in the "
						+ "range 0 to 4294967295.",
				"Set a value in this range.");
		fails(association("sock.endpoints[0].associations[0].options.ip.ttl=0"),
				"Property 'sock.endpoints[0].associations[0].options.ip.ttl' with the value '0' is not in the range "
						+ "1 to 255.",
				"Set a value in this range.");
		fails(server("sock.endpoints[0].options.max-init-timeout=500ms"),
				"Property 'sock.endpoints[0].options.max-init-timeout' with the value '500ms' is below rto.initial "
						+ "(1s), which the first time-out is.",
				"Raise it or lower rto.initial.");
		fails(server("sock.endpoints[0].options.default-send.stream=65535"),
				"Property 'sock.endpoints[0].options.default-send.stream' with the value '65535' is not in the range "
						+ "0 to 65534.",
				"Set a value in this range.");
	}

	@Test
	void aDefaultPpidThatIsNoneAndAPathThatIsNone() {
		fails(server("sock.endpoints[0].options.default-send.ppid=Diametre"),
				"Property 'sock.endpoints[0].options.default-send.ppid' with the value 'Diametre' is neither a number "
						+ "nor the name of a payload protocol identifier.",
				"Set a number from 0 to 4294967295, or a name such as Diameter, M3UA, NGAP or S1AP.");
		fails(server("sock.endpoints[0].options.default-send.destination=hlr.example"),
				"Property 'sock.endpoints[0].options.default-send.destination' with the value 'hlr.example' is not an "
						+ "IP address.",
				"Set one of the peer's addresses.");
	}

	@Test
	void anOptionOfAnEndpointThatIsSetForOneAssociation() {
		fails(association("sock.endpoints[0].options.linger=1s", "sock.endpoints[0].associations[0].options.linger=2s"),
				"Property 'sock.endpoints[0].associations[0].options.linger' with the value 'PT2S' belongs to the "
						+ "endpoint, not to one association.",
				"Set it in the options of the endpoint.");
		fails(association("sock.endpoints[0].associations[0].options.ip.reuse-address=true"),
				"Property 'sock.endpoints[0].associations[0].options.ip.reuse-address' with the value 'true' belongs "
						+ "to the endpoint, not to one association.",
				"Set it in the options of the endpoint.");
		fails(association("sock.endpoints[0].associations[0].options.ip.ipv6-only=false"),
				"Property 'sock.endpoints[0].associations[0].options.ip.ipv6-only' with the value 'false' belongs to "
						+ "the endpoint, not to one association.",
				"Set it in the options of the endpoint.");
	}

	@Test
	void aNameThatCannotBeInAUrl() {
		fails(this.runner.withPropertyValues("sock.endpoints[0].name=my server"),
				"Property 'sock.endpoints[0].name' with the value 'my server' cannot be used in a URL.",
				"Use up to 128 letters, digits and . _ ~ - and begin with a letter or digit.");
	}

	@Test
	void aPortOutOfRange() {
		fails(server("sock.endpoints[0].port=70000"),
				"Property 'sock.endpoints[0].port' with the value '70000' is not in the range 0 to 65535.",
				"Set a value in this range.");
	}

	@Test
	void anOverriddenPortOutOfRangeNamesTheOverride() {
		fails(server("sock.endpoint-overrides.server.port=-1"),
				"Property 'sock.endpoint-overrides.server.port' with the value '-1' is not in the range 0 to 65535.",
				"Set a value in this range.");
	}

	@Test
	void aUdpPortOutOfRange() {
		fails(server("sock.userspace.udp-port=65536"),
				"Property 'sock.userspace.udp-port' with the value '65536' is not in the range 0 to 65535.",
				"Set a value in this range.");
	}

	@Test
	void aUdpPortOfAnEndpointOrAPeerOutOfRange() {
		fails(server("sock.endpoints[0].udp-port=-1"),
				"Property 'sock.endpoints[0].udp-port' with the value '-1' is not in the range 0 to 65535.",
				"Set a value in this range.");
		fails(association("sock.endpoints[0].associations[0].remote-udp-port=65536"),
				"Property 'sock.endpoints[0].associations[0].remote-udp-port' with the value '65536' is not in the "
						+ "range 1 to 65535.",
				"Set a value in this range.");
	}

	@Test
	void aRemotePortOutOfRange() {
		fails(association("sock.endpoint-overrides.server.associations.hlr.remote-port=0"),
				"Property 'sock.endpoint-overrides.server.associations.hlr.remote-port' with the value '0' is not in "
						+ "the range 1 to 65535.",
				"Set a value in this range.");
	}

	@Test
	void anAssociationWithoutARemotePort() {
		fails(server("sock.endpoints[0].associations[0].name=hlr",
				"sock.endpoints[0].associations[0].remote-addresses=10.0.0.1"),
				"Property 'sock.endpoints[0].associations[0].remote-port' is not set.",
				"Set it to the SCTP port of the peer, 1 to 65535.");
	}

	@Test
	void anUnknownTransport() {
		fails(server("sock.endpoints[0].transport=tcp"),
				"Property 'sock.endpoints[0].transport' with the value 'tcp' is not a transport.",
				"Use one of auto, kernel, userspace.");
	}

	@Test
	void anUnknownDefaultTransport() {
		fails(this.runner.withPropertyValues("sock.transport=tcp"),
				"Property 'sock.transport' with the value 'tcp' is not a transport.",
				"Use one of auto, kernel, userspace.");
	}

	@Test
	void acceptBelowZero() {
		fails(server("sock.endpoints[0].accept=-1"),
				"Property 'sock.endpoints[0].accept' with the value '-1' is negative.",
				"Set 0 to refuse every association, or the number to accept.");
	}

	@Test
	void anUnknownAcceptPolicy() {
		fails(server("sock.endpoints[0].accept-policy=mine"),
				"Property 'sock.endpoints[0].accept-policy' with the value 'mine' is not the name of an AcceptPolicy "
						+ "bean.",
				"Define such a bean, or set 'accept' to a number instead.");
	}

	@Test
	void aDemandOutsideItsBounds() {
		fails(server("sock.endpoints[0].demand=32768"),
				"Property 'sock.endpoints[0].demand' with the value '32768' is not in the range 0 to 32767.",
				"Set a value in this range.");
		fails(server("sock.endpoints[0].demand=much"),
				"Property 'sock.endpoints[0].demand' with the value 'much' is neither a number nor 'unlimited'.",
				"Set a number from 0 to 32767, or unlimited.");
	}

	@Test
	void peersOnlyWithoutPeers() {
		fails(server("sock.endpoints[0].accept=1", "sock.endpoints[0].peers-only=true"),
				"Property 'sock.endpoints[0].peers-only' with the value 'true' would refuse everyone, as there are no "
						+ "peers.",
				"List peers, or remove the property.");
	}

	@Test
	void aPeerWithAHostName() {
		fails(server("sock.endpoints[0].peers[0].name=a", "sock.endpoints[0].peers[0].addresses=host.example"),
				"Property 'sock.endpoints[0].peers[0].addresses' with the value 'host.example' is not an IP address.",
				"List IP addresses: a peer is known by them, names are not looked up.");
	}

	@Test
	void contradictoryOptions() {
		fails(server("sock.endpoints[0].options.rto.min=2s", "sock.endpoints[0].options.rto.max=1s"),
				"Property 'sock.endpoints[0].options.rto.min' with the value '2s' is above rto.max (1s).",
				"Lower rto.min or raise rto.max.");
	}

	@Test
	void anOptionOutsideTheBoundsOfOthers() {
		fails(server("sock.endpoints[0].options.rto.initial=100ms"),
				"Property 'sock.endpoints[0].options.rto.initial' with the value '100ms' is not between rto.min (1s) "
						+ "and rto.max (60s).",
				"Put it between them.");
	}

	@Test
	void aNegativeOption() {
		fails(association("sock.endpoints[0].associations[0].options.path-max-retransmissions=-1"),
				"Property 'sock.endpoints[0].associations[0].options.path-max-retransmissions' with the value '-1' is "
						+ "not in the range 0 to 255.",
				"Set a value in this range.");
	}

	@Test
	void aBufferThatIsTooLarge() {
		fails(server("sock.endpoints[0].options.send-buffer=5GB"),
				"Property 'sock.endpoints[0].options.send-buffer' with the value '5368709120B' is out of range.",
				"Set at most 1GB.");
	}

	@Test
	void noThreadForListeners() {
		fails(server("sock.listener.threads=0"), "Property 'sock.listener.threads' with the value '0' is below 1.",
				"Set the number of threads that call listener methods.");
	}

	@Test
	void aReconnectDelayThatContradictsItsLimit() {
		fails(association("sock.endpoints[0].associations[0].reconnect.initial-delay=1m"),
				"Property 'sock.endpoints[0].associations[0].reconnect.initial-delay' with the value 'PT1M' is above "
						+ "reconnect.max-delay (PT30S).",
				"Lower it or raise reconnect.max-delay.");
	}

	@Test
	void anOverrideOfNoEndpoint() {
		fails(server("sock.endpoint-overrides.sever.port=1"),
				"Property 'sock.endpoint-overrides' with the value 'sever' names no endpoint.", "Use one of server.");
	}

	@Test
	void anSctpPortInUse() {
		fails(bindFails(Reason.SCTP_PORT_IN_USE).withPropertyValues("sock.endpoints[0].port=30400"),
				"Endpoint 'server' cannot be opened (property 'sock.endpoints[0].port' with the value '30400'): taken.",
				"Set 'sock.endpoints[0].port' to a port that no other endpoint of this host has on these addresses, "
						+ "or to 0 for a free one.");
	}

	@Test
	void aUdpPortInUse() {
		fails(bindFails(Reason.UDP_PORT_IN_USE),
				"Endpoint 'server' cannot be opened (property 'sock.userspace.udp-port'): taken.",
				"Set 'sock.userspace.udp-port', or 'sock.endpoints[0].udp-port' for this endpoint only, to a free UDP "
						+ "port and tell the peers, whose 'remote-udp-port' it is; or stop the process that has the "
						+ "port.");
	}

	@Test
	void anAddressThatIsNotLocal() {
		fails(bindFails(Reason.ADDRESS_NOT_LOCAL).withPropertyValues("sock.endpoints[0].local-addresses=192.0.2.1"),
				"Endpoint 'server' cannot be opened (property 'sock.endpoints[0].local-addresses' with the value "
						+ "'[192.0.2.1]'): taken.",
				"List addresses of this host in 'sock.endpoints[0].local-addresses', or '*' for all of them. On macOS "
						+ "a second loopback address must be added first: sudo ifconfig lo0 alias 127.0.0.2 up");
	}

	private ApplicationContextRunner bindFails(Reason reason) {
		return server().withInitializer((context) -> context.addBeanFactoryPostProcessor((beanFactory) -> beanFactory
			.addBeanPostProcessor(new org.springframework.beans.factory.config.BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof FakeNetwork network) {
						network.failure = new SctpBindException(reason, "taken", null);
					}
					return bean;
				}

			})));
	}

	@Test
	void aListenerForAnUnknownEndpoint() {
		fails(server().withBean(UnknownEndpoint.class),
				"@SctpListener on " + UnknownEndpoint.class.getName()
						+ ".receive(byte[]) names the endpoint 'sever', which does not exist.",
				"Use one of the endpoints server, or add the endpoint to 'sock.endpoints'.");
	}

	@Test
	void aListenerForAnUnknownAssociation() {
		fails(association().withBean(UnknownAssociation.class),
				"@SctpListener on " + UnknownAssociation.class.getName()
						+ ".receive(byte[]) names the association 'hss', which endpoint 'server' does not have.",
				"Use one of the associations and peers hlr, or add it to the associations or peers of the endpoint.");
	}

	@Test
	void aListenerWithAStreamThatIsNone() {
		fails(server().withBean(BadStream.class),
				"@SctpListener on " + BadStream.class.getName()
						+ ".receive(byte[]) has the stream '65535', which is not a stream number.",
				"Use a number from 0 to 65534.");
	}

	@Test
	void aListenerWithAnUnknownPpid() {
		fails(server().withBean(BadPpid.class),
				"@SctpListener on " + BadPpid.class.getName()
						+ ".receive(byte[]) has the ppid 'Diametre', which is not known.",
				"Use a number from 0 to 4294967295 or a name such as Diameter, M3UA, NGAP or S1AP.");
	}

	@Test
	void aListenerWithAParameterThatCannotBeMade() {
		fails(server().withBean(BadParameter.class),
				"@SctpListener cannot be used on method " + BadParameter.class.getName()
						+ ".receive(Thread): parameter 1 of type java.lang.Thread cannot be made of a message.",
				"Take byte[], String, SctpMessage, SctpAssociation, Message or @Header values, or define a "
						+ "MessageConverter bean for the type.");
	}

	@Test
	void aListenerWithTwoPayloads() {
		fails(server().withBean(TwoPayloads.class),
				"@SctpListener cannot be used on method " + TwoPayloads.class.getName()
						+ ".receive(byte[], String): it takes the payload 2 times.",
				"Leave one payload parameter and mark the others with @Header.");
	}

	@Test
	void aListenerWithAReplyThatCannotBeSent() {
		fails(server().withBean(BadReply.class),
				"@SctpListener cannot be used on method " + BadReply.class.getName()
						+ ".receive(byte[]): its return type int cannot be sent as a reply.",
				"Return void, byte[], String or Message, or define a MessageConverter bean for the type.");
	}

	@Test
	void twoListenersThatAreEquallySpecific() {
		server().withBean(Ambiguous.class).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.contains("endpoint 'server' are equally specific and a message could match both")
				.contains("stream 1, ppid any")
				.contains("stream any, ppid 46");
			assertThat(analysis.getAction())
				.isEqualTo("State an association, stream or ppid more on one of them, or remove one.");
		});
	}

	static class UnknownEndpoint {

		@SctpListener(endpoint = "sever")
		void receive(byte[] payload) {
		}

	}

	static class UnknownAssociation {

		@SctpListener(endpoint = "server", association = "hss")
		void receive(byte[] payload) {
		}

	}

	static class BadStream {

		@SctpListener(endpoint = "server", stream = "65535")
		void receive(byte[] payload) {
		}

	}

	static class BadPpid {

		@SctpListener(endpoint = "server", ppid = "Diametre")
		void receive(byte[] payload) {
		}

	}

	static class BadParameter {

		@SctpListener(endpoint = "server")
		void receive(Thread thread) {
		}

	}

	static class TwoPayloads {

		@SctpListener(endpoint = "server")
		void receive(byte[] payload, String text) {
		}

	}

	static class BadReply {

		@SctpListener(endpoint = "server")
		int receive(byte[] payload) {
			return 1;
		}

	}

	static class Ambiguous {

		@SctpListener(endpoint = "server", stream = "1")
		void one(byte[] payload) {
		}

		@SctpListener(endpoint = "server", ppid = "46")
		void other(byte[] payload) {
		}

	}

}
