package dev.sock.spring.autoconfigure.metrics;

import dev.sock.spring.autoconfigure.SockAutoConfiguration;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.metrics.ObservationDescriptions;
import dev.sock.spring.metrics.SctpMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of sock.
 */
@AutoConfiguration(after = SockAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, SctpEndpoints.class })
public final class SockMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SctpMeters sctpMeters(MeterRegistry registry) {
		return new SctpMeters(registry);
	}

	@Bean
	static ObservationDescriptions sockObservationDescriptions() {
		return new ObservationDescriptions();
	}

}
