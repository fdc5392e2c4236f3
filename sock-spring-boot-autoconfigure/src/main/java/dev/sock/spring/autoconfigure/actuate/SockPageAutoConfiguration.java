package dev.sock.spring.autoconfigure.actuate;

import java.time.Clock;

import dev.sock.spring.actuate.SockEndpoint;
import dev.sock.spring.actuate.SockListenersEndpoint;
import dev.sock.spring.page.PageData;
import dev.sock.spring.page.RecentEvents;
import dev.sock.spring.page.SockPageEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of the page, if {@code sock.page.enabled} is {@code true}.
 */
@AutoConfiguration(after = { SockEndpointAutoConfiguration.class, SockListenersEndpointAutoConfiguration.class },
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration")
@ConditionalOnWebApplication
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBooleanProperty("sock.page.enabled")
@ConditionalOnAvailableEndpoint(SockPageEndpoint.class)
@ConditionalOnBean({ SockEndpoint.class, SockListenersEndpoint.class, WebEndpointsSupplier.class })
@RegisterReflectionForBinding(PageData.class)
@ImportRuntimeHints(SockPageAutoConfiguration.PageFiles.class)
public final class SockPageAutoConfiguration {

	@Bean
	RecentEvents sockRecentEvents() {
		return new RecentEvents(Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	SockPageEndpoint sockPageEndpoint(SockEndpoint sock, SockListenersEndpoint listeners, RecentEvents events,
			WebEndpointsSupplier webEndpoints, WebEndpointProperties web) {
		return new SockPageEndpoint(sock, listeners, events, (id) -> isWritable(webEndpoints, id),
				(id) -> web.getPathMapping().getOrDefault(id, id), Clock.systemUTC());
	}

	/**
	 * What is exposed to JMX alone cannot be asked for by a page, whatever its access.
	 */
	private static boolean isWritable(WebEndpointsSupplier webEndpoints, String id) {
		return webEndpoints.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().equals(EndpointId.of(id)))
			.flatMap((endpoint) -> endpoint.getOperations().stream())
			.anyMatch((operation) -> operation.getType() != OperationType.READ);
	}

	/** What a native image would leave out otherwise. */
	static class PageFiles implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("dev/sock/spring/page/*");
		}

	}

}
