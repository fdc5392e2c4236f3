package dev.sock.spring.autoconfigure;

import java.nio.charset.StandardCharsets;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.annotation.SctpMessageHandler;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.SctpListenerContainer;
import dev.sock.spring.listener.SctpNoHandlerException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for classes with {@link SctpListener} and {@link SctpMessageHandler} methods.
 */
class ClassLevelListenerTests extends AbstractListenerMethodTests {

	@Test
	void aClassLevelListenerChoosesByPpidThenByTypeThenTheDefault() {
		this.converting.withBean("orders-listener", ClassLevel.class).run((context) -> {
			deliver(context, 60, "by ppid");
			deliver(context, DIAMETER, "an order");
			deliver(context, DIAMETER, "! urgent");
			deliver(context, 7, "no converter");
			assertReceived(context.getBean(ClassLevel.class), "ngap by ppid", "order an order", "urgent ! urgent",
					"default no converter");
			assertThat(context.getBean(SctpListenerRegistry.class).listener("orders-listener").failureCount()).isZero();
			assertThat(this.failures).isEmpty();
		});
	}

	@SctpListener(endpoint = "server")
	static class ClassLevel extends Recorder {

		@SctpMessageHandler(ppid = "${ngap:NGAP}")
		void ngap(String text) {
			this.received.add("ngap " + text);
		}

		@SctpMessageHandler
		void order(Order order) {
			this.received.add("order " + order.text());
		}

		@SctpMessageHandler
		void urgent(Urgent order) {
			this.received.add("urgent " + order.text());
		}

		@SctpMessageHandler(isDefault = true)
		void other(SctpMessage message) {
			this.received.add("default " + message.text());
		}

	}

	@Test
	void theMostSpecificTypeIsChosen() {
		this.converting.withBean(BySpecificity.class).run((context) -> {
			deliver(context, DIAMETER, "a");
			deliver(context, DIAMETER, "!b");
			assertReceived(context.getBean(BySpecificity.class), "order a", "object !b");
		});
	}

	@SctpListener(endpoint = "server")
	static class BySpecificity extends Recorder {

		@SctpMessageHandler
		void any(Object payload) {
			this.received.add("object " + ((Urgent) payload).text());
		}

		@SctpMessageHandler
		void order(Order order) {
			this.received.add("order " + order.text());
		}

	}

	@Test
	void aMessageThatNoMethodTakesGoesToTheErrorHandler() {
		this.converting.withBean(WithoutDefault.class).run((context) -> {
			FakeAssociation association = deliver(context, DIAMETER, "!urgent");
			assertFailure(SctpNoHandlerException.class,
					(ex) -> assertThat(ex).hasMessageContaining("WithoutDefault")
						.hasMessageContaining("46")
						.hasMessageContaining(Urgent.class.getName())
						.hasMessageNotContaining("!urgent"));
			Awaitility.await().until(() -> association.consumed.size() == 1);
			assertThat(context.getBean(WithoutDefault.class).received).isEmpty();
		});
	}

	@SctpListener(endpoint = "server")
	static class WithoutDefault extends Recorder {

		@SctpMessageHandler
		void order(Order order) {
			this.received.add(order.text());
		}

	}

	@Test
	void withoutConvertersBytesAndTextAreTakenAsTheyAre() {
		this.runner.withBean(TextOnly.class).run((context) -> {
			deliver(context, 0, "grüß");
			deliver(context, 60, "bytes");
			assertReceived(context.getBean(TextOnly.class), "text grüß", "ngap bytes");
		});
	}

	@SctpListener(endpoint = "server")
	static class TextOnly extends Recorder {

		@SctpMessageHandler
		String text(String text) {
			this.received.add("text " + text);
			return null;
		}

		@SctpMessageHandler(ppid = "60")
		void ngap(byte[] bytes) {
			this.received.add("ngap " + new String(bytes, StandardCharsets.UTF_8));
		}

	}

	@Test
	void aDefaultMethodThatNamesAPpidGetsThatToo() {
		this.runner.withBean(DefaultWithPpid.class).run((context) -> {
			deliver(context, 60, "a");
			deliver(context, 61, "b");
			assertReceived(context.getBean(DefaultWithPpid.class), "default a", "text b");
		});
	}

	@SctpListener(endpoint = "server")
	static class DefaultWithPpid extends Recorder {

		@SctpMessageHandler(ppid = "60", isDefault = true)
		void ngapAndOther(SctpMessage message) {
			this.received.add("default " + message.text());
		}

		@SctpMessageHandler
		void text(String text) {
			this.received.add("text " + text);
		}

	}

	@Test
	void aClassWithoutMethodsToCallStopsTheStart() {
		assertStartFails(this.runner.withBean(NoMethods.class), "NoMethods", "@SctpMessageHandler");
	}

	@SctpListener(endpoint = "server")
	static class NoMethods {

	}

	@Test
	void twoDefaultsStopTheStart() {
		assertStartFails(this.runner.withBean(TwoDefaults.class), "TwoDefaults.one", "TwoDefaults.two");
	}

	@SctpListener(endpoint = "server")
	static class TwoDefaults {

		@SctpMessageHandler(isDefault = true)
		void one(String text) {
		}

		@SctpMessageHandler(isDefault = true)
		void two(byte[] bytes) {
		}

	}

	@Test
	void twoMethodsForTheSameTypeStopTheStart() {
		assertStartFails(this.runner.withBean(TwoAlike.class), "TwoAlike.one", "TwoAlike.two");
	}

	@SctpListener(endpoint = "server")
	static class TwoAlike {

		@SctpMessageHandler
		void one(String text) {
		}

		@SctpMessageHandler
		void two(String text) {
		}

	}

	@Test
	void aClassLevelListenerCanBeRepeatedForSeveralEndpoints() {
		this.runner.withBean("both", OnBothEndpoints.class).run((context) -> {
			deliver(context, 0, "server");
			FakeAssociation vlr = vlr(context);
			context.getBean(FakeNetwork.class).endpoint("client").deliver(vlr.message("client".getBytes(), 0, 0));
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(OnBothEndpoints.class).received)
					.containsExactlyInAnyOrder("server", "client"));
			assertThat(context.getBean(SctpListenerRegistry.class).listeners()).extracting(SctpListenerContainer::id)
				.containsExactly("both", "both-2");
		});
	}

	@SctpListener(endpoint = "server")
	@SctpListener(endpoint = "client")
	static class OnBothEndpoints extends Recorder {

		@SctpMessageHandler
		void text(String text) {
			this.received.add(text);
		}

	}

}
