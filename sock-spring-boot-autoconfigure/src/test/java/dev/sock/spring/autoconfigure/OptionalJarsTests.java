package dev.sock.spring.autoconfigure;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.listener.SctpListenerState;
import jakarta.validation.Valid;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application on a class path that really lacks the optional jars.
 */
class OptionalJarsTests {

	private static final String WEB = "spring-web|spring-boot-webmvc|spring-boot-web-server|spring-boot-servlet"
			+ "|spring-boot-tomcat|spring-boot-http|spring-boot-starter-webmvc|tomcat";

	private static final String VALIDATION = "hibernate-validator|jakarta.validation|spring-boot-validation"
			+ "|tomcat-embed-el";

	/**
	 * Loaders that have loaded Netty's native library. When one is collected, the library
	 * takes its functions from the classes of all others, too.
	 */
	private static final List<ClassLoader> KEPT = new ArrayList<>();

	@Test
	void startsWithoutActuatorHealthAndMicrometer() throws Exception {
		assertThat(beansWithout(
				"spring-boot-actuator|spring-boot-health|spring-boot-micrometer|micrometer-core|micrometer-jakarta"))
			.contains("sctpTemplate")
			.doesNotContain("sockEndpoint", "sockHealthContributor", "sctpMeters");
	}

	@Test
	void startsWithoutMicrometer() throws Exception {
		assertThat(beansWithout("micrometer-core|micrometer-metrics|micrometer-jakarta"))
			.contains("sctpTemplate", "sockHealthContributor")
			.doesNotContain("sctpMeters");
	}

	@Test
	void startsWithoutHealth() throws Exception {
		assertThat(beansWithout("spring-boot-health")).contains("sctpTemplate", "sctpMeters")
			.doesNotContain("sockHealthContributor");
	}

	@Test
	void startsWithoutWeb() throws Exception {
		assertThat(beansWithout(WEB)).contains("sctpTemplate", "sockEndpoint", "sockListenersEndpoint", "sctpMeters",
				"sockHealthContributor");
	}

	@Test
	void startsWithoutValidation() throws Exception {
		assertThat(beansWithout(VALIDATION)).contains("sctpTemplate", "sockEndpoint")
			.doesNotContain("defaultValidator");
	}

	@Test
	void startsWithoutAnyOfThem() throws Exception {
		assertThat(beansWithout(WEB + "|" + VALIDATION
				+ "|spring-boot-actuator|spring-boot-health|spring-boot-micrometer|micrometer-core|micrometer-jakarta"))
			.contains("sctpTemplate", "sctpListenerContainerFactory")
			.doesNotContain("sockEndpoint", "sockListenersEndpoint", "sockHealthContributor", "sctpMeters");
	}

	@SuppressWarnings("unchecked")
	private static List<String> beansWithout(String jars) throws Exception {
		Pattern excluded = Pattern.compile("(" + jars + ").*\\.jar$");
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			File file = new File(entry);
			if (!excluded.matcher(file.getName()).lookingAt()) {
				urls.add(file.toURI().toURL());
			}
		}
		ClassLoader former = Thread.currentThread().getContextClassLoader();
		URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
		KEPT.add(loader);
		try {
			Thread.currentThread().setContextClassLoader(loader);
			return ((Supplier<List<String>>) loader.loadClass(Application.class.getName())
				.getConstructor()
				.newInstance()).get();
		}
		finally {
			Thread.currentThread().setContextClassLoader(former);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application implements Supplier<List<String>> {

		@Override
		public List<String> get() {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setRegisterShutdownHook(false);
			try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
					"--spring.jmx.enabled=true", "--management.simple.metrics.export.enabled=true",
					"--management.endpoints.jmx.exposure.include=*", "--sock.transport=userspace",
					"--sock.userspace.udp-port=0", "--sock.endpoints[0].name=server", "--sock.endpoints[0].accept=1")) {
				if (!context.getBean(SctpListenerRegistry.class)
					.listener("l")
					.state()
					.equals(SctpListenerState.RUNNING)) {
					throw new IllegalStateException("The listener has not been started");
				}
				return List.of(context.getBeanDefinitionNames());
			}
		}

		@SctpListener(id = "l", endpoint = "server")
		String receive(@Valid String text) {
			return text;
		}

	}

}
