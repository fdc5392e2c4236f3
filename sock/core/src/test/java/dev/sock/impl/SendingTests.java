package dev.sock.impl;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.ConnectOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.SendOptions;
import dev.sock.spi.OutboundMessage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SendingTests extends AbstractSockTests {

	private static final int BUFFER = 4096;

	private final RecordingHandler handler = new RecordingHandler();

	private final SctpEndpoint endpoint = this.sock.createEndpoint(options().name("client")
		.handler(this.handler)
		.options(SctpOptions.builder().sendBuffer(BUFFER).build())
		.build());

	private final SctpAssociation association = connected(this.endpoint,
			ConnectOptions.to("127.0.0.1", PEER_PORT).withName("to-server"));

	private final FakeAssociation fake = fake(this.association);

	@Test
	void handsTheArrayItselfToTheTransport() {
		byte[] payload = { 1, 2, 3 };
		SendOptions options = SendOptions.stream(4).withPayloadProtocolId(46);
		this.association.send(payload, options);
		OutboundMessage message = this.fake.sent.get(0);
		assertThat(message.payload()).isSameAs(payload);
		assertThat(message.options()).isSameAs(options);
		assertThat(message.future()).isNull();
	}

	@Test
	void copiesABuffersRemainingBytesAndMovesItsPosition() {
		ByteBuffer buffer = ByteBuffer.wrap(new byte[] { 1, 2, 3, 4 }, 1, 2);
		this.association.send(buffer, SendOptions.DEFAULT);
		assertThat(this.fake.sent.get(0).payload()).containsExactly(2, 3);
		assertThat(buffer.remaining()).isZero();
	}

	@Test
	void refusesAStreamThatWasNotNegotiatedAndSaysTheRange() {
		assertRefused(() -> this.association.send(bytes(1), SendOptions.stream(5)), Reason.INVALID_STREAM,
				"Cannot send on association 'to-server' of endpoint 'client': stream 5 is not below the 5 negotiated"
						+ " outbound streams of association 'to-server': use 0 to 4");
		this.association.send(bytes(1), SendOptions.stream(4));
	}

	@Test
	void refusesAnEmptyMessage() {
		assertRefused(() -> this.association.send(new byte[0], SendOptions.DEFAULT), Reason.EMPTY,
				"the message is empty");
		assertRefused(() -> this.association.send(ByteBuffer.allocate(0), SendOptions.DEFAULT), Reason.EMPTY,
				"the message is empty");
	}

	@Test
	void refusesAMessageLongerThanTheSendBufferAndNamesTheOption() {
		assertRefused(() -> this.association.send(bytes(BUFFER + 1), SendOptions.DEFAULT), Reason.TOO_LONG,
				"the message of 4097 bytes is longer than the send buffer of 4096 bytes: send shorter messages, or"
						+ " raise send-buffer to at least 4097");
		this.association.send(bytes(BUFFER), SendOptions.DEFAULT);
	}

	@Test
	void checksTheStateFirstThenTheStreamThenTheLength() {
		assertRefused(() -> this.association.send(new byte[0], SendOptions.stream(5)), Reason.INVALID_STREAM, "");
		this.fake.terminate(AssociationChange.COMM_LOST, false, "the peer is gone");
		assertRefused(() -> this.association.send(new byte[0], SendOptions.stream(5)), Reason.NOT_ESTABLISHED,
				"association 'to-server' has ended (the peer is gone)");
	}

	@Test
	void refusesBeforeItIsEstablishedAndSaysTheState() {
		this.endpoint.connectAsync(ConnectOptions.to("127.0.0.1", 1));
		SctpAssociation opening = this.endpoint.association("127.0.0.1-1").orElseThrow();
		fake(this.endpoint).last()
			.onLoop(() -> fake(this.endpoint).last().listener.stateChanged(dev.sock.AssociationState.COOKIE_ECHOED));
		assertRefused(() -> opening.send(bytes(1), SendOptions.DEFAULT), Reason.NOT_ESTABLISHED,
				"association '127.0.0.1-1' is in state COOKIE_ECHOED");
	}

	@Test
	void refusesAtOnceAfterShutdown() {
		this.fake.endsOnShutdown = false;
		this.association.shutdown();
		assertRefused(() -> this.association.send(bytes(1), SendOptions.DEFAULT), Reason.NOT_ESTABLISHED,
				"association 'to-server' is being shut down");
		assertRefused(() -> this.association.trySend(bytes(1), SendOptions.DEFAULT), Reason.NOT_ESTABLISHED, "");
		assertThat(this.fake.sent).isEmpty();
	}

	@Test
	void saysWouldBlockWhenFullAndGoesOnAfterDraining() {
		assertThat(this.association.trySend(bytes(3000), SendOptions.DEFAULT)).isTrue();
		assertThat(this.association.trySend(bytes(3000), SendOptions.DEFAULT)).isFalse();
		assertThat(this.association.awaitWritable(Duration.ZERO)).isFalse();
		assertThat(this.association.sendAsync(bytes(3000), SendOptions.DEFAULT)).isCompletedExceptionally();
		this.fake.acknowledge(1);
		assertThat(this.association.awaitWritable(Duration.ZERO)).isTrue();
		assertThat(this.association.trySend(bytes(3000), SendOptions.DEFAULT)).isTrue();
	}

	@Test
	void failsTheFutureWithWouldBlockWhenFull() {
		this.association.send(bytes(BUFFER), SendOptions.DEFAULT);
		CompletableFuture<Void> future = this.association.sendAsync(bytes(10), SendOptions.DEFAULT);
		assertThat(failure(future).reason()).isEqualTo(Reason.WOULD_BLOCK);
		assertThat(failure(future)).hasMessageContaining("the send buffer of 4096 bytes has no room for 10 bytes")
			.hasMessageContaining("raise send-buffer");
	}

	@Test
	void waitsForRoom() throws Throwable {
		this.association.send(bytes(BUFFER), SendOptions.DEFAULT);
		Task<Void> sender = AbstractSockTests.<Void>start(() -> {
			this.association.send("late".getBytes(), SendOptions.DEFAULT);
			return null;
		}).waits();
		assertThat(this.fake.sent).hasSize(1);
		this.fake.acknowledge(1);
		sender.get();
		assertThat(this.fake.sentTexts()).last().isEqualTo("late");
	}

	@Test
	void whoWaitsForRoomIsToldThatTheAssociationEnded() throws Throwable {
		this.fake.releasesWhatFails = false;
		this.association.send(bytes(BUFFER), SendOptions.DEFAULT);
		Task<Void> sender = AbstractSockTests.<Void>start(() -> {
			this.association.send(bytes(1), SendOptions.DEFAULT);
			return null;
		}).waits();
		Task<Boolean> writable = start(() -> this.association.awaitWritable(Duration.ofDays(300))).waits();
		this.fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		assertRefused(sender::get, Reason.NOT_ESTABLISHED, "has ended");
		assertThat(writable.get()).isFalse();
		assertThat(this.fake.sent).hasSize(1);
	}

	@Test
	void whoWaitsForRoomIsNotGivenThatOfMessagesThatFail() throws Throwable {
		this.association.send(bytes(BUFFER), SendOptions.DEFAULT);
		Task<Boolean> writable = start(() -> this.association.awaitWritable(Duration.ofDays(300))).waits();
		this.fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		assertThat(writable.get()).isFalse();
	}

	@Test
	void whoGetsRoomJustAsTheAssociationEndsIsRefusedOrHearsOfTheFailure() throws Throwable {
		this.association.send(bytes(BUFFER), SendOptions.DEFAULT);
		Task<Boolean> sender = start(() -> {
			try {
				this.association.send("late".getBytes(), SendOptions.DEFAULT);
				return true;
			}
			catch (SctpSendException ex) {
				return false;
			}
		}).waits();
		this.fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		int failures = sender.get() ? 2 : 1;
		this.fake.onLoop(() -> {
		});
		assertThat(this.handler.log.stream().filter("SendFailed"::equals)).hasSize(failures);
	}

	@Test
	void anInterruptEndsTheWaitAndStaysVisible() throws Throwable {
		this.association.send(bytes(BUFFER), SendOptions.DEFAULT);
		Task<Boolean> sender = start(() -> {
			assertRefused(() -> this.association.send(bytes(1), SendOptions.DEFAULT), Reason.INTERRUPTED,
					"was interrupted");
			return Thread.currentThread().isInterrupted();
		}).waits();
		sender.thread.interrupt();
		assertThat(sender.get()).isTrue();
		this.fake.acknowledge(1);
		assertThat(this.association.trySend(bytes(BUFFER), SendOptions.DEFAULT)).isTrue();
	}

	@Test
	void aBlockingSendOnTheEventLoopFailsOnlyIfItWouldWait() {
		this.fake.onLoop(() -> this.association.send(bytes(BUFFER), SendOptions.DEFAULT));
		this.fake.onLoop(() -> {
			assertRefused(() -> this.association.send(bytes(1), SendOptions.DEFAULT), Reason.ON_EVENT_LOOP,
					"is the event loop, which must not wait: use trySend or sendAsync");
			assertRefused(() -> this.association.awaitWritable(Duration.ofSeconds(1)), Reason.ON_EVENT_LOOP, "");
		});
	}

	@Test
	void tellsOfTheAcknowledgement() {
		CompletableFuture<Void> future = this.association.sendAsync(bytes(1), SendOptions.DEFAULT);
		assertThat(future).isNotDone();
		this.fake.acknowledge(1);
		assertThat(future).isCompleted();
	}

	@Test
	void aMessageThatIsLostFailsItsFutureAndComesAsAnEvent() {
		CompletableFuture<Void> future = this.association.sendAsync(new byte[] { 7, 8 },
				SendOptions.DEFAULT.withContext(99));
		this.fake.onLoop(() -> this.fake.listener.sendFailed(this.fake.sent.get(0), true, "the peer is gone"));
		SctpSendException failure = failure(future);
		assertThat(failure.reason()).isEqualTo(Reason.ASSOCIATION_LOST);
		assertThat(failure.sent()).isTrue();
		assertThat(failure).hasMessageContaining("the peer is gone; the peer may have it");
		SctpEvent.SendFailed event = this.handler.event(SctpEvent.SendFailed.class);
		assertThat(event.payload()).containsExactly(7, 8);
		assertThat(event.options().context()).isEqualTo(99);
		assertThat(event.sent()).isTrue();
	}

	@Test
	void aMessageHandedOverWhileTheAssociationEndsFailsOnce() {
		// The loop is busy with the end while the message comes.
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		this.fake.onLoop(() -> {
			futures.add(this.association.sendAsync(bytes(1), SendOptions.DEFAULT));
			this.fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		});
		assertThat(failure(futures.get(0)).reason()).isEqualTo(Reason.ASSOCIATION_LOST);
		this.fake.onLoop(() -> {
		});
		assertThat(this.handler.log.stream().filter("SendFailed"::equals)).hasSize(1);
	}

	@Test
	void manyThreadsLoseNothingThroughASmallBufferAndKeepTheirOrder() throws Throwable {
		this.fake.acknowledgesAtOnce = true;
		int threads = 8;
		int messages = 1500;
		List<Task<Void>> tasks = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			int number = i;
			tasks.add(start(() -> {
				for (int message = 0; message < messages; message++) {
					ByteBuffer payload = ByteBuffer.allocate(8 + (message * 31 + number) % 2000);
					payload.putInt(0, number).putInt(4, message);
					if (message % 3 == 0) {
						while (!this.association.trySend(payload.array(), SendOptions.DEFAULT)) {
							this.association.awaitWritable(Duration.ofSeconds(10));
						}
					}
					else {
						this.association.send(payload.array(), SendOptions.DEFAULT);
					}
				}
				return null;
			}));
		}
		for (Task<Void> task : tasks) {
			task.get();
		}
		int[] next = new int[threads];
		for (OutboundMessage message : this.fake.sent) {
			ByteBuffer payload = ByteBuffer.wrap(message.payload());
			assertThat(payload.getInt(4)).isEqualTo(next[payload.getInt(0)]++);
		}
		assertThat(next).containsOnly(messages);
		this.fake.onLoop(() -> {
		});
		assertThat(((DefaultAssociation) this.association).sendBuffer().used()).isZero();
	}

	@Test
	void everyMessageEndsOnceWhenTheAssociationEndsInTheMidstOfSending() throws Throwable {
		this.fake.acknowledgesAtOnce = true;
		List<Task<int[]>> tasks = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			tasks.add(start(() -> {
				int[] outcomes = new int[3];
				List<CompletableFuture<Void>> futures = new ArrayList<>();
				for (int message = 0; message < 20000; message++) {
					CompletableFuture<Void> future = this.association.sendAsync(bytes(100), SendOptions.DEFAULT);
					futures.add(future);
				}
				for (CompletableFuture<Void> future : futures) {
					future.handle((nothing, failure) -> failure).get(20, java.util.concurrent.TimeUnit.SECONDS);
					outcomes[0]++;
				}
				return outcomes;
			}));
		}
		eventually(() -> this.fake.sent.size() > 100);
		this.fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		for (Task<int[]> task : tasks) {
			assertThat(task.get()[0]).isEqualTo(20000);
		}
		assertThat(((DefaultAssociation) this.association).sendBuffer().used()).isZero();
	}

	private static byte[] bytes(int length) {
		return FakeAssociation.bytes(length);
	}

	private static SctpSendException failure(CompletableFuture<Void> future) {
		return (SctpSendException) future.handle((nothing, failure) -> failure).join();
	}

	private static void assertRefused(ThrowingCallable call, Reason reason, String message) {
		assertThatExceptionOfType(SctpSendException.class).isThrownBy(call)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason))
			.satisfies((ex) -> assertThat(ex.sent()).isFalse());
	}

}
