package dev.sock.contract;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.Writable;
import dev.sock.SctpMessage;
import dev.sock.SctpRetainingHandler;
import dev.sock.SctpSendException.Reason;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whoever does not read holds up the sender, and nobody else.
 */
public abstract class BackpressureContract extends Contract {

	protected BackpressureContract(TransportFixture fixture) {
		super(fixture);
	}

	private SctpAssociation connect(SctpEndpoint server) {
		return open(connecting().options(SMALL)).connect(to(server));
	}

	@Test
	void aReaderThatDoesNotReadStopsTheSenderAndThenGetsEverythingInOrder() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = connect(server);
		SctpAssociation theirs = otherSide(association, server);
		int sent = fill(association);
		// The send buffer at least; the buffers of both sides, with room for overheads.
		assertThat(sent).isBetween(SMALL.sendBuffer() / LENGTH, 8 * SMALL.sendBuffer() / LENGTH);
		byte[] whole = new byte[SMALL.sendBuffer()];
		assertThat(association.trySend(whole, SendOptions.DEFAULT)).isFalse();
		assertThat(Await.failure(association.sendAsync(whole, SendOptions.DEFAULT))).isInstanceOfSatisfying(
				SctpSendException.class, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.WOULD_BLOCK));
		assertThat(association.awaitWritable(Duration.ZERO)).isFalse();
		for (int n = 0; n < sent; n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		assertThat(association.awaitWritable(Await.LIMIT)).isTrue();
		assertThat(association.trySend(whole, SendOptions.DEFAULT)).isTrue();
		assertThat(receive(theirs).payload()).hasSize(whole.length);
	}

	@Test
	@Tag("D4")
	void aSenderThatWasRefusedHearsOnceWhenTheSendBufferIsDownToTheLowWatermark() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = open(
				connecting().handler(recorder).options(SMALL.toBuilder().sendLowWatermark(LENGTH).build()))
			.connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		int sent = fill(association);
		int before = recorder.events(Writable.class).size();
		assertThat(association.trySend(new byte[SMALL.sendBuffer()], SendOptions.DEFAULT)).isFalse();
		for (int n = 0; n < sent; n++) {
			assertThat(recorder.events(Writable.class).size()).isBetween(before, before + 1);
			receive(theirs);
		}
		Await.until("room is told of", () -> recorder.events(Writable.class).size() == before + 1);
		assertThat(association.trySend(new byte[SMALL.sendBuffer() - LENGTH], SendOptions.DEFAULT)).isTrue();
		receive(theirs);
		Await.until("all is acknowledged", () -> association.awaitWritable(Await.LIMIT));
		assertThat(recorder.events(Writable.class)).hasSize(before + 1)
			.allSatisfy((event) -> assertThat(event.association()).isSameAs(association));
	}

	@Test
	void aSenderThatWaitsForRoomIsToldWhenItsTimeIsOver() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = connect(server);
		SctpAssociation theirs = otherSide(association, server);
		int sent = fill(association);
		byte[] whole = new byte[SMALL.sendBuffer()];
		for (Duration timeout : new Duration[] { Duration.ZERO, Duration.ofMillis(20) }) {
			assertThatExceptionOfType(SctpSendException.class)
				.isThrownBy(() -> association.send(whole, SendOptions.DEFAULT, timeout))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMED_OUT));
		}
		for (int n = 0; n < sent; n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		association.send(whole, SendOptions.DEFAULT, Await.LIMIT);
		assertThat(receive(theirs).payload()).hasSize(whole.length);
	}

	@Test
	void aHandlerThatRetainsMessagesStopsTheSenderUntilItReleasesThem() {
		Queue<SctpMessage> retained = new ConcurrentLinkedQueue<>();
		SctpRetainingHandler handler = retained::add;
		SctpEndpoint server = open(accepting(1).options(SMALL).handler(handler));
		SctpAssociation association = connect(server);
		int sent = fill(association);
		assertThat(association.trySend(new byte[SMALL.sendBuffer()], SendOptions.DEFAULT)).isFalse();
		for (int n = 0; n < sent; n++) {
			Await.until("the next message is there", () -> !retained.isEmpty());
			SctpMessage message = retained.remove();
			assertThat(Payloads.number(message.payload())).isEqualTo(n);
			message.association().release(message);
		}
		assertThat(association.awaitWritable(Await.LIMIT)).isTrue();
	}

	@Test
	void shortMessagesThatNobodyReadsAreHeldBackAndNotLost() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = connect(server);
		SctpAssociation theirs = otherSide(association, server);
		int sent = fill(association, 64);
		for (int n = 0; n < sent; n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		// Some, to find out whether there is room again.
		assertThat(association.status().statistics().rtxChunks()).isLessThan(sent / 20);
	}

	@Test
	void aBlockedSenderGoesOnOnceTheReaderDoes() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = connect(server);
		SctpAssociation theirs = otherSide(association, server);
		AtomicInteger sent = new AtomicInteger();
		Call<Boolean> sender = Call.run(() -> {
			for (int n = 0; n < MUCH; n++) {
				association.send(Payloads.filled(n, 4 + n % 3_000), SendOptions.DEFAULT);
				sent.incrementAndGet();
			}
		}).waits();
		assertThat(sender.isDone()).isFalse();
		for (int n = 0; n < MUCH; n++) {
			Payloads.check(receive(theirs).payload(), n, 4 + n % 3_000);
		}
		assertThat(sender.result()).isTrue();
		assertThat(sent).hasValue(MUCH);
	}

	@Test
	void awaitWritableWakesWhenTheReaderReads() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = connect(server);
		SctpAssociation theirs = otherSide(association, server);
		assertThat(association.awaitWritable(Duration.ZERO)).isTrue();
		int sent = fill(association);
		Call<Boolean> waiting = Call.start(() -> association.awaitWritable(Duration.ofMinutes(5))).waits();
		while (waiting.isDone()) {
			// What was under way has made room once more.
			sent += fill(association);
			waiting = Call.start(() -> association.awaitWritable(Duration.ofMinutes(5))).waits();
		}
		for (int n = 0; n < sent; n++) {
			receive(theirs);
		}
		assertThat(waiting.result()).isTrue();
	}

	@Test
	void interruptingABlockedSenderWakesItAndItsMessageIsNotSent() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = connect(server);
		SctpAssociation theirs = otherSide(association, server);
		int sent = fill(association);
		Call<Boolean> blocked = Call.start(() -> {
			assertThatExceptionOfType(SctpSendException.class)
				.isThrownBy(() -> association.send(new byte[SMALL.sendBuffer()], SendOptions.DEFAULT))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.INTERRUPTED))
				.satisfies((ex) -> assertThat(ex.sent()).isFalse());
			return Thread.interrupted();
		}).waits();
		blocked.interrupt();
		assertThat(blocked.result()).isTrue();
		for (int n = 0; n < sent; n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		assertThat(association.awaitWritable(Await.LIMIT)).isTrue();
		association.send(new byte[] { 7 }, SendOptions.DEFAULT);
		assertThat(receive(theirs).payload()).containsExactly(7);
	}

	@Test
	void anAssociationThatNobodyReadsDoesNotHoldUpAnother() {
		SctpEndpoint server = open(accepting(2).options(SMALL));
		SctpAssociation unread = connect(server);
		int sent = fill(unread);
		SctpAssociation read = connect(server);
		SctpAssociation theirs = otherSide(read, server);
		Call<Boolean> sender = Call.run(() -> sendAll(read));
		for (int n = 0; n < MUCH; n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		assertThat(sender.result()).isTrue();
		SctpAssociation later = otherSide(unread, server);
		for (int n = 0; n < sent; n++) {
			assertThat(Payloads.number(receive(later).payload())).isEqualTo(n);
		}
	}

	@Test
	@Tag("B11")
	void aSlowHandlerOfOneAssociationDoesNotHoldUpAnother() {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch fast = new CountDownLatch(MUCH);
		CountDownLatch slow = new CountDownLatch(MUCH);
		SctpEndpoint slowClient = open(connecting().options(SMALL));
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			SctpEndpoint server = open(accepting(2).executor(executor)
				.options(SMALL)
				.naming((request) -> (request.peerPort() == slowClient.localPort()) ? "slow" : "fast")
				.handler((message) -> {
					if (message.association().name().equals("slow")) {
						Await.latch("the slow handler may go on", release);
						slow.countDown();
					}
					else {
						fast.countDown();
					}
				}));
			SctpAssociation toSlow = slowClient.connect(to(server));
			SctpAssociation toFast = connect(server);
			Call<Boolean> sender = Call.run(() -> sendAll(toSlow)).waits();
			sendAll(toFast);
			Await.latch("the fast one got everything", fast);
			assertThat(slow.getCount()).isEqualTo(MUCH);
			assertThat(sender.isDone()).isFalse();
			release.countDown();
			Await.latch("the slow one got everything", slow);
			assertThat(sender.result()).isTrue();
		}
		finally {
			release.countDown();
			executor.shutdown();
		}
	}

	private static void sendAll(SctpAssociation association) {
		for (int n = 0; n < MUCH; n++) {
			association.send(Payloads.numbered(n, LENGTH), SendOptions.DEFAULT);
		}
	}

}
