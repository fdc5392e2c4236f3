package dev.sock.spring.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sock.EndpointOptions;
import dev.sock.Reliability;
import dev.sock.SctpOptionException;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.SendOptions;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link SctpTemplate}: conversion, options, batches, waiting and interceptors.
 */
@ExtendWith(OutputCaptureExtension.class)
class SctpTemplateTests {

	private final FakeAssociation hlr = new FakeAssociation(
			new FakeEndpoint(EndpointOptions.builder().name("client").build()), "hlr");

	private final FakeAssociation vlr = new FakeAssociation(
			new FakeEndpoint(EndpointOptions.builder().name("client").build()), "vlr");

	private final SctpAssociations associations = (name) -> {
		if (!name.equals("hlr")) {
			throw new SctpUnknownAssociationException(name, "is not known", List.of("client/hlr"));
		}
		return this.hlr;
	};

	private final List<String> log = new ArrayList<>();

	private SctpTemplate template(SctpSendInterceptor... interceptors) {
		return template(null, List.of(), interceptors);
	}

	private SctpTemplate template(Duration timeout, List<MessageConverter> converters,
			SctpSendInterceptor... interceptors) {
		return new SctpTemplate(this.associations, new PayloadConverter(converters), null,
				new MessageSender(List.of(interceptors), timeout, ObservationRegistry.NOOP, null, (any) -> false));
	}

	private List<String> sent() {
		return this.hlr.sent.stream().map((payload) -> new String(payload, StandardCharsets.UTF_8)).toList();
	}

	private void defaultSend(SendOptions options) {
		this.hlr.setOptions((builder) -> builder.defaultSend(options));
	}

	record Order(int number) {
	}

	static final class OrderConverter extends AbstractMessageConverter {

		private final String prefix;

		OrderConverter(String prefix) {
			super(MimeTypeUtils.ALL);
			this.prefix = prefix;
			setStrictContentTypeMatch(false);
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type == Order.class;
		}

		@Override
		protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
			return (this.prefix + ((Order) payload).number() + " " + headers.get(SctpHeaders.STREAM) + " "
					+ headers.get(SctpHeaders.ASSOCIATION))
				.getBytes(StandardCharsets.UTF_8);
		}

	}

	@Test
	void bytesAndTextAreSentAsTheyAre() {
		byte[] bytes = { 1, 2 };
		SctpTemplate template = template();
		template.send("hlr", bytes, SendOptions.DEFAULT);
		template.send("hlr", "grüß", SendOptions.DEFAULT);
		template.convertAndSend("hlr", "text");
		template.convertAndSend("hlr", bytes);
		assertThat(this.hlr.sent.get(0)).isSameAs(bytes);
		assertThat(this.hlr.sent.get(3)).isSameAs(bytes);
		assertThat(sent().subList(1, 3)).containsExactly("grüß", "text");
	}

	@Test
	void anObjectIsConvertedByTheConverterForThePpid() {
		SctpTemplate template = template(null, List.of(PpidMessageConverter.of(new OrderConverter("d"), "Diameter"),
				PpidMessageConverter.of(new OrderConverter("n"), "60", "61")));
		template.to("hlr").ppid("Diameter").stream(2).convertAndSend(new Order(1));
		template.to("hlr").ppid(61).convertAndSend(new Order(2));
		assertThat(template.to("hlr").ppid(60).convertAndSendAsync(new Order(3))).isCompleted();
		assertThat(sent()).containsExactly("d1 2 hlr", "n2 0 hlr", "n3 0 hlr");
	}

	@Test
	void anObjectThatNoConverterKnowsIsRefusedWithItsTypeAndPpid() {
		SctpTemplate template = template(null, List.of(PpidMessageConverter.of(new OrderConverter("d"), "Diameter")),
				logging("i"));
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> template.to("hlr").ppid(7).convertAndSend(new Order(1)))
			.withMessageContaining(Order.class.getName())
			.withMessageContaining("ppid 7");
		assertThat(template.to("hlr").ppid(7).convertAndSendAsync(new Order(1))).isCompletedExceptionally();
		assertThat(this.log).as("interceptors see only what is sent").isEmpty();
		assertThat(this.hlr.sent).isEmpty();
	}

	@Test
	void anUnknownAssociationIsRefused() {
		SctpTemplate template = template();
		assertThatExceptionOfType(SctpUnknownAssociationException.class)
			.isThrownBy(() -> template.send("none", "x", SendOptions.DEFAULT))
			.withMessageContaining("'none'")
			.withMessageContaining("client/hlr");
		assertThat(template.sendAsync("none", "x", SendOptions.DEFAULT)).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(SctpUnknownAssociationException.class);
		assertThatExceptionOfType(SctpUnknownAssociationException.class)
			.isThrownBy(() -> template.sendAll("none", List.of(), SendOptions.DEFAULT));
	}

	@Test
	void headersOfAMessageSayHowItIsSent() {
		defaultSend(SendOptions.stream(9).withPayloadProtocolId(1).withUnordered(true));
		SctpTemplate template = template();
		template.send("hlr",
				MessageBuilder.withPayload("x")
					.setHeader(SctpHeaders.STREAM, 3)
					.setHeader(SctpHeaders.PPID, "Diameter")
					.setHeader(SctpHeaders.UNORDERED, false)
					.setHeader(SctpHeaders.LIFETIME, Duration.ofSeconds(2))
					.setHeader("of-others", "x")
					.build());
		template.send("hlr", MessageBuilder.withPayload("y".getBytes()).setHeader(SctpHeaders.PPID, 60).build());
		assertThat(this.hlr.sentOptions).containsExactly(
				SendOptions.stream(3).withPayloadProtocolId(46).withLifetime(Duration.ofSeconds(2)),
				SendOptions.stream(9).withPayloadProtocolId(60).withUnordered(true));
		assertThat(sent()).containsExactly("x", "y");
	}

	@Test
	void aHeaderThatCannotBeUsedIsRefusedWithItsNameAndValue() {
		Map<String, Object> wrong = Map.of(SctpHeaders.STREAM, "one", SctpHeaders.PPID, true, SctpHeaders.UNORDERED, 1,
				SctpHeaders.LIFETIME, 5L);
		wrong.forEach((name, value) -> assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> template().send("hlr", MessageBuilder.withPayload("x").setHeader(name, value).build()))
			.withMessageContaining(name)
			.withMessageContaining(value.toString()));
		for (Object ppid : List.of(-1, 1L << 32, "no such protocol")) {
			assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> template().send("hlr",
					MessageBuilder.withPayload("x").setHeader(SctpHeaders.PPID, ppid).build()));
		}
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> template().send("hlr",
				MessageBuilder.withPayload("x").setHeader(SctpHeaders.STREAM, 65535).build()));
		assertThat(this.hlr.sent).isEmpty();
	}

	@Test
	void whatIsNotSaidIsAsTheTemplateAndThenTheAssociationSay() {
		defaultSend(SendOptions.stream(9).withPayloadProtocolId(1));
		SctpTemplate template = template();
		template.setDefaultOptions((options) -> options.withPayloadProtocolId(2));
		template.convertAndSend("hlr", "a");
		template.to("hlr").stream(4).send("b");
		template.to("hlr").ppid(3).unordered().reliability(Reliability.retransmissions(0)).send("c");
		template.send("hlr", "d", SendOptions.stream(5));
		template.to(this.hlr).send("e");
		assertThat(this.hlr.sentOptions).containsExactly(SendOptions.stream(9).withPayloadProtocolId(2),
				SendOptions.stream(4).withPayloadProtocolId(2),
				SendOptions.stream(9)
					.withPayloadProtocolId(3)
					.withUnordered(true)
					.withReliability(Reliability.retransmissions(0)),
				SendOptions.stream(5), SendOptions.stream(9).withPayloadProtocolId(2));
	}

	@Test
	void aStepGivesANewObjectSoThatOneCanBeReused() {
		SctpSend base = template().to("hlr").stream(1);
		base.ppid(5).send("a");
		base.send("b");
		assertThat(this.hlr.sentOptions).containsExactly(SendOptions.stream(1).withPayloadProtocolId(5),
				SendOptions.stream(1));
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> base.stream(-1));
	}

	@Test
	void aBatchIsSentInItsOrderUntilOneIsRefused() {
		SctpTemplate template = template();
		List<byte[]> payloads = List.of("a".getBytes(), "b".getBytes(), "c".getBytes());
		assertThat(template.sendAll("hlr", payloads, SendOptions.DEFAULT)).isEqualTo(new SctpBatchResult(3, null));
		this.hlr.sent.clear();
		SctpSendException refusal = new SctpSendException(Reason.TIMED_OUT, false, "no room", null);
		this.hlr.beforeSend = (payload) -> {
			if (payload[0] == 'b') {
				throw refusal;
			}
		};
		SctpBatchResult result = template.sendAll("hlr", payloads, SendOptions.DEFAULT);
		assertThat(result.isComplete()).isFalse();
		assertThat(result).isEqualTo(new SctpBatchResult(1, refusal));
		assertThat(sent()).containsExactly("a");
		assertThat(template.sendAll("hlr", List.of(), SendOptions.DEFAULT).isComplete()).isTrue();
	}

	@Test
	void sendingWaitsForRoomAsLongAsTheTemplateSays() {
		template(Duration.ofSeconds(3), List.of()).to("hlr").send("a");
		template(Duration.ZERO, List.of()).convertAndSend("hlr", "b");
		template().to("hlr").send("c");
		assertThat(this.hlr.waits).containsExactly(Duration.ofSeconds(3), Duration.ZERO, null);
	}

	private SctpSendInterceptor logging(String name) {
		return new SctpSendInterceptor() {
			@Override
			public OutgoingMessage beforeSend(OutgoingMessage message) {
				SctpTemplateTests.this.log.add("before " + name);
				return message;
			}

			@Override
			public void afterSend(OutgoingMessage message, Throwable failure) {
				SctpTemplateTests.this.log
					.add("after " + name + ((failure != null) ? ": " + failure.getMessage() : ""));
			}
		};
	}

	private static SctpSendInterceptor before(java.util.function.UnaryOperator<OutgoingMessage> what) {
		return new SctpSendInterceptor() {
			@Override
			public OutgoingMessage beforeSend(OutgoingMessage message) {
				return what.apply(message);
			}
		};
	}

	@Test
	void interceptorsAreAskedInTheirOrderAndToldInTheReverseOne() {
		SctpTemplate template = template(logging("1"), logging("2"));
		template.to("hlr").send("x");
		assertThat(this.log).containsExactly("before 1", "before 2", "after 2", "after 1");
		this.log.clear();
		template.send("hlr", "x", SendOptions.DEFAULT);
		template.send("hlr", MessageBuilder.withPayload("x").build());
		assertThat(template.sendAll("hlr", List.of("a".getBytes(), "b".getBytes()), SendOptions.DEFAULT).isComplete())
			.isTrue();
		assertThat(this.log).hasSize(16);
	}

	@Test
	void anInterceptorCanChangePayloadOptionsAndAssociation() {
		template(before((message) -> new OutgoingMessage(message.association(), "changed".getBytes(),
				message.options().withStream(7))))
			.to("hlr")
			.send("x");
		assertThat(sent()).containsExactly("changed");
		assertThat(this.hlr.sentOptions).containsExactly(SendOptions.stream(7));
		template(before((message) -> new OutgoingMessage(this.vlr, message.payload(), message.options()))).to("hlr")
			.send("elsewhere");
		assertThat(this.vlr.sent).hasSize(1);
		assertThat(this.hlr.sent).hasSize(1);
	}

	@Test
	void anInterceptorThatRefusesIsHeardByTheSenderAndOnlyThoseBeforeItAreTold() {
		SctpSendInterceptor refusing = new SctpSendInterceptor() {
			@Override
			public OutgoingMessage beforeSend(OutgoingMessage message) {
				throw new IllegalStateException("not allowed");
			}

			@Override
			public void afterSend(OutgoingMessage message, Throwable failure) {
				SctpTemplateTests.this.log.add("after the one that refused");
			}
		};
		SctpTemplate template = template(logging("1"), refusing, logging("3"));
		assertThatIllegalStateException().isThrownBy(() -> template.to("hlr").send("x")).withMessage("not allowed");
		assertThat(this.log).containsExactly("before 1", "after 1: not allowed");
		this.log.clear();
		assertThat(template.to("hlr").sendAsync("x")).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.withMessage("not allowed");
		assertThat(this.log).containsExactly("before 1", "after 1: not allowed");
		assertThat(this.hlr.sent).isEmpty();
	}

	@Test
	void interceptorsAreToldWhyAMessageWasNotSent() {
		SctpSendException refusal = new SctpSendException(Reason.TIMED_OUT, false, "no room", null);
		this.hlr.beforeSend = (payload) -> {
			throw refusal;
		};
		SctpTemplate template = template(logging("1"), logging("2"));
		assertThat(catchThrowable(() -> template.to("hlr").send("x"))).isSameAs(refusal);
		assertThat(this.log).containsExactly("before 1", "before 2", "after 2: no room", "after 1: no room");
		this.log.clear();
		CompletableFuture<Void> refused = template.to("hlr").sendAsync("x");
		assertThat(refused).isCompletedExceptionally();
		assertThat(catchThrowable(refused::get)).hasCause(refusal);
		assertThat(this.log).containsExactly("before 1", "before 2", "after 2: no room", "after 1: no room");
	}

	@Test
	void forAnAsynchronousSendInterceptorsAreToldOnceItIsAcknowledged() {
		CompletableFuture<Void> acknowledged = new CompletableFuture<>();
		this.hlr.acknowledgement = () -> acknowledged;
		CompletableFuture<Void> result = template(logging("1")).to("hlr").sendAsync("x");
		assertThat(result).isNotDone();
		assertThat(this.log).containsExactly("before 1");
		acknowledged.complete(null);
		assertThat(result).isCompleted();
		assertThat(this.log).containsExactly("before 1", "after 1");
	}

	@Test
	void anAsynchronousSendThatFailsGivesTheExceptionAsItIs() {
		CompletableFuture<Void> acknowledged = new CompletableFuture<>();
		this.hlr.acknowledgement = () -> acknowledged;
		CompletableFuture<Void> result = template(logging("1")).to("hlr").sendAsync("x");
		List<Throwable> seen = new ArrayList<>();
		result.whenComplete((nothing, failure) -> seen.add(failure));
		SctpSendException lost = new SctpSendException(Reason.ASSOCIATION_LOST, true, "gone", null);
		acknowledged.completeExceptionally(lost);
		assertThat(seen).containsExactly(lost);
		assertThat(this.log).containsExactly("before 1", "after 1: gone");
	}

	@Test
	void whatAnInterceptorThrowsAfterwardsIsLoggedAndTheOthersAreTold(CapturedOutput output) {
		SctpSendInterceptor throwing = new SctpSendInterceptor() {
			@Override
			public void afterSend(OutgoingMessage message, Throwable failure) {
				throw new IllegalStateException("too late");
			}
		};
		template(logging("1"), throwing, logging("3")).to("hlr").send("secret");
		assertThat(this.log).containsExactly("before 1", "before 3", "after 3", "after 1");
		assertThat(output).contains("too late").doesNotContain("secret");
		assertThat(sent()).containsExactly("secret");
	}

	@Test
	void anInterceptorThatGivesNoMessageIsRefusedAndTheOthersAreTold() {
		Throwable thrown = catchThrowable(
				() -> template(logging("1"), before((message) -> null), logging("3")).to("hlr").send("x"));
		assertThat(thrown).isInstanceOf(RuntimeException.class);
		assertThat(this.log).first().isEqualTo("before 1");
		assertThat(this.log).filteredOn((entry) -> entry.startsWith("after 1")).hasSize(1);
		assertThat(this.hlr.sent).isEmpty();
	}

	@Test
	void aDescriptionOfAMessageDoesNotShowThePayload() {
		Message<String> message = MessageBuilder.withPayload("secret").build();
		template(before((outgoing) -> {
			this.log.add(outgoing.toString());
			return outgoing;
		})).send("hlr", message);
		assertThat(this.log).singleElement().asString().contains("6 bytes").contains("hlr").doesNotContain("secret");
	}

}
