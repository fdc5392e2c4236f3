package dev.sock.spring.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sock.spring.actuate.SctpEndpointHealthIndicator;
import dev.sock.spring.autoconfigure.SockAutoConfiguration;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpEndpointsLifecycle;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of sock: one component for each endpoint.
 */
@AutoConfiguration(after = SockAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("sock")
@EnableConfigurationProperties(SockHealthProperties.class)
public final class SockHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnBean({ SctpEndpoints.class, SctpEndpointsLifecycle.class })
	@ConditionalOnMissingBean(name = { "sockHealthIndicator", "sockHealthContributor" })
	HealthContributor sockHealthContributor(SctpEndpoints endpoints, SctpEndpointsLifecycle lifecycle,
			SockHealthProperties properties) {
		Map<String, HealthContributor> contributors = new LinkedHashMap<>();
		endpoints.all()
			.forEach((endpoint) -> contributors.put(endpoint.name(),
					new SctpEndpointHealthIndicator(endpoint, lifecycle::isRunning, properties.getGracePeriod())));
		return CompositeHealthContributor.fromMap(contributors);
	}

}
