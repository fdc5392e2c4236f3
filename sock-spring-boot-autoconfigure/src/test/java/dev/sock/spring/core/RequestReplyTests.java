package dev.sock.spring.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.spring.core.SctpReplyException.Reason;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for requests that wait for a reply.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestReplyTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	/** A request {@code 1:a} has the reply {@code 1:b}. */
	private static final SctpCorrelation NUMBER = SctpCorrelation.of((payload) -> number(text(payload)),
			(message) -> message.text().contains(":") ? number(message.text()) : null);

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "reply");
		thread.setDaemon(true);
		return thread;
	});

	private final FakeAssociation hlr = association("hlr");

	private final FakeAssociation vlr = association("vlr");

	private final PendingReplies replies = new PendingReplies(3, this.threads);

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final SctpSendInterceptor logging = new SctpSendInterceptor() {
		@Override
		public void afterSend(OutgoingMessage message, Throwable failure) {
			RequestReplyTests.this.log.add(text(message.payload()) + ((failure != null) ? " failed" : " sent"));
		}
	};

	private final SctpTemplate template = template(this.replies, (name) -> name.equals("hlr") ? this.hlr : this.vlr);

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	private SctpTemplate template(PendingReplies pending, SctpAssociations associations) {
		return new SctpTemplate(associations, new PayloadConverter(List.of()), pending,
				new MessageSender(List.of(this.logging), null, ObservationRegistry.NOOP, null, (any) -> false));
	}

	private static FakeAssociation association(String name) {
		return new FakeAssociation(new FakeEndpoint(EndpointOptions.builder().name("client").build()), name);
	}

	private static String number(String text) {
		return text.substring(0, text.indexOf(':'));
	}

	private static String text(byte[] payload) {
		return new String(payload, StandardCharsets.UTF_8);
	}

	private static SctpMessage message(FakeAssociation association, String text) {
		return association.message(text.getBytes(StandardCharsets.UTF_8), 0, 0);
	}

	private boolean reply(FakeAssociation association, String text) {
		return this.replies.take(message(association, text));
	}

	private CompletableFuture<SctpMessage> request(String association, String text) {
		return request(association, text, LONG);
	}

	private CompletableFuture<SctpMessage> request(String association, String text, Duration timeout) {
		return this.template.sendAndReceiveAsync(association, text.getBytes(StandardCharsets.UTF_8),
				SendOptions.DEFAULT, NUMBER, timeout);
	}

	private static void assertFailed(CompletableFuture<SctpMessage> reply, Reason reason) {
		ExecutionException failure = catchThrowableOfType(ExecutionException.class,
				() -> reply.get(30, TimeUnit.SECONDS));
		assertThat(failure).cause().isInstanceOf(SctpReplyException.class);
		assertThat(((SctpReplyException) failure.getCause()).reason()).isEqualTo(reason);
		assertThat(failure.getCause()).hasMessageContaining("hlr").hasMessageContaining("client");
	}

	@Test
	void eachReplyGoesToItsRequestWhateverTheOrder() {
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		CompletableFuture<SctpMessage> two = request("hlr", "2:a");
		assertThat(reply(this.hlr, "2:b")).isTrue();
		assertThat(reply(this.hlr, "1:b")).isTrue();
		assertThat(one).succeedsWithin(LONG).extracting(SctpMessage::text).isEqualTo("1:b");
		assertThat(two).succeedsWithin(LONG).extracting(SctpMessage::text).isEqualTo("2:b");
		assertThat(this.log).containsExactly("1:a sent", "2:a sent");
	}

	@Test
	void aReplyIsTakenOnceAndOtherMessagesAreNot() {
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		assertThat(reply(this.hlr, "no reply")).isFalse();
		assertThat(reply(this.hlr, "2:b")).as("of no request").isFalse();
		assertThat(reply(this.vlr, "1:b")).as("of another association").isFalse();
		assertThat(reply(this.hlr, "1:b")).isTrue();
		assertThat(reply(this.hlr, "1:b")).as("once more").isFalse();
		assertThat(one).succeedsWithin(LONG);
	}

	@Test
	void aRequestThatBlocksGetsItsReply() {
		this.hlr.beforeSend = (payload) -> this.threads.execute(() -> reply(this.hlr, "1:b"));
		assertThat(this.template.to("hlr").sendAndReceive("1:a", NUMBER, LONG).text()).isEqualTo("1:b");
		assertThat(this.hlr.waits).as("waits for room no longer than for the reply").containsExactly(LONG);
	}

	@Test
	void theReplyMayComeBeforeTheSendReturns() {
		this.hlr.beforeSend = (payload) -> assertThat(reply(this.hlr, "1:b")).isTrue();
		assertThat(this.template.to("hlr").sendAndReceive("1:a", NUMBER, LONG).text()).isEqualTo("1:b");
	}

	@Test
	void aFutureIsCompletedOnAListenerThread() {
		CompletableFuture<String> thread = request("hlr", "1:a")
			.thenApply((message) -> Thread.currentThread().getName());
		reply(this.hlr, "1:b");
		assertThat(thread).succeedsWithin(LONG).isEqualTo("reply");
	}

	@Test
	void aReplyThatDoesNotComeInTimeFailsAndALateOneGoesToTheListeners() {
		assertFailed(request("hlr", "1:a", Duration.ofMillis(1)), Reason.TIMED_OUT);
		assertThat(reply(this.hlr, "1:b")).isFalse();
		SctpReplyException blocking = catchThrowableOfType(SctpReplyException.class,
				() -> this.template.to("hlr").sendAndReceive("1:a", NUMBER, Duration.ofMillis(1)));
		assertThat(blocking.reason()).isEqualTo(Reason.TIMED_OUT);
		CompletableFuture<SctpMessage> again = request("hlr", "1:a");
		assertThat(reply(this.hlr, "1:b")).as("the key is free again").isTrue();
		assertThat(again).succeedsWithin(LONG);
	}

	@ParameterizedTest
	@EnumSource(names = { "COMM_LOST", "SHUTDOWN_COMPLETE", "CANNOT_ESTABLISH" })
	void theEndOfTheAssociationFailsWhatWaitsOnItAndNothingElse(AssociationChange change) {
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		CompletableFuture<SctpMessage> two = request("hlr", "2:a");
		CompletableFuture<SctpMessage> other = request("vlr", "1:a");
		this.replies.associationChanged(this.hlr.event(change, "it is gone"));
		assertFailed(one, Reason.ASSOCIATION_LOST);
		assertFailed(two, Reason.ASSOCIATION_LOST);
		assertThat(catchThrowable(one::get)).hasMessageContaining("it is gone");
		assertThat(other).isNotDone();
		assertThat(reply(this.vlr, "1:b")).isTrue();
	}

	@Test
	void aRestartOfThePeerFailsWhatWaits() {
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		this.replies.associationChanged(this.hlr.event(AssociationChange.RESTART, ""));
		assertFailed(one, Reason.RESTARTED);
		this.replies.associationChanged(this.hlr.event(AssociationChange.COMM_UP, ""));
		CompletableFuture<SctpMessage> two = request("hlr", "1:a");
		assertThat(reply(this.hlr, "1:b")).isTrue();
		assertThat(two).succeedsWithin(LONG);
	}

	@Test
	void aKeyThatWaitsAlreadyIsRefusedAndNotSent() {
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		assertFailed(request("hlr", "1:other"), Reason.DUPLICATE_KEY);
		assertThat(request("vlr", "1:a")).as("another association").isNotDone();
		assertThat(this.hlr.sent).hasSize(1);
		assertThat(this.log).containsExactly("1:a sent", "1:other failed", "1:a sent");
		assertThat(one).isNotDone();
		assertThat(reply(this.hlr, "1:b")).isTrue();
		assertThat(one).succeedsWithin(LONG);
	}

	@Test
	void oneRequestTooManyIsRefusedAndNotSent() {
		List<CompletableFuture<SctpMessage>> waiting = List.of(request("hlr", "1:a"), request("hlr", "2:a"),
				request("hlr", "3:a"));
		assertFailed(request("hlr", "4:a"), Reason.TOO_MANY);
		assertThat(this.hlr.sent).hasSize(3);
		reply(this.hlr, "2:b");
		assertThat(waiting.get(1)).succeedsWithin(LONG);
		assertThat(request("hlr", "4:a")).as("one is free again").isNotDone();
	}

	@Test
	void aRequestThatIsCancelledWaitsNoLonger() {
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		one.cancel(false);
		assertThat(reply(this.hlr, "1:b")).isFalse();
		assertThat(request("hlr", "1:a")).isNotDone();
	}

	@Test
	void aRequestThatIsRefusedFailsWithItsReasonAsTheCause() {
		SctpSendException refusal = new SctpSendException(SctpSendException.Reason.TIMED_OUT, false, "no room", null);
		this.hlr.beforeSend = (payload) -> {
			throw refusal;
		};
		SctpReplyException blocking = catchThrowableOfType(SctpReplyException.class,
				() -> this.template.to("hlr").sendAndReceive("1:a", NUMBER, LONG));
		assertThat(blocking.reason()).isEqualTo(Reason.NOT_SENT);
		assertThat(blocking).hasCause(refusal);
		CompletableFuture<SctpMessage> later = request("hlr", "1:a");
		assertFailed(later, Reason.NOT_SENT);
		assertThat(this.log).containsExactly("1:a failed", "1:a failed");
		assertThat(reply(this.hlr, "1:b")).isFalse();
	}

	@Test
	void aRequestThatIsNotAcknowledgedFails() {
		CompletableFuture<Void> acknowledged = new CompletableFuture<>();
		this.hlr.acknowledgement = () -> acknowledged;
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		acknowledged
			.completeExceptionally(new SctpSendException(SctpSendException.Reason.ABANDONED, true, "given up", null));
		assertFailed(one, Reason.NOT_SENT);
	}

	@Test
	void anAssociationWhoseMessagesDoNotGoToTheListenersIsRefused() {
		SctpTemplate without = template(this.replies, new SctpAssociations() {
			@Override
			public SctpAssociation get(String name) {
				return RequestReplyTests.this.hlr;
			}

			@Override
			public boolean hasListeners(SctpAssociation association) {
				return false;
			}
		});
		assertFailed(without.sendAndReceiveAsync("hlr", "1:a".getBytes(), SendOptions.DEFAULT, NUMBER, LONG),
				Reason.NO_LISTENERS);
		SctpTemplate plain = new SctpTemplate((name) -> this.hlr);
		assertThat(catchThrowableOfType(SctpReplyException.class,
				() -> plain.to(this.hlr).sendAndReceive("1:a", NUMBER, LONG))
			.reason()).isEqualTo(Reason.NO_LISTENERS);
		assertThat(this.hlr.sent).isEmpty();
		assertThat(this.log).containsExactly("1:a failed");
	}

	@Test
	void aCorrelationThatFailsForARequestIsHeardByTheSenderAndInterceptorsAreTold() {
		SctpCorrelation failing = SctpCorrelation.of((payload) -> {
			throw new IllegalStateException("no key");
		}, (message) -> null);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.template.to("hlr").sendAndReceive("1:a", failing, LONG))
			.withMessage("no key");
		assertThat(this.template.to("hlr").sendAndReceiveAsync("1:a", failing, LONG)).isCompletedExceptionally();
		assertThat(this.hlr.sent).isEmpty();
		assertThat(this.log).containsExactly("1:a failed", "1:a failed");
	}

	@Test
	void aCorrelationWithoutAKeyForARequestIsRefused() {
		SctpCorrelation none = SctpCorrelation.of((payload) -> null, (message) -> null);
		assertThat(this.template.to("hlr").sendAndReceiveAsync("1:a", none, LONG)).isCompletedExceptionally();
		assertThat(this.hlr.sent).isEmpty();
		assertThat(this.log).containsExactly("1:a failed");
	}

	@Test
	void aCorrelationThatFailsForAMessageIsLoggedAndTheMessageGoesToTheListeners(CapturedOutput output) {
		SctpCorrelation failing = SctpCorrelation.of((payload) -> "key", (message) -> {
			throw new IllegalStateException("cannot read");
		});
		CompletableFuture<SctpMessage> one = this.template.to("hlr").sendAndReceiveAsync("x", failing, LONG);
		CompletableFuture<SctpMessage> two = request("hlr", "1:a");
		assertThat(reply(this.hlr, "secret")).isFalse();
		assertThat(output).contains("cannot read").contains("hlr").doesNotContain("secret");
		assertThat(reply(this.hlr, "1:b")).as("of another correlation").isTrue();
		assertThat(two).succeedsWithin(LONG);
		assertThat(one).isNotDone();
	}

	@Test
	void requestsOfDifferentCorrelationsMayHaveTheSameKey() {
		SctpCorrelation other = SctpCorrelation.of((payload) -> "1",
				(message) -> message.text().equals("other") ? "1" : null);
		CompletableFuture<SctpMessage> one = request("hlr", "1:a");
		CompletableFuture<SctpMessage> two = this.template.to("hlr").sendAndReceiveAsync("x", other, LONG);
		assertThat(reply(this.hlr, "other")).isTrue();
		assertThat(two).succeedsWithin(LONG);
		assertThat(one).isNotDone();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE, Long.MAX_VALUE })
	void aTimeThatCannotBeWaitedForLeavesNothingBehind(long seconds) {
		CompletableFuture<SctpMessage> one = request("hlr", "1:a", Duration.ofSeconds(seconds));
		if (seconds > 0) {
			assertThat(one).isNotDone();
			one.cancel(false);
		}
		else {
			assertThat(one).failsWithin(LONG);
		}
		assertThat(this.log).hasSize(1);
		assertThat(reply(this.hlr, "1:b")).isFalse();
		assertThat(request("hlr", "1:a")).isNotDone();
	}

	@Test
	void aThreadThatIsInterruptedWaitsNoLonger() throws InterruptedException {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread thread = new Thread(() -> {
			thrown.set(catchThrowable(() -> this.template.to("hlr").sendAndReceive("1:a", NUMBER, LONG)));
			this.log.add("interrupted " + Thread.currentThread().isInterrupted());
		});
		thread.start();
		thread.interrupt();
		thread.join(30_000);
		assertThat(thrown.get()).isInstanceOf(SctpReplyException.class).hasMessageNotContaining("1:a");
		assertThat(((SctpReplyException) thrown.get()).reason()).isEqualTo(Reason.INTERRUPTED);
		assertThat(this.log).contains("interrupted true");
		assertThat(reply(this.hlr, "1:b")).isFalse();
	}

	@Test
	void aReplyIsHandedOverEvenWhenTheThreadsAreGone() {
		PendingReplies refused = new PendingReplies(3, (task) -> {
			throw new RejectedExecutionException("closed");
		});
		CompletableFuture<SctpMessage> one = template(refused, (name) -> this.hlr).to("hlr")
			.sendAndReceiveAsync("1:a", NUMBER, LONG);
		assertThat(refused.take(message(this.hlr, "1:b"))).isTrue();
		assertThat(one).isCompleted();
	}

	@Test
	void manyRequestsAtOnceEachGetTheirOwnReply() {
		PendingReplies many = new PendingReplies(10_000, this.threads);
		SctpTemplate busy = template(many, (name) -> this.hlr);
		this.hlr.beforeSend = (payload) -> this.threads
			.execute(() -> many.take(message(this.hlr, number(text(payload)) + ":reply")));
		List<CompletableFuture<Void>> senders = new ArrayList<>();
		for (int sender = 0; sender < 4; sender++) {
			int base = sender * 1000;
			senders.add(CompletableFuture.runAsync(() -> {
				for (int i = base; i < base + 250; i++) {
					assertThat(busy.to("hlr").sendAndReceive(i + ":x", NUMBER, LONG).text()).isEqualTo(i + ":reply");
				}
			}, this.threads));
		}
		assertThat(senders).allSatisfy((each) -> assertThat(each).succeedsWithin(LONG));
		assertThat(many.take(message(this.hlr, "1:reply"))).isFalse();
	}

}
