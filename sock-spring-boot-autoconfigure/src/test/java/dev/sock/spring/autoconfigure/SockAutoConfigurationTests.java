package dev.sock.spring.autoconfigure;

import java.time.Duration;

import dev.sock.Sock;
import dev.sock.spring.actuate.SockEndpoint;
import dev.sock.spring.autoconfigure.actuate.SockEndpointAutoConfiguration;
import dev.sock.spring.autoconfigure.actuate.SockHealthContributorAutoConfiguration;
import dev.sock.spring.autoconfigure.metrics.SockMetricsAutoConfiguration;
import dev.sock.spring.core.SctpOperations;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpEndpointsLifecycle;
import dev.sock.spring.endpoint.SctpListenersLifecycle;
import dev.sock.spring.metrics.SctpMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SockAutoConfiguration} and those beside it.
 */
class SockAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class, SockEndpointAutoConfiguration.class,
				SockHealthContributorAutoConfiguration.class, SockMetricsAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	@Test
	void everythingIsThere() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Sock.class)
				.hasSingleBean(SctpEndpoints.class)
				.hasSingleBean(SctpTemplate.class)
				.hasSingleBean(SctpEndpointsLifecycle.class)
				.hasSingleBean(SctpListenersLifecycle.class)
				.hasSingleBean(SockEndpoint.class)
				.hasBean("sockHealthContributor")
				.hasSingleBean(SctpMeters.class));
	}

	@Test
	void hasNoMetersWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SctpMeters.class));
	}

	@Test
	void backsOffWithoutTheCore() {
		this.runner.withClassLoader(new FilteredClassLoader(Sock.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SockAutoConfiguration.class)
				.doesNotHaveBean(SctpOperations.class));
	}

	@Test
	void theActuatorEndpointIsThereOnlyIfExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(SockEndpoint.class));
	}

	@Test
	void theHealthCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.sock.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("sockHealthContributor"));
	}

	@Test
	void aTemplateOfOnesOwnTakesPrecedence() {
		SctpOperations mine = mock(SctpOperations.class);
		this.runner.withBean(SctpOperations.class, () -> mine)
			.run((context) -> assertThat(context).doesNotHaveBean(SctpTemplate.class)
				.getBean(SctpOperations.class)
				.isSameAs(mine));
	}

	@Test
	void acceptingStartsLastAndStopsFirstAndEndpointsOpenFirstAndCloseLast() {
		int gracefulShutdownOfTheWebServer = Integer.MAX_VALUE - 1024;
		int webServer = Integer.MAX_VALUE - 2048;
		this.runner.run((context) -> {
			assertThat(context.getBean(SctpListenersLifecycle.class).getPhase())
				.isGreaterThan(gracefulShutdownOfTheWebServer);
			assertThat(context.getBean(SctpEndpointsLifecycle.class).getPhase()).isLessThan(webServer);
			assertThat(context.getBean(SctpEndpointsLifecycle.class).isRunning()).isTrue();
		});
	}

	@Test
	void noExecutorBeanKeepsBootFromDefiningTheApplicationsOwn() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(java.util.concurrent.Executor.class));
	}

	@Test
	void theTimeoutOfTheShutdownIsBound() {
		this.runner.withPropertyValues("sock.shutdown-timeout=3s")
			.run((context) -> assertThat(context.getBean(SockProperties.class).getShutdownTimeout())
				.isEqualTo(Duration.ofSeconds(3)));
	}

	@Test
	void metersNeedNoCompositeRegistry() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(SctpMeters.class));
	}

}
