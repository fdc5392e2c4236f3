package dev.sock.spring.autoconfigure;

import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.endpoint.SctpEndpointObserver;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.fake.FakeNetwork;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Everything as configured, but on a fake network.
 */
@Configuration(proxyBeanMethods = false)
public class FakeNetworkConfiguration {

	@Bean
	FakeNetwork network() {
		return new FakeNetwork();
	}

	@Bean
	SctpEndpoints sctpEndpoints(FakeNetwork network, EndpointDefinitions definitions, SctpListenerRegistry registry,
			ObjectProvider<SctpEndpointObserver> observers) {
		return new SctpEndpoints(network::open, definitions.all(), (name) -> registry.endpoint(name).orElseThrow(),
				observers.orderedStream().toList());
	}

}
