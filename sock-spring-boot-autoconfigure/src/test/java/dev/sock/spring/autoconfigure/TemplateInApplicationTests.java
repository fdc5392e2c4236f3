package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sock.EndpointOptions;
import dev.sock.SctpConnectException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.core.OutgoingMessage;
import dev.sock.spring.core.PayloadConverter;
import dev.sock.spring.core.SctpCorrelation;
import dev.sock.spring.core.SctpOperations;
import dev.sock.spring.core.SctpReplyException;
import dev.sock.spring.core.SctpReplyException.Reason;
import dev.sock.spring.core.SctpSendInterceptor;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.core.SctpUnknownAssociationException;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.SctpAssociationStartException;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for the template, customizers and start-up of an application: what its properties
 * and beans change.
 */
class TemplateInApplicationTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final SctpCorrelation NUMBER = SctpCorrelation.of((payload) -> new String(payload).charAt(0),
			(message) -> message.text().charAt(0));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withBean(Answers.class)
		.withPropertyValues("sock.endpoints[0].name=client", "sock.endpoints[0].associations[0].name=hlr",
				"sock.endpoints[0].associations[0].remote-addresses=10.0.0.1",
				"sock.endpoints[0].associations[0].remote-port=3868",
				"sock.endpoints[0].associations[0].reconnect.enabled=false");

	static class Answers {

		final List<String> received = new CopyOnWriteArrayList<>();

		@SctpListener(endpoint = "client")
		void receive(String text) {
			this.received.add(text);
		}

	}

	private static FakeAssociation hlr(AssertableApplicationContext context) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("client");
		Awaitility.await().until(() -> endpoint.association("hlr").isPresent());
		return (FakeAssociation) endpoint.association("hlr").orElseThrow();
	}

	private static void deliver(AssertableApplicationContext context, FakeAssociation association, String text) {
		context.getBean(FakeNetwork.class).endpoint("client").deliver(association.message(text.getBytes(), 0, 0));
	}

	private static void assertFailed(CompletableFuture<SctpMessage> reply, Reason reason) {
		Throwable failure = catchThrowableOfType(java.util.concurrent.ExecutionException.class,
				() -> reply.get(30, TimeUnit.SECONDS))
			.getCause();
		assertThat(failure).isInstanceOf(SctpReplyException.class);
		assertThat(((SctpReplyException) failure).reason()).isEqualTo(reason);
	}

	@Test
	void theSendTimeoutPropertyBoundsTheWaitForRoom() {
		this.runner.withPropertyValues("sock.template.send-timeout=250ms").run((context) -> {
			FakeAssociation hlr = hlr(context);
			context.getBean(SctpTemplate.class).to("hlr").send("x");
			assertThat(hlr.waits).containsExactly(Duration.ofMillis(250));
		});
	}

	@Test
	void templatePropertiesOutOfRangeStopTheStart() {
		this.runner.withPropertyValues("sock.template.send-timeout=-1s")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("sock.template.send-timeout"));
		this.runner.withPropertyValues("sock.template.max-pending-replies=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("sock.template.max-pending-replies"));
	}

	@Test
	void interceptorBeansAreAskedInTheirOrder() {
		this.runner.withUserConfiguration(Interceptors.class).run((context) -> {
			FakeAssociation hlr = hlr(context);
			context.getBean(SctpTemplate.class).to("hlr").send("x");
			assertThat(hlr.sent).containsExactly("x12".getBytes());
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		@Bean
		@Order(2)
		SctpSendInterceptor second() {
			return appending("2");
		}

		@Bean
		@Order(1)
		SctpSendInterceptor first() {
			return appending("1");
		}

		private static SctpSendInterceptor appending(String suffix) {
			return new SctpSendInterceptor() {
				@Override
				public OutgoingMessage beforeSend(OutgoingMessage message) {
					return new OutgoingMessage(message.association(),
							(new String(message.payload()) + suffix).getBytes(), message.options());
				}
			};
		}

	}

	@Test
	void aReplyGoesToItsRequestAndALateOneToTheListener() {
		this.runner.run((context) -> {
			FakeAssociation hlr = hlr(context);
			SctpTemplate template = context.getBean(SctpTemplate.class);
			CompletableFuture<SctpMessage> one = template.to("hlr").sendAndReceiveAsync("1 request", NUMBER, LONG);
			deliver(context, hlr, "1 reply");
			assertThat(one).succeedsWithin(LONG).extracting(SctpMessage::text).isEqualTo("1 reply");
			assertFailed(template.to("hlr").sendAndReceiveAsync("2 request", NUMBER, Duration.ofMillis(1)),
					Reason.TIMED_OUT);
			deliver(context, hlr, "2 late");
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(Answers.class).received).containsExactly("2 late"));
		});
	}

	@Test
	void aReplyIsFoundWhileTheListenerIsPaused() {
		this.runner.run((context) -> {
			FakeAssociation hlr = hlr(context);
			context.getBean(SctpListenerRegistry.class).listeners().forEach((listener) -> listener.pause());
			CompletableFuture<SctpMessage> one = context.getBean(SctpTemplate.class)
				.to("hlr")
				.sendAndReceiveAsync("1 request", NUMBER, LONG);
			deliver(context, hlr, "0 no reply");
			deliver(context, hlr, "1 reply");
			assertThat(one).succeedsWithin(LONG);
		});
	}

	@Test
	void aLossOrARestartFailsWhatWaitsAlthoughTheApplicationHearsOfNoEvents() {
		this.runner.withPropertyValues("sock.endpoints[0].options.events=path-changed").run((context) -> {
			FakeAssociation hlr = hlr(context);
			SctpTemplate template = context.getBean(SctpTemplate.class);
			CompletableFuture<SctpMessage> one = template.to("hlr").sendAndReceiveAsync("1", NUMBER, LONG);
			hlr.restart();
			assertFailed(one, Reason.RESTARTED);
			CompletableFuture<SctpMessage> two = template.to("hlr").sendAndReceiveAsync("2", NUMBER, LONG);
			hlr.end(AssociationChange.COMM_LOST, "gone");
			assertFailed(two, Reason.ASSOCIATION_LOST);
		});
	}

	@Test
	void theLimitOfPendingRepliesIsAProperty() {
		this.runner.withPropertyValues("sock.template.max-pending-replies=1").run((context) -> {
			hlr(context);
			SctpTemplate template = context.getBean(SctpTemplate.class);
			assertThat(template.to("hlr").sendAndReceiveAsync("1", NUMBER, LONG)).isNotDone();
			assertFailed(template.to("hlr").sendAndReceiveAsync("2", NUMBER, LONG), Reason.TOO_MANY);
		});
	}

	@Test
	void anAssociationOfAnEndpointMadeByCodeGetsNoReplies() {
		this.runner.run((context) -> {
			for (String name : List.of("by-code", "client")) {
				FakeAssociation byCode = new FakeAssociation(
						new FakeEndpoint(EndpointOptions.builder().name(name).build()), "hlr");
				assertFailed(context.getBean(SctpTemplate.class).to(byCode).sendAndReceiveAsync("1", NUMBER, LONG),
						Reason.NO_LISTENERS);
				assertThat(byCode.sent).isEmpty();
				context.getBean(SctpTemplate.class).to(byCode).send("x");
				assertThat(byCode.sent).hasSize(1);
			}
		});
	}

	@Test
	void anUnknownAssociationIsRefusedWithWhatIsKnownAndOneThatIsDownWithTheReason() {
		this.runner.run((context) -> {
			SctpTemplate template = context.getBean(SctpTemplate.class);
			assertThatExceptionOfType(SctpUnknownAssociationException.class)
				.isThrownBy(() -> template.to("vlr").send("x"))
				.withMessageContaining("'vlr'")
				.withMessageContaining("client/hlr");
			hlr(context).end(AssociationChange.COMM_LOST, "cable was cut");
			Awaitility.await()
				.untilAsserted(() -> assertThatExceptionOfType(SctpSendException.class)
					.isThrownBy(() -> template.to("client/hlr").send("x"))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED))
					.withMessageContaining("cable was cut"));
		});
	}

	@Test
	void anotherTemplateOfTheUsersReplacesTheDefaultOne() {
		this.runner.withBean("mine", SctpOperations.class, () -> new SctpTemplate((name) -> {
			throw new IllegalStateException("not used");
		}))
			.run((context) -> assertThat(context).hasSingleBean(SctpOperations.class)
				.hasBean("mine")
				.hasSingleBean(PayloadConverter.class));
	}

	@Test
	void customizersAndConnectionDetailsChangeWhatThePropertiesSay() {
		this.runner.withPropertyValues("sock.endpoints[0].associations[0].remote-udp-port=1")
			.withBean(SctpEndpointCustomizer.class,
					() -> (endpoint, options) -> options.port(31000).options(SctpOptions.DEFAULT))
			.withBean(SctpAssociationCustomizer.class,
					() -> (endpoint, options) -> options.withTimeout(Duration.ofSeconds(7)))
			.withBean(SockConnectionDetails.class,
					() -> (endpoint, association) -> new SockConnectionDetails.Peer(List.of("10.0.0.99"), 4711, 9900))
			.run((context) -> {
				hlr(context);
				FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("client");
				assertThat(endpoint.opened.port()).isEqualTo(31000);
				assertThat(endpoint.connects).singleElement().satisfies((connect) -> {
					assertThat(connect.addresses()).containsExactly("10.0.0.99");
					assertThat(connect.port()).isEqualTo(4711);
					assertThat(connect.remoteUdpPort()).isEqualTo(9900);
					assertThat(connect.timeout()).isEqualTo(Duration.ofSeconds(7));
				});
			});
	}

	@Test
	void anAssociationThatMustBeUpStopsTheStartWithWhatToDo() {
		this.runner.withPropertyValues("sock.endpoints[0].associations[0].fail-fast=true")
			.withBean("network", FakeNetwork.class, NobodyThere::new)
			.withPropertyValues("spring.main.allow-bean-definition-overriding=true")
			.withAllowBeanDefinitionOverriding(true)
			.run((context) -> {
				assertThat(context).hasFailed();
				Throwable failure = context.getStartupFailure();
				FailureAnalysis analysis = new SctpAssociationStartFailureAnalyzer().analyze(failure);
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("'hlr'")
					.contains("sock.endpoints[0].associations")
					.contains("nobody there");
				assertThat(analysis.getAction()).contains("fail-fast").contains("remote-addresses");
				assertThat(analysis.getCause()).isInstanceOf(SctpAssociationStartException.class);
			});
	}

	@Test
	void byDefaultAPeerThatIsNotThereStopsNothing() {
		this.runner.withBean("network", FakeNetwork.class, NobodyThere::new)
			.withAllowBeanDefinitionOverriding(true)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Awaitility.await()
					.until(() -> context.getBean(SctpEndpoints.class)
						.find("client")
						.orElseThrow()
						.associations()
						.get("hlr")
						.status()
						.phase() == Phase.FAILED);
			});
	}

	static final class NobodyThere extends FakeNetwork {

		@Override
		public dev.sock.SctpEndpoint open(EndpointOptions options) {
			FakeEndpoint endpoint = (FakeEndpoint) super.open(options);
			endpoint.connector = (connect) -> CompletableFuture
				.failedFuture(new SctpConnectException(SctpConnectException.Reason.REFUSED, "nobody there", null));
			return endpoint;
		}

	}

	@Test
	void whoeverStopsWithTheWebServerCanStillSend() {
		List<String> sent = new CopyOnWriteArrayList<>();
		this.runner.withBean(InFlight.class).run((context) -> {
			FakeAssociation hlr = hlr(context);
			context.getBean(InFlight.class).association = hlr;
			context.getSourceApplicationContext().close();
			hlr.sent.forEach((payload) -> sent.add(new String(payload)));
		});
		assertThat(sent).containsExactly("in flight");
	}

	/** In the phase of the web server's graceful shutdown. */
	static final class InFlight implements SmartLifecycle {

		private final SctpTemplate template;

		volatile FakeAssociation association;

		private boolean running;

		InFlight(SctpTemplate template) {
			this.template = template;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.template.to("hlr").send("in flight");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MAX_VALUE - 1024;
		}

	}

}
