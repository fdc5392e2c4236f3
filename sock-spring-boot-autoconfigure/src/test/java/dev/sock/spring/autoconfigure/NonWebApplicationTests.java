package dev.sock.spring.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpEvent;
import dev.sock.spring.annotation.SctpEventListener;
import dev.sock.spring.annotation.SctpListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application without a web server lives as long as it should, in a process
 * of its own.
 */
class NonWebApplicationTests {

	private Process process;

	private BufferedReader output;

	private void run(String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1",
						"-Xshare:auto", "-cp", System.getProperty("java.class.path"), Application.class.getName()));
		command.addAll(List.of(properties));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	@AfterEach
	void end() {
		this.process.destroyForcibly();
	}

	private void tell(String word) throws IOException {
		this.process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	/**
	 * Returns the next word that the application says, or {@code null} if it has ended.
	 */
	private String hear() throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.startsWith("> ")) {
			line = this.output.readLine();
		}
		return line;
	}

	@Test
	void oneThatAcceptsStaysUpUntilItsContextIsClosed() throws Exception {
		run("--sock.endpoints[0].name=server", "--sock.endpoints[0].accept=1");
		assertThat(hear()).isEqualTo("> main has returned");
		tell("ping");
		assertThat(hear()).isEqualTo("> pong");
		tell("close");
		assertEnds();
	}

	@ParameterizedTest
	@ValueSource(strings = { "messages", "events" })
	void oneThatListensToAnAssociationOfItsOwnStaysUp(String what) throws Exception {
		run("--sock.endpoints[0].name=client", "--app.listen-to=" + what);
		assertThat(hear()).isEqualTo("> main has returned");
		tell("ping");
		assertThat(hear()).isEqualTo("> pong");
		tell("close");
		assertEnds();
	}

	@Test
	void oneThatWaitsForNothingEndsByItself() throws Exception {
		run("--sock.endpoints[0].name=client");
		assertEnds();
	}

	private void assertEnds() throws InterruptedException {
		assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.process.exitValue()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SockAutoConfiguration.class)
	static class Application {

		public static void main(String[] arguments) {
			ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.properties("sock.transport=userspace", "sock.userspace.udp-port=0", "spring.main.banner-mode=off",
						"logging.level.root=off")
				.run(arguments);
			Thread main = Thread.currentThread();
			Thread operator = new Thread(() -> operate(main, context));
			operator.setDaemon(true);
			operator.start();
		}

		private static void operate(Thread main, ConfigurableApplicationContext context) {
			try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
				main.join();
				System.out.println("> main has returned");
				for (String line = input.readLine(); line != null; line = input.readLine()) {
					if (line.equals("close")) {
						context.close(); // with which the JVM ends, maybe at once
					}
					else {
						System.out.println(isKeptAlive() ? "> pong" : "> it is about to end");
					}
				}
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/** Whether the JVM does not end by itself, which may take it a while. */
		private static boolean isKeptAlive() {
			boolean kept = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.anyMatch((thread) -> !thread.isDaemon() && !thread.getName().equals("DestroyJavaVM"));
			try {
				Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				}));
				return kept;
			}
			catch (IllegalStateException ex) {
				// It is about to end: the threads are those of shutdown hooks.
				return false;
			}
		}

		@Bean
		@ConditionalOnProperty(name = "app.listen-to", havingValue = "messages")
		Listener listener() {
			return new Listener();
		}

		@Bean
		@ConditionalOnProperty(name = "app.listen-to", havingValue = "events")
		EventListener eventListener() {
			return new EventListener();
		}

	}

	static class Listener {

		@SctpListener(endpoint = "client")
		void receive(String text) {
		}

	}

	static class EventListener {

		@SctpEventListener(endpoint = "client")
		void happened(SctpEvent event) {
		}

	}

}
