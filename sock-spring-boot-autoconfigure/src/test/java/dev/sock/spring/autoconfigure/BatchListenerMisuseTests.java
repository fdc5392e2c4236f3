package dev.sock.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.annotation.SctpMessageHandler;
import dev.sock.spring.listener.SctpListenerException;
import org.junit.jupiter.api.Test;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for batch sizes that are none, and methods that cannot take batches.
 */
class BatchListenerMisuseTests extends AbstractListenerMethodTests {

	@Test
	void aBatchSizeThatIsNoneStopsTheStartAndIsNamed() {
		for (String wrong : List.of("0", "-1", "10001", "x", "1.5", "99999999999")) {
			assertStartFails(this.runner.withPropertyValues("app.batch=" + wrong).withBean(WrongSize.class), wrong,
					"WrongSize.receive", "10000");
		}
	}

	static class WrongSize {

		@SctpListener(endpoint = "server", batchSize = "${app.batch}")
		void receive(List<String> texts) {
		}

	}

	@Test
	void aMethodThatCannotTakeABatchStopsTheStartAndIsNamed() throws Exception {
		List<Class<?>> wrong = List.of(OnClass.class, NoList.class, Nothing.class, OneMessage.class, AnArray.class,
				TwoLists.class, PayloadBesides.class, MessageBesides.class, HeaderBesides.class, WithReply.class,
				AnyReply.class, WithLaterReply.class, WithSendTo.class);
		for (Class<?> type : wrong) {
			Object bean = type.getDeclaredConstructor().newInstance();
			this.runner.withBean("bean", Object.class, () -> bean).run((context) -> {
				assertThat(context).as(type.getSimpleName()).hasFailed();
				Throwable root = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
				assertThat(root).as(type.getSimpleName())
					.isInstanceOf(SctpListenerException.class)
					.hasMessageContaining(type.getSimpleName())
					.hasMessageContaining("batchSize");
				assertThat(((SctpListenerException) root).remedy()).isNotBlank();
			});
		}
	}

	@SctpListener(endpoint = "server", batchSize = "10")
	static class OnClass {

		@SctpMessageHandler
		void receive(List<String> texts) {
		}

	}

	static class NoList {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive(String text) {
		}

	}

	static class Nothing {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive() {
		}

	}

	static class OneMessage {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive(SctpMessage message) {
		}

	}

	static class AnArray {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive(SctpMessage[] messages) {
		}

	}

	static class TwoLists {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive(List<String> texts, List<SctpMessage> messages) {
		}

	}

	static class PayloadBesides {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive(List<String> texts, String text) {
		}

	}

	static class MessageBesides {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive(SctpMessage message, List<String> texts) {
		}

	}

	static class HeaderBesides {

		@SctpListener(endpoint = "server", batchSize = "10")
		void receive(List<String> texts, @Header("sctp_stream") int stream) {
		}

	}

	static class WithReply {

		@SctpListener(endpoint = "server", batchSize = "10")
		String receive(List<String> texts) {
			return "";
		}

	}

	static class AnyReply {

		@SctpListener(endpoint = "server", batchSize = "10")
		Object receive(List<String> texts) {
			return texts;
		}

	}

	static class WithLaterReply {

		@SctpListener(endpoint = "server", batchSize = "10")
		CompletableFuture<String> receive(List<String> texts) {
			return CompletableFuture.completedFuture("");
		}

	}

	static class WithSendTo {

		@SctpListener(endpoint = "server", batchSize = "10")
		@SendTo("vlr")
		void receive(List<String> texts) {
		}

	}

}
