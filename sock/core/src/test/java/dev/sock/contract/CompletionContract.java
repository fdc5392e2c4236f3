package dev.sock.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpEvent.SenderDry;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each message ends exactly once: acknowledged or failed.
 */
public abstract class CompletionContract extends Contract {

	protected CompletionContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	@Tag("E9")
	void aFutureCompletesOnceThePeerHasTheMessage() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server();
		SctpAssociation association = client(recorder).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		Await.result(association.sendAsync(new byte[] { 1 }, SendOptions.DEFAULT));
		assertThat(receive(theirs).payload()).containsExactly(1);
		assertThat(recorder.event(SenderDry.class).association()).isSameAs(association);
		assertThat(recorder.events(SendFailed.class)).isEmpty();
	}

	@Test
	void whatThePeerHasNoRoomForIsNotAcknowledged() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		CompletableFuture<Void> first = association.sendAsync(Payloads.filled(0, 1_000), SendOptions.DEFAULT);
		List<CompletableFuture<Void>> more = new ArrayList<>();
		for (int n = 1; n <= 10; n++) {
			more.add(association.sendAsync(Payloads.filled(n, 80_000), SendOptions.DEFAULT));
		}
		if (this.capabilities.acknowledgesEachMessage()) {
			Await.result(first);
		}
		assertThat(more.get(9)).isNotDone();
		Payloads.check(receive(theirs).payload(), 0, 1_000);
		for (int n = 1; n <= 10; n++) {
			Payloads.check(receive(theirs).payload(), n, 80_000);
		}
		Await.result(first);
		more.forEach(Await::result);
	}

	@Test
	void everyFutureCompletesWhenAllIsAcknowledged() {
		SctpEndpoint server = server(new Recorder());
		SctpAssociation association = client().connect(to(server));
		AtomicInteger completed = new AtomicInteger();
		for (int n = 0; n < 1_000; n++) {
			CompletableFuture<Void> future = association.sendAsync(new byte[500], SendOptions.stream(n % 10));
			future.whenComplete((done, ex) -> completed.incrementAndGet());
		}
		Await.until("every future has completed", () -> completed.get() == 1_000);
		association.shutdown();
		Await.result(association.closed());
		assertThat(completed).hasValue(1_000);
	}

	@Test
	void whatIsAcknowledgedWasReceivedAndWhatFailedIsToldOnce() {
		Recorder mine = new Recorder();
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = client(mine).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int n = 0; n < 300; n++) {
			futures.add(association.sendAsync(Payloads.numbered(n, 1_500), SendOptions.stream(n % 10)));
		}
		BitSet received = new BitSet();
		for (int n = 0; n < 100; n++) {
			received.set(Payloads.number(receive(theirs).payload()));
		}
		association.abort("that will do");
		Await.result(association.closed());
		Await.result(theirs.closed());
		for (SctpMessage message = next(theirs); message != null; message = next(theirs)) {
			received.set(Payloads.number(message.payload()));
		}
		BitSet failed = new BitSet();
		for (int n = 0; n < 300; n++) {
			CompletableFuture<Void> future = futures.get(n);
			Await.until("message " + n + " has ended", future::isDone);
			if (future.isCompletedExceptionally()) {
				failed.set(n);
			}
			else {
				assertThat(received.get(n)).as("message %s was acknowledged and not received", n).isTrue();
			}
		}
		assertThat(failed.isEmpty()).isFalse();
		Await.until("each failure is told", () -> mine.events(SendFailed.class).size() == failed.cardinality());
		mine.events(SendFailed.class).forEach((event) -> {
			int number = Payloads.number(event.payload());
			assertThat(failed.get(number)).as("message %s failed once", number).isTrue();
			failed.clear(number);
		});
		assertThat(failed.isEmpty()).isTrue();
	}

	private static @Nullable SctpMessage next(SctpAssociation association) {
		try {
			return association.receive(Duration.ZERO);
		}
		catch (SctpClosedException ex) {
			return null;
		}
	}

	@Test
	void everyMessageThatTheEndOfThePeerOvertakesEndsOnce() {
		SctpEndpoint server = server(new Recorder());
		for (int round = 0; round < 5; round++) {
			Recorder mine = new Recorder();
			SctpAssociation association = open(connecting().handler(mine)).connect(to(server));
			SctpAssociation theirs = otherSide(association, server);
			AtomicInteger accepted = new AtomicInteger();
			AtomicInteger succeeded = new AtomicInteger();
			AtomicInteger lost = new AtomicInteger();
			AtomicInteger refused = new AtomicInteger();
			Call<Boolean> sender = Call.run(() -> {
				while (refused.get() == 0) {
					accepted.incrementAndGet();
					association.sendAsync(new byte[100], SendOptions.DEFAULT).whenComplete((done, ex) -> {
						if (ex == null) {
							succeeded.incrementAndGet();
						}
						else if (((SctpSendException) ex).reason() == SctpSendException.Reason.ASSOCIATION_LOST) {
							lost.incrementAndGet();
						}
						else if (((SctpSendException) ex).reason() == SctpSendException.Reason.WOULD_BLOCK) {
							accepted.decrementAndGet();
							association.awaitWritable(Duration.ofMillis(50));
						}
						else {
							refused.incrementAndGet();
						}
					});
				}
			});
			Await.until("messages flow", () -> succeeded.get() > 50);
			theirs.abort("enough");
			assertThat(sender.result()).isTrue();
			Await.until("each has ended", () -> succeeded.get() + lost.get() + refused.get() == accepted.get());
			Await.until("each loss is told", () -> mine.events(SendFailed.class).size() == lost.get());
		}
	}

}
