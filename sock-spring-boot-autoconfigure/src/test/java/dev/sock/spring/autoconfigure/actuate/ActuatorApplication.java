package dev.sock.spring.autoconfigure.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sock.SctpEndpoint;
import dev.sock.spring.actuate.SockEndpoint;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.autoconfigure.FakeNetworkConfiguration;
import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.fake.FakeNetwork;
import org.awaitility.Awaitility;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A web application on a fake network: endpoint {@code client} with association
 * {@code hlr} and listener {@code l}, and endpoint {@code server}, which accepts.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(FakeNetworkConfiguration.class)
class ActuatorApplication {

	/** The properties add to, or replace, what it has. */
	static ConfigurableApplicationContext run(String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.jmx.enabled=false", "sock.shutdown-timeout=1s",
				"sock.endpoints[0].name=client", "sock.endpoints[0].associations[0].name=hlr",
				"sock.endpoints[0].associations[0].remote-addresses=10.0.0.1",
				"sock.endpoints[0].associations[0].remote-port=3868", "sock.endpoints[1].name=server",
				"sock.endpoints[1].accept=4"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(ActuatorApplication.class).properties(all.toArray(String[]::new)).run();
	}

	static ManagedAssociation hlr(ConfigurableApplicationContext application) {
		return application.getBean(SctpEndpoints.class).find("client").orElseThrow().associations().get("hlr");
	}

	static void awaitPhase(ConfigurableApplicationContext application, Phase phase) {
		Awaitility.await().until(() -> hlr(application).status().phase() == phase);
	}

	/** On the fake network, which the {@code Sock} does not know. */
	@Bean
	SockEndpoint sockEndpoint(FakeNetwork network, SctpEndpoints endpoints) {
		return new SockEndpoint(() -> List.<SctpEndpoint>copyOf(network.endpoints.values()), endpoints, Map::of,
				Duration.ofSeconds(1));
	}

	@SctpListener(id = "l", endpoint = "client")
	void receive(String text) {
	}

}
