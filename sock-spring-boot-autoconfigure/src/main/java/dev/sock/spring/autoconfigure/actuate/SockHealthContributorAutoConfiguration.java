package dev.sock.spring.autoconfigure.actuate;

import dev.sock.spring.actuate.SockHealthIndicator;
import dev.sock.spring.autoconfigure.SockAutoConfiguration;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpEndpointsLifecycle;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of sock.
 */
@AutoConfiguration(after = SockAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("sock")
@EnableConfigurationProperties(SockHealthProperties.class)
public final class SockHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnBean({ SctpEndpoints.class, SctpEndpointsLifecycle.class })
	@ConditionalOnMissingBean(name = { "sockHealthIndicator", "sockHealthContributor" })
	SockHealthIndicator sockHealthIndicator(SctpEndpoints endpoints, SctpEndpointsLifecycle lifecycle,
			SockHealthProperties properties) {
		return new SockHealthIndicator(endpoints, lifecycle, properties.getGracePeriod());
	}

}
