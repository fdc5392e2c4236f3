package dev.sock.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.config.SctpUnknownListenerException;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.listener.SctpListenerContainer;
import dev.sock.spring.listener.SctpListenerContainerCustomizer;
import dev.sock.spring.listener.SctpListenerContainerFactory;
import dev.sock.spring.listener.SctpListenerDefinition;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpListenerState;
import dev.sock.spring.listener.SctpMessageListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the attributes of {@link SctpListener} and the properties
 * {@code sock.listener.*}.
 */
class ListenerAttributesTests extends AbstractListenerAttributeTests {

	@Test
	void theIdIsThatOfTheBeanAndTheMethodAndRepeatedOnesAreNumbered() {
		this.runner.withBean("orders", Repeated.class)
			.run((context) -> assertThat(context.getBean(SctpListenerRegistry.class).listeners())
				.extracting(SctpListenerContainer::id)
				.containsExactly("mine", "orders.receive", "orders.receive-2"));
	}

	static class Repeated {

		@SctpListener(endpoint = "server", stream = "1")
		@SctpListener(endpoint = "server", stream = "2")
		void receive(String text) {
		}

		@SctpListener(id = "#{'mi' + 'ne'}", endpoint = "server", stream = "3")
		void own(String text) {
		}

	}

	@Test
	void twoListenersOfOneIdStopTheStartAndBothAreNamed() {
		failsWith(SameId.class,
				(ex) -> assertThat(ex.problem()).contains("'same'").contains("SameId.one").contains("SameId.two"));
	}

	static class SameId {

		@SctpListener(id = "same", endpoint = "server", stream = "1")
		void one(String text) {
		}

		@SctpListener(id = "same", endpoint = "other")
		void two(String text) {
		}

	}

	@Test
	void anIdThatDoesNotFitAUrlStopsTheStart() {
		failsWith(BadId.class, (ex) -> assertThat(ex.problem()).contains("'a/b'").contains("BadId.receive"));
	}

	static class BadId {

		@SctpListener(id = "a/b", endpoint = "server")
		void receive(String text) {
		}

	}

	@Test
	void aListenerThatDoesNotStartByItselfKeepsMessagesUntilItIsStarted() {
		this.runner.withBean(ByHand.class).run((context) -> {
			SctpListenerContainer container = listener(context, "by-hand");
			assertThat(container.state()).isEqualTo(SctpListenerState.STOPPED);
			assertThat(container.isAutoStartup()).isFalse();
			FakeAssociation association = deliver(context, 0, "a", "b");
			Awaitility.await().until(() -> container.waitingCount() == 2);
			assertThat(context.getBean(ByHand.class).received).isEmpty();
			container.start();
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(ByHand.class).received).containsExactly("a", "b"));
			Awaitility.await().until(() -> association.released.size() == 2);
		});
	}

	static class ByHand extends Recorder {

		@SctpListener(id = "by-hand", endpoint = "server", autoStartup = "false")
		void receive(String text) {
			this.received.add(text);
		}

	}

	@Test
	void everyAttributeResolvesPlaceholdersAndExpressions() {
		this.runner
			.withPropertyValues("app.id=from-property", "app.endpoint=server", "app.association=hlr", "app.start=false",
					"app.concurrency=3")
			.withBean("special", SctpListenerErrorHandler.class, () -> (failure, delivery) -> {
			})
			.withBean(Placeholders.class)
			.run((context) -> {
				SctpListenerContainer container = listener(context, "from-property");
				assertThat(container.endpointName()).isEqualTo("server");
				assertThat(container.criteria().association()).isEqualTo("hlr");
				assertThat(container.criteria().stream()).isEqualTo(3);
				assertThat(container.criteria().ppid()).isEqualTo(46);
				assertThat(container.isAutoStartup()).isFalse();
				assertThat(container.concurrency()).isEqualTo(3);
			});
	}

	static class Placeholders {

		@SctpListener(id = "${app.id}", endpoint = "${app.endpoint}", association = "${app.association}",
				stream = "#{1 + 2}", ppid = "${app.ppid:Diameter}", autoStartup = "${app.start}",
				concurrency = "${app.concurrency}", errorHandler = "${app.handler:special}",
				containerFactory = "${app.factory:}")
		void receive(String text) {
		}

	}

	@Test
	void anAutoStartupThatIsNeitherTrueNorFalseStopsTheStart() {
		failsWith(BadAutoStartup.class,
				(ex) -> assertThat(ex.problem()).contains("autoStartup").contains("'maybe'").contains("receive"));
	}

	static class BadAutoStartup {

		@SctpListener(endpoint = "server", autoStartup = "maybe")
		void receive(String text) {
		}

	}

	@Test
	void aConcurrencyOutOfRangeStopsTheStart() {
		failsWith(BadConcurrency.class, (ex) -> {
			assertThat(ex.problem()).contains("concurrency").contains("'0'").contains("receive");
			assertThat(ex.remedy()).contains("1 to 10000");
		});
	}

	static class BadConcurrency {

		@SctpListener(endpoint = "server", concurrency = "0")
		void receive(String text) {
		}

	}

	@Test
	void aContainerFactoryThatDoesNotExistStopsTheStart() {
		failsWith(BadFactory.class,
				(ex) -> assertThat(ex.problem()).contains("containerFactory").contains("'nowhere'"));
	}

	static class BadFactory {

		@SctpListener(endpoint = "server", containerFactory = "nowhere")
		void receive(String text) {
		}

	}

	@Test
	void anErrorHandlerThatIsAnotherKindOfBeanStopsTheStart() {
		failsWith(BadErrorHandler.class, (ex) -> assertThat(ex.problem()).contains("errorHandler").contains("'bean'"));
	}

	static class BadErrorHandler {

		@SctpListener(endpoint = "server", errorHandler = "bean")
		void receive(String text) {
		}

	}

	@Test
	void aListenerUsesTheContainerFactoryThatItNamesAndItsOwnAttributesComeFirst() {
		this.runner.withUserConfiguration(Factories.class).withBean(WithFactory.class).run((context) -> {
			assertThat(listener(context, "plain").concurrency()).isEqualTo(7);
			assertThat(listener(context, "plain").state()).isEqualTo(SctpListenerState.STOPPED);
			assertThat(listener(context, "own").concurrency()).isEqualTo(2);
			assertThat(listener(context, "own").state()).isEqualTo(SctpListenerState.RUNNING);
			assertThat(listener(context, "default").concurrency()).isNull();
			assertThat(listener(context, "default").state()).isEqualTo(SctpListenerState.RUNNING);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Factories {

		@Bean
		SctpListenerContainerFactory special(SctpListenerContainerFactoryConfigurer configurer) {
			SctpListenerContainerFactory factory = configurer.create();
			factory.setConcurrency(7);
			factory.setAutoStartup(false);
			return factory;
		}

	}

	static class WithFactory {

		@SctpListener(id = "plain", endpoint = "server", stream = "1", containerFactory = "special")
		void plain(String text) {
		}

		@SctpListener(id = "own", endpoint = "server", stream = "2", containerFactory = "special", concurrency = "2",
				autoStartup = "true")
		void own(String text) {
		}

		@SctpListener(id = "default", endpoint = "server", stream = "3")
		void byDefault(String text) {
		}

	}

	@Test
	void aFactoryOfThisNameReplacesTheDefaultOne() {
		this.runner.withBean("sctpListenerContainerFactory", SctpListenerContainerFactory.class,
				() -> new SctpListenerContainerFactory(Runnable::run) {
					@Override
					public SctpListenerContainer create(SctpListenerDefinition definition) {
						setConcurrency(9);
						return super.create(definition);
					}
				})
			.withBean(ListenerFailureTests.Failing.class)
			.run((context) -> assertThat(listener(context, "failing").concurrency()).isEqualTo(9));
	}

	@Test
	void propertiesAreTheDefaultsOfListenersThatSayNothing() {
		this.runner.withPropertyValues("sock.listener.concurrency=5", "sock.listener.auto-startup=false")
			.withBean(WithFactory.class)
			.withUserConfiguration(Factories.class)
			.run((context) -> {
				assertThat(listener(context, "default").concurrency()).isEqualTo(5);
				assertThat(listener(context, "default").state()).isEqualTo(SctpListenerState.STOPPED);
				assertThat(listener(context, "own").state()).isEqualTo(SctpListenerState.RUNNING);
			});
	}

	@Test
	void customizersChangeWhatListenersSayInTheirOrder() {
		this.runner
			.withBean("customizer", SctpListenerContainerCustomizer.class,
					() -> (definition) -> definition.withAutoStartup(false).withConcurrency(4))
			.withBean(ListenerFailureTests.Failing.class)
			.run((context) -> {
				assertThat(listener(context, "failing").concurrency()).isEqualTo(4);
				assertThat(listener(context, "failing").state()).isEqualTo(SctpListenerState.STOPPED);
			});
	}

	@Test
	void aCustomizerCanSpyOnAListener() {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.runner
			.withBean("spy", SctpListenerContainerCustomizer.class,
					() -> (definition) -> definition.withListener(spy(definition.id(), definition.listener(), seen)))
			.withBean("bean", ByDefault.class)
			.run((context) -> {
				deliver(context, 0, "x");
				List<String> received = context.getBean(ByDefault.class).received;
				Awaitility.await().untilAsserted(() -> assertThat(received).containsExactly("x"));
				assertThat(seen).containsExactly("bean.receive x");
			});
	}

	private static SctpMessageListener spy(String id, SctpMessageListener listener, List<String> seen) {
		return (message) -> {
			seen.add(id + " " + message.text());
			return listener.onMessage(message);
		};
	}

	@Test
	void theRegistryPausesAndResumesByIdAndRefusesAnUnknownOne() {
		this.runner.withBean("bean", ByDefault.class).run((context) -> {
			SctpListenerRegistry registry = context.getBean(SctpListenerRegistry.class);
			assertThatExceptionOfType(SctpUnknownListenerException.class).isThrownBy(() -> registry.listener("none"))
				.withMessageContaining("'none'")
				.withMessageContaining("bean.receive");
			assertThat(registry.find("none")).isEmpty();
			registry.listener("bean.receive").pause();
			assertThat(registry.listener("bean.receive").state()).isEqualTo(SctpListenerState.PAUSED);
			deliver(context, 0, "a");
			Awaitility.await().until(() -> registry.listener("bean.receive").waitingCount() == 1);
			registry.listener("bean.receive").resume();
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(ByDefault.class).received).containsExactly("a"));
		});
	}

	static class ByDefault extends Recorder {

		@SctpListener(endpoint = "server")
		void receive(SctpMessage message) {
			this.received.add(message.text());
		}

	}

	@Test
	void theListenerOfABeanThatIsMadeLateStartsAtOnce() {
		this.runner.withUserConfiguration(LateBean.class).run((context) -> {
			assertThat(context.getBean(SctpListenerRegistry.class).listeners()).isEmpty();
			ByDefault bean = context.getBean(ByDefault.class);
			assertThat(listener(context, "late.receive").state()).isEqualTo(SctpListenerState.RUNNING);
			deliver(context, 0, "a");
			Awaitility.await().untilAsserted(() -> assertThat(bean.received).containsExactly("a"));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class LateBean {

		@Bean
		@Lazy
		ByDefault late() {
			return new ByDefault();
		}

	}

}
