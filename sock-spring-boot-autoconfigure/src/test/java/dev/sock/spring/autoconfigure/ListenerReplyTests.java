package dev.sock.spring.autoconfigure;

import java.util.concurrent.CompletableFuture;

import dev.sock.Reliability;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.annotation.SctpMessageHandler;
import dev.sock.spring.core.SctpHeaders;
import dev.sock.spring.core.SctpUnknownAssociationException;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.listener.SctpListenerException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what listener methods give back.
 */
class ListenerReplyTests extends AbstractListenerMethodTests {

	@Test
	void aReplyGoesToTheAssociationThatSendToNames() {
		this.runner.withBean(SendToMethod.class).run((context) -> {
			FakeAssociation vlr = vlr(context);
			FakeAssociation hlr = deliver(context, DIAMETER, "x");
			Awaitility.await().until(() -> !vlr.sent.isEmpty());
			assertThat(vlr.sent).singleElement().isEqualTo("re: x".getBytes());
			assertThat(vlr.sentOptions).as("its default send options, the ppid of the request")
				.containsExactly(new SendOptions(5, 46, false, 0, null, false, Reliability.FULL));
			assertThat(hlr.sent).isEmpty();
		});
	}

	static class SendToMethod {

		@SctpListener(endpoint = "server")
		@SendTo("${app.to:client/vlr}")
		String receive(String text) {
			return "re: " + text;
		}

	}

	@Test
	void sendToOnTheClassHoldsForMethodsThatSayNothing() {
		this.runner.withBean(SendToClass.class).run((context) -> {
			FakeAssociation vlr = vlr(context);
			FakeAssociation hlr = deliver(context, 1, "x");
			Awaitility.await().until(() -> !vlr.sent.isEmpty());
			deliver(context, 2, "y");
			Awaitility.await().until(() -> !hlr.sent.isEmpty());
			assertThat(vlr.sent).containsExactly("class x".getBytes());
			assertThat(hlr.sent).containsExactly("method y".getBytes());
		});
	}

	@SctpListener(endpoint = "server")
	@SendTo("vlr")
	static class SendToClass {

		@SctpMessageHandler(ppid = "1")
		String one(String text) {
			return "class " + text;
		}

		@SctpMessageHandler(ppid = "2")
		@SendTo("hlr")
		String two(String text) {
			return "method " + text;
		}

	}

	@Test
	void sendToAnUnknownAssociationStopsTheStart() {
		assertStartFails(this.runner.withBean(SendToUnknown.class), "'nobody'", "SendToUnknown.receive",
				"client/vlr, server/hlr");
	}

	static class SendToUnknown {

		@SctpListener(endpoint = "server")
		@SendTo("nobody")
		String receive(String text) {
			return text;
		}

	}

	@Test
	void sendToSeveralOrNoneStopsTheStart() {
		assertStartFails(this.runner.withBean(SendToSeveral.class), "SendToSeveral.receive", "@SendTo");
		assertStartFails(this.runner.withBean(SendToNone.class), "SendToNone.receive", "@SendTo");
	}

	static class SendToSeveral {

		@SctpListener(endpoint = "server")
		@SendTo({ "hlr", "vlr" })
		String receive(String text) {
			return text;
		}

	}

	static class SendToNone {

		@SctpListener(endpoint = "server")
		@SendTo
		String receive(String text) {
			return text;
		}

	}

	@Test
	void sendToWithAnExpressionIsEvaluatedForEachReply() {
		this.runner.withBean(SendToExpression.class).withBean("names", Names.class).run((context) -> {
			FakeAssociation vlr = vlr(context);
			FakeAssociation hlr = deliver(context, 1, "vlr");
			Awaitility.await().until(() -> !vlr.sent.isEmpty());
			deliver(context, 1, "hlr");
			deliver(context, 2, "x");
			deliver(context, 3, "y");
			Awaitility.await().untilAsserted(() -> {
				assertThat(this.failures).isEmpty();
				assertThat(hlr.sent).hasSize(2);
				assertThat(vlr.sent).hasSize(2);
			});
			assertThat(vlr.sent).as("named by the result, by a bean").containsExactly("vlr".getBytes(), "y".getBytes());
			assertThat(hlr.sent).as("named by the result, by the request")
				.containsExactly("hlr".getBytes(), "x".getBytes());
		});
	}

	static class Names {

		public String of(long ppid) {
			return "client/vlr";
		}

	}

	static class SendToExpression {

		@SctpListener(endpoint = "server", ppid = "1")
		@SendTo("!{result}")
		String byResult(String text) {
			return text;
		}

		@SctpListener(endpoint = "server", ppid = "2")
		@SendTo("server/!{request.association.name}")
		String byRequest(String text) {
			return text;
		}

		@SctpListener(endpoint = "server", ppid = "3")
		@SendTo("!{@names.of(request.payloadProtocolId)}")
		String byBean(String text) {
			return text;
		}

	}

	@Test
	void anExpressionThatNamesNoKnownAssociationGoesToTheErrorHandlerAndNothingIsSent() {
		this.runner.withBean(SendToExpression.class).run((context) -> {
			FakeAssociation hlr = deliver(context, 1, "nobody");
			assertFailure(SctpUnknownAssociationException.class,
					(ex) -> assertThat(ex).hasMessageContaining("'nobody'"));
			assertThat(hlr.sent).isEmpty();
		});
		this.failures.clear();
		this.runner.withBean(SendToExpression.class).run((context) -> {
			FakeAssociation hlr = deliver(context, 1, " ");
			assertFailure(SctpListenerException.class, (ex) -> assertThat(ex).hasMessageContaining("gives no name")
				.hasMessageContaining("SendToExpression.byResult"));
			assertThat(hlr.sent).isEmpty();
		});
		this.failures.clear();
		this.runner.withBean(SendToExpression.class).run((context) -> {
			FakeAssociation hlr = deliver(context, 3, "there is no bean of this name");
			assertFailure(SctpListenerException.class,
					(ex) -> assertThat(ex).hasMessageContaining("SendToExpression.byBean")
						.hasMessageContaining("names"));
			assertThat(hlr.sent).isEmpty();
		});
	}

	@Test
	void anExpressionThatCannotBeParsedStopsTheStart() {
		assertStartFails(this.runner.withBean(SendToNonsense.class), "SendToNonsense.receive", "!{request.}",
				"'request'");
	}

	static class SendToNonsense {

		@SctpListener(endpoint = "server")
		@SendTo("!{request.}")
		String receive(String text) {
			return text;
		}

	}

	@Test
	void aReplyOfAnyTypeIsConverted() {
		this.converting.withBean(ConvertedReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, DIAMETER, "x");
			Awaitility.await().until(() -> !hlr.sent.isEmpty());
			assertThat(hlr.sent).containsExactly("order re: x".getBytes());
			deliver(context, 100, "y");
			Awaitility.await().until(() -> hlr.sent.size() == 2);
			assertThat(hlr.sentOptions.get(1).streamId()).isEqualTo(3);
		});
	}

	static class ConvertedReply {

		@SctpListener(endpoint = "server", ppid = "Diameter")
		Order receive(Order order) {
			return new Order("re: " + order.text());
		}

		@SctpListener(endpoint = "server", ppid = "100")
		CompletableFuture<Message<Order>> later(Order order) {
			return CompletableFuture
				.completedFuture(MessageBuilder.withPayload(order).setHeader(SctpHeaders.STREAM, 3).build());
		}

	}

	@Test
	void aReplyThatNoConverterKnowsGoesToTheErrorHandler() {
		this.converting.withBean(UnknownReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, DIAMETER, "x");
			assertFailure(MessageConversionException.class,
					(ex) -> assertThat(ex).hasMessageContaining("java.lang.StringBuilder"));
			assertThat(hlr.sent).isEmpty();
		});
	}

	static class UnknownReply {

		@SctpListener(endpoint = "server")
		Object receive(Order order) {
			return new StringBuilder("x");
		}

	}

	@Test
	void aReplyOnAnAssociationThatIsDownGoesToTheErrorHandler() {
		this.runner.withBean(Reply.class).run((context) -> {
			hlr(context).state = dev.sock.AssociationState.CLOSED;
			FakeAssociation hlr = deliver(context, 0, "x");
			assertFailure(SctpSendException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
			Awaitility.await().until(() -> hlr.consumed.size() == 1);
		});
	}

	static class Reply {

		@SctpListener(endpoint = "server")
		String receive(String text) {
			return "re: " + text;
		}

	}

	@Test
	void aLaterReplyOnAnAssociationThatHasEndedMeanwhileGoesToTheErrorHandler() {
		this.runner.withBean(LaterReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, 0, "x");
			CompletableFuture<String> reply = context.getBean(LaterReply.class).reply;
			Awaitility.await().until(() -> hlr.retained.size() == 1);
			hlr.end(AssociationChange.COMM_LOST, "gone");
			reply.complete("late");
			assertFailure(SctpSendException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
			Awaitility.await().until(() -> hlr.released.size() == 1);
		});
	}

	@Test
	void aFutureThatFailsGoesToTheErrorHandlerAsItIs() {
		this.runner.withBean(LaterReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, 0, "x");
			Awaitility.await().until(() -> hlr.retained.size() == 1);
			context.getBean(LaterReply.class).reply.completeExceptionally(new java.io.IOException("disk"));
			assertFailure(java.io.IOException.class, (ex) -> assertThat(ex).hasMessage("disk"));
			Awaitility.await().until(() -> hlr.released.size() == 1);
			assertThat(hlr.sent).isEmpty();
		});
	}

	static class LaterReply {

		final CompletableFuture<String> reply = new CompletableFuture<>();

		@SctpListener(endpoint = "server")
		CompletableFuture<String> receive(String text) {
			return this.reply;
		}

	}

}
