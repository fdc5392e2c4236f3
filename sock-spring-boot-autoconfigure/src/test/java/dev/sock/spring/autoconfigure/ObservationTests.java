package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.observation.DefaultSctpListenerObservationConvention;
import dev.sock.spring.observation.DefaultSctpTemplateObservationConvention;
import dev.sock.spring.observation.SctpListenerObservationContext;
import dev.sock.spring.observation.SctpListenerObservationConvention;
import dev.sock.spring.observation.SctpTemplateObservationContext;
import dev.sock.spring.observation.SctpTemplateObservationConvention;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is observed of listeners and of the template.
 */
class ObservationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final List<String> stopped = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withBean(ObservationRegistry.class, () -> this.registry)
		.withBean(Listeners.class)
		.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
				"sock.endpoints[0].peers[0].name=hlr", "sock.endpoints[0].peers[0].addresses=10.0.0.1");

	@BeforeEach
	void rememberWhatHasStopped() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {
			@Override
			public void onStop(Observation.Context context) {
				ObservationTests.this.stopped.add(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}
		});
	}

	static class Listeners {

		final CompletableFuture<String> later = new CompletableFuture<>();

		private final TestObservationRegistry registry;

		volatile Observation current;

		Listeners(ObservationRegistry registry) {
			this.registry = (TestObservationRegistry) registry;
		}

		@SctpListener(id = "plain", endpoint = "server", stream = "1")
		String plain(String text) {
			this.current = this.registry.getCurrentObservation();
			return text.equals("reply") ? "re" : null;
		}

		@SctpListener(id = "failing", endpoint = "server", stream = "2")
		void failing(String text) {
			throw new IllegalStateException("no");
		}

		@SctpListener(id = "later", endpoint = "server", stream = "3")
		CompletableFuture<String> later(String text) {
			return this.later;
		}

	}

	private static FakeAssociation establish(AssertableApplicationContext context, String name) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
		return (FakeAssociation) endpoint.association(name).orElseGet(() -> endpoint.establish(name));
	}

	private static FakeAssociation deliver(AssertableApplicationContext context, String association, int stream,
			String text) {
		FakeAssociation found = establish(context, association);
		context.getBean(FakeNetwork.class).endpoint("server").deliver(found.message(text.getBytes(), stream, -2));
		return found;
	}

	private TestObservationRegistryAssert observed() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	private void awaitObserved(String name, int number) {
		Awaitility.await().untilAsserted(() -> observed().hasNumberOfObservationsWithNameEqualTo(name, number));
		Awaitility.await().until(() -> this.stopped.stream().filter(name::equals).count() == number);
	}

	@Test
	void aCallOfAListenerIsObservedWithItsEndpointAssociationAndListener() {
		this.runner.run((context) -> {
			deliver(context, "hlr", 1, "text");
			awaitObserved("sock.listener", 1);
			observed().hasObservationWithNameEqualTo("sock.listener")
				.that()
				.hasContextualNameEqualTo("plain receive")
				.hasLowCardinalityKeyValue("endpoint", "server")
				.hasLowCardinalityKeyValue("association", "hlr")
				.hasLowCardinalityKeyValue("listener", "plain")
				.hasHighCardinalityKeyValue("sctp.association", "hlr")
				.hasHighCardinalityKeyValue("sctp.stream", "1")
				.hasHighCardinalityKeyValue("sctp.ppid", "4294967294")
				.hasHighCardinalityKeyValue("sctp.length", "4")
				.doesNotHaveError();
			assertThat(context.getBean(Listeners.class).current).as("in scope while the listener runs").isNotNull();
		});
	}

	@Test
	void anAssociationThatNoPropertyNamesIsOther() {
		this.runner.run((context) -> {
			FakeAssociation stranger = deliver(context, "10.0.0.9-4000", 1, "text");
			awaitObserved("sock.listener", 1);
			context.getBean(SctpTemplate.class).to(stranger).send("x");
			for (String name : new String[] { "sock.listener", "sock.template" }) {
				observed().hasObservationWithNameEqualTo(name)
					.that()
					.hasLowCardinalityKeyValue("association", "other")
					.hasHighCardinalityKeyValue("sctp.association", "10.0.0.9-4000");
			}
		});
	}

	@Test
	void aFailureIsTheErrorOfTheObservation() {
		this.runner.run((context) -> {
			deliver(context, "hlr", 2, "text");
			awaitObserved("sock.listener", 1);
			observed().hasObservationWithNameEqualTo("sock.listener")
				.that()
				.thenError()
				.isInstanceOf(IllegalStateException.class)
				.hasMessage("no");
		});
	}

	@Test
	void repetitionsAreObservedOneByOne() {
		this.runner
			.withPropertyValues("sock.listener.retry.enabled=true", "sock.listener.retry.max-retries=2",
					"sock.listener.retry.initial-interval=0")
			.run((context) -> {
				deliver(context, "hlr", 2, "text");
				awaitObserved("sock.listener", 3);
				observed().forAllObservationsWithNameEqualTo("sock.listener", (each) -> each.hasError());
			});
	}

	@Test
	void aResultThatComesLaterEndsTheObservation() {
		this.runner.run((context) -> {
			FakeAssociation hlr = deliver(context, "hlr", 3, "text");
			Awaitility.await().until(() -> hlr.retained.size() == 1);
			observed().hasObservationWithNameEqualTo("sock.listener").that().hasBeenStarted().isNotStopped();
			context.getBean(Listeners.class).later.complete("later");
			awaitObserved("sock.listener", 1);
			observed().hasObservationWithNameEqualTo("sock.listener").that().doesNotHaveError();
		});
	}

	@Test
	void aResultThatFailsLaterGivesTheErrorAsItIs() {
		this.runner.run((context) -> {
			FakeAssociation hlr = deliver(context, "hlr", 3, "text");
			Awaitility.await().until(() -> hlr.retained.size() == 1);
			context.getBean(Listeners.class).later.completeExceptionally(new java.io.IOException("disk"));
			awaitObserved("sock.listener", 1);
			observed().hasObservationWithNameEqualTo("sock.listener")
				.that()
				.thenError()
				.isInstanceOf(java.io.IOException.class);
		});
	}

	@Test
	void aMessageThatIsSentIsObserved() {
		this.runner.run((context) -> {
			establish(context, "hlr");
			context.getBean(SctpTemplate.class).to("hlr").stream(4).ppid(0xfffffffeL).send("text");
			observed().hasSingleObservationThat()
				.hasNameEqualTo("sock.template")
				.hasContextualNameEqualTo("hlr send")
				.hasBeenStopped()
				.hasLowCardinalityKeyValue("endpoint", "server")
				.hasLowCardinalityKeyValue("association", "hlr")
				.hasHighCardinalityKeyValue("sctp.association", "hlr")
				.hasHighCardinalityKeyValue("sctp.stream", "4")
				.hasHighCardinalityKeyValue("sctp.ppid", "4294967294")
				.hasHighCardinalityKeyValue("sctp.length", "4")
				.doesNotHaveError();
		});
	}

	@Test
	void aMessageThatIsRefusedIsObservedWithTheReason() {
		this.runner.run((context) -> {
			establish(context, "hlr").beforeSend = (payload) -> {
				throw new SctpSendException(Reason.TIMED_OUT, false, "no room", null);
			};
			assertThatExceptionOfType(SctpSendException.class)
				.isThrownBy(() -> context.getBean(SctpTemplate.class).to("hlr").send("text"));
			observed().hasSingleObservationThat()
				.hasBeenStopped()
				.thenError()
				.isInstanceOf(SctpSendException.class)
				.hasMessage("no room");
		});
	}

	@Test
	void anAsynchronousSendIsObservedUntilItIsAcknowledged() {
		this.runner.run((context) -> {
			CompletableFuture<Void> acknowledged = new CompletableFuture<>();
			establish(context, "hlr").acknowledgement = () -> acknowledged;
			CompletableFuture<Void> result = context.getBean(SctpTemplate.class).to("hlr").sendAsync("text");
			observed().hasSingleObservationThat().isNotStopped();
			acknowledged.completeExceptionally(new SctpSendException(Reason.ASSOCIATION_LOST, true, "gone", null));
			assertThat(result).failsWithin(Duration.ZERO);
			observed().hasSingleObservationThat().hasBeenStopped().thenError().isInstanceOf(SctpSendException.class);
		});
	}

	@Test
	void aReplyIsObservedWithinTheCallOfItsListener() {
		this.runner.run((context) -> {
			deliver(context, "hlr", 1, "reply");
			awaitObserved("sock.template", 1);
			observed().hasObservationWithNameEqualTo("sock.template")
				.that()
				.hasParentObservationContextMatching((parent) -> parent.getName().equals("sock.listener"));
		});
	}

	@Test
	void conventionBeansReplaceNamesAndKeys() {
		this.runner.withBean(SctpListenerObservationConvention.class, ListenerConvention::new)
			.withBean(SctpTemplateObservationConvention.class, TemplateConvention::new)
			.run((context) -> {
				deliver(context, "hlr", 1, "reply");
				awaitObserved("my.listener", 1);
				awaitObserved("my.template", 1);
				observed().hasObservationWithNameEqualTo("my.listener")
					.that()
					.hasLowCardinalityKeyValue("mine", "plain")
					.doesNotHaveLowCardinalityKeyValueWithKey("association");
				observed().hasObservationWithNameEqualTo("my.template").that().hasContextualNameEqualTo("mine to hlr");
				observed().doesNotHaveAnyRemainingCurrentObservation();
			});
	}

	static final class ListenerConvention extends DefaultSctpListenerObservationConvention {

		@Override
		public String getName() {
			return "my.listener";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(SctpListenerObservationContext context) {
			return KeyValues.of("mine", context.getListenerId());
		}

	}

	static final class TemplateConvention extends DefaultSctpTemplateObservationConvention {

		@Override
		public String getName() {
			return "my.template";
		}

		@Override
		public String getContextualName(SctpTemplateObservationContext context) {
			return "mine to " + context.getAssociation().name();
		}

	}

}
