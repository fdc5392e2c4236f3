package dev.sock.spring.autoconfigure;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.observation.SctpListenerObservationContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is observed of calls that get a batch.
 */
class BatchObservationTests extends AbstractListenerMethodTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final List<SctpListenerObservationContext> stopped = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner observed = this.converting
		.withBean(ObservationRegistry.class, () -> this.registry)
		.withBean(Observed.class);

	BatchObservationTests() {
		this.registry.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new ObservationHandler<SctpListenerObservationContext>() {
				@Override
				public void onStop(SctpListenerObservationContext context) {
					BatchObservationTests.this.stopped.add(context);
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof SctpListenerObservationContext;
				}
			});
	}

	static class Observed extends Recorder {

		final CompletableFuture<Void> later = new CompletableFuture<>();

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		CompletableFuture<Void> receive(List<Order> orders) {
			this.received.add(orders.stream().map(Order::text).toList().toString());
			if (orders.get(0).text().equals("bad")) {
				throw new IllegalStateException("on purpose");
			}
			return orders.get(0).text().equals("later") ? this.later : null;
		}

	}

	private static FakeAssociation together(AssertableApplicationContext context, String... texts) {
		return BatchListenerTests.together(context, DIAMETER, texts);
	}

	private void awaitStopped(int number) {
		Awaitility.await().until(() -> this.stopped.size() == number);
	}

	private static String high(SctpListenerObservationContext context, String key) {
		return (context.getHighCardinalityKeyValue(key) != null) ? context.getHighCardinalityKeyValue(key).getValue()
				: null;
	}

	@Test
	void aBatchIsOneObservationWithTheNumberOfItsMessagesAndAllTheirBytes() {
		this.observed.run((context) -> {
			together(context, "a", "bc", "def");
			awaitStopped(1);
			SctpListenerObservationContext observation = this.stopped.get(0);
			assertThat(observation.getName()).isEqualTo("sock.listener");
			assertThat(observation.getContextualName()).isEqualTo("batch receive");
			assertThat(observation.getListenerId()).isEqualTo("batch");
			assertThat(observation.isNamed()).isTrue();
			assertThat(observation.getMessages()).hasSize(3);
			assertThat(observation.getMessage()).isSameAs(observation.getMessages().get(0));
			assertThat(observation.getLowCardinalityKeyValues()).hasSize(3);
			assertThat(observation.getLowCardinalityKeyValue("association").getValue()).isEqualTo("hlr");
			assertThat(high(observation, "sctp.messages")).isEqualTo("3");
			assertThat(high(observation, "sctp.length")).isEqualTo("6");
			assertThat(high(observation, "sctp.association")).isEqualTo("hlr");
			assertThat(high(observation, "sctp.stream")).isNull();
			assertThat(high(observation, "sctp.ppid")).isNull();
			assertThat(this.meters.get("sock.listener").tag("listener", "batch").timer().count()).isOne();
		});
	}

	@Test
	void aBatchOfOneIsObservedAsASingleMessageIs() {
		this.observed.run((context) -> {
			together(context, "abcd");
			awaitStopped(1);
			SctpListenerObservationContext observation = this.stopped.get(0);
			assertThat(high(observation, "sctp.messages")).isNull();
			assertThat(high(observation, "sctp.stream")).isEqualTo("1");
			assertThat(high(observation, "sctp.ppid")).isEqualTo("46");
			assertThat(high(observation, "sctp.length")).isEqualTo("4");
		});
	}

	@Test
	void aFailureIsTheErrorAndAResultThatComesLaterEndsIt() {
		this.observed.run((context) -> {
			together(context, "bad", "a");
			awaitStopped(1);
			assertThat(this.stopped.get(0).getError()).isInstanceOf(IllegalStateException.class);
			together(context, "later", "b");
			Observed bean = context.getBean(Observed.class);
			assertReceived(bean, "[bad, a]", "[later, b]");
			assertThat(this.stopped).hasSize(1);
			bean.later.completeExceptionally(new IOException("disk"));
			awaitStopped(2);
			assertThat(this.stopped.get(1).getError()).isInstanceOf(IOException.class);
		});
	}

	@Test
	void repetitionsAreObservedOneByOneAsTheBatchAndAsItsMessages() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
			.withUserConfiguration(FakeNetworkConfiguration.class)
			.withBean(ObservationRegistry.class, () -> this.registry)
			.withBean(Failing.class)
			.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
					"sock.listener.retry.enabled=true", "sock.listener.retry.max-retries=2",
					"sock.listener.retry.initial-interval=0")
			.run((context) -> {
				together(context, "a", "b");
				awaitStopped(5);
				assertThat(this.stopped).extracting((each) -> each.getMessages().size()).containsExactly(2, 2, 2, 1, 1);
				assertThat(this.stopped).allSatisfy((each) -> assertThat(each.getError()).isNotNull());
			});
	}

	static class Failing {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<String> texts) {
			throw new IllegalStateException("on purpose");
		}

	}

	@Test
	void whatCannotBeConvertedIsTheErrorThatASingleMessageWouldHave() {
		this.observed.run((context) -> {
			FakeAssociation hlr = together(context, "a", "no", "b");
			Awaitility.await().until(() -> hlr.released.size() == 3);
			assertReceived(context.getBean(Observed.class), "[a]", "[b]");
			assertThat(this.stopped).filteredOn((each) -> each.getError() != null)
				.singleElement()
				.satisfies((each) -> assertThat(each.getError()).isInstanceOf(MessageConversionException.class));
			assertThat(this.stopped).filteredOn((each) -> each.getError() == null)
				.hasSize(2)
				.allSatisfy((each) -> assertThat(each.getMessages()).hasSize(1));
		});
	}

}
