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
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
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
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration")
@ConditionalOnWebApplication
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBooleanProperty("sock.page.enabled")
@ConditionalOnAvailableEndpoint(SockPageEndpoint.class)
@ConditionalOnBean({ SockEndpoint.class, SockListenersEndpoint.class, EndpointAccessResolver.class })
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
			EndpointAccessResolver access, WebEndpointProperties web) {
		return new SockPageEndpoint(sock, listeners, events,
				(id) -> access.accessFor(EndpointId.of(id), Access.READ_ONLY) == Access.UNRESTRICTED,
				(id) -> web.getPathMapping().getOrDefault(id, id), Clock.systemUTC());
	}

	/** What a native image would leave out otherwise. */
	static class PageFiles implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("dev/sock/spring/page/*");
		}

	}

}
