package dev.sock.impl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.sock.ConnectOptions;
import dev.sock.Reliability;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.SendOptions;
import dev.sock.spi.Expendable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which messages make room for which (RFC 7496 §3.2).
 */
class PriorityTests extends AbstractSockTests {

	private static final int BUFFER = 4096;

	private final RecordingHandler handler = new RecordingHandler();

	private final SctpEndpoint endpoint = this.sock.createEndpoint(options().name("client")
		.handler(this.handler)
		.options(SctpOptions.builder().sendBuffer(BUFFER).build())
		.build());

	private final SctpAssociation association = connected(this.endpoint,
			ConnectOptions.to("127.0.0.1", PEER_PORT).withName("to-server"));

	private final FakeAssociation fake = fake(this.association);

	private static SendOptions priority(long priority) {
		return SendOptions.DEFAULT.withReliability(Reliability.priority(priority)).withContext(priority);
	}

	private static SendOptions with(Reliability reliability) {
		return SendOptions.DEFAULT.withReliability(reliability);
	}

	private boolean trySend(int length, SendOptions options) {
		return this.association.trySend(FakeAssociation.bytes(length), options);
	}

	private void fill(long... priorities) {
		for (long priority : priorities) {
			assertThat(trySend(BUFFER / priorities.length, priority(priority))).isTrue();
		}
	}

	/** Contexts of the messages that were given up, once the event loop is through. */
	private List<Long> abandoned() {
		this.fake.onLoop(() -> {
		});
		return this.handler.events.stream()
			.filter(SendFailed.class::isInstance)
			.map((event) -> ((SendFailed) event).options().context())
			.toList();
	}

	@Test
	void theLeastImportantGoesFirstAndOfEqualsTheNewest() {
		fill(5, 7, 7, 3);
		assertThat(trySend(1000, priority(4))).isTrue();
		assertThat(abandoned()).containsExactly(7L);
		assertThat(this.fake.sent.get(2).expendable()).satisfies(this::isEnded);
		assertThat(this.fake.sent.get(1).expendable()).satisfies(this::isOpen);
		assertThat(trySend(2000, priority(4))).isTrue();
		assertThat(abandoned()).containsExactly(7L, 7L, 5L);
	}

	private void isEnded(Expendable expendable) {
		assertThat(expendable.isEnded()).isTrue();
		assertThat(expendable.message()).as("nothing is kept").isNull();
	}

	private void isOpen(Expendable expendable) {
		assertThat(expendable.isOpen()).isTrue();
	}

	@Test
	void nothingIsGivenUpForWhatIsNotMoreImportant() {
		fill(5, 5);
		assertThat(trySend(1, priority(5))).isFalse();
		assertThat(trySend(1, priority(6))).isFalse();
		assertThat(abandoned()).isEmpty();
	}

	@Test
	void nothingIsGivenUpInVain() {
		fill(5, 1);
		assertThat(trySend(BUFFER / 2 + 1, priority(3))).isFalse();
		assertThat(abandoned()).isEmpty();
		assertThat(trySend(BUFFER / 2, priority(3))).isTrue();
		assertThat(abandoned()).containsExactly(5L);
	}

	@Test
	void whateverHasNoPriorityIsMoreImportant() {
		fill(0, 0, 0);
		int third = BUFFER / 3;
		for (Reliability reliability : List.of(Reliability.FULL, Reliability.retransmissions(0),
				Reliability.lifetime(Duration.ofMillis(1)))) {
			int before = abandoned().size();
			assertThat(trySend(third, with(reliability))).isTrue();
			// Once the room of what was given up is back.
			assertThat(abandoned()).hasSize(before + 1).containsOnly(0L);
		}
		assertThat(trySend(third, SendOptions.DEFAULT)).as("these do not make room").isFalse();
	}

	@Test
	void theRoomOfThoseBeingGivenUpIsCountedOnce() {
		fill(9, 9, 9, 9);
		this.fake.onLoop(() -> {
			// The event loop is here, so that nothing is given back meanwhile.
			assertThat(trySend(1024, priority(1))).isTrue();
			assertThat(trySend(1024, priority(1))).isTrue();
		});
		assertThat(abandoned()).containsExactly(9L, 9L);
	}

	@Test
	void theRoomOfOneThatHasEndedIsCountedUntilItIsBack() {
		List<Boolean> sent = new ArrayList<>();
		this.association.setHandler(new SctpHandler() {
			@Override
			public void onMessage(SctpMessage message) {
				throw new AssertionError("None comes");
			}

			@Override
			public void onEvent(SctpEvent event) {
				if (event instanceof SendFailed && sent.isEmpty()) {
					// Its room comes back when the handler returns.
					sent.add(trySend(BUFFER / 2, priority(1)));
				}
			}
		});
		fill(9, 9);
		assertThat(trySend(BUFFER / 2, priority(1))).isTrue();
		this.fake.onLoop(() -> {
		});
		// What the handler has asked for may have come behind that.
		this.fake.onLoop(() -> {
		});
		assertThat(sent).containsExactly(true);
		assertThat(this.fake.sent.subList(0, 2)).allSatisfy((message) -> isEnded(message.expendable()));
		assertThat(trySend(1, priority(1))).as("no more room than there is").isFalse();
	}

	@Test
	void sendDoesNotWaitAndSendAsyncDoesNotFail() throws Exception {
		fill(9, 9);
		this.association.send(FakeAssociation.bytes(2048), priority(1));
		CompletableFuture<Void> future = this.association.sendAsync(FakeAssociation.bytes(2048), priority(2));
		assertThat(abandoned()).containsExactly(9L, 9L);
		this.fake.acknowledge(2);
		future.get(10, TimeUnit.SECONDS);
	}

	@Test
	void withoutSupportOnBothSidesNothingMakesRoom() {
		this.fake.extensions = Set.of();
		fill(9, 9);
		assertThat(trySend(1, SendOptions.DEFAULT)).isFalse();
		assertThat(abandoned()).isEmpty();
	}

	@Test
	void whatWasAcknowledgedMakesNoRoomTwice() {
		fill(9, 9);
		this.fake.acknowledge(1);
		assertThat(trySend(2048, priority(1))).isTrue();
		assertThat(abandoned()).isEmpty();
		assertThat(trySend(2048, priority(1))).isTrue();
		assertThat(abandoned()).containsExactly(9L);
	}

	@Test
	void manyMessagesOfTheirOwnPriorityLeaveNothingBehind() {
		for (int n = 0; n < 10_000; n++) {
			assertThat(trySend(1000, priority(n))).isTrue();
			this.fake.acknowledge(1);
		}
		assertThat(this.fake.sent).allSatisfy((message) -> isEnded(message.expendable()));
		assertThat(abandoned()).isEmpty();
	}

	@Test
	void theFutureOfWhatIsGivenUpSaysSo() {
		CompletableFuture<Void> future = this.association.sendAsync(FakeAssociation.bytes(BUFFER), priority(9));
		assertThat(trySend(BUFFER, SendOptions.DEFAULT)).isTrue();
		assertThat(abandoned()).containsExactly(9L);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(10, TimeUnit.SECONDS))
			.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOfSatisfying(SctpSendException.class, (cause) -> {
				assertThat(cause.reason()).isEqualTo(Reason.ABANDONED);
				assertThat(cause.sent()).isFalse();
				assertThat(cause).hasMessageContaining("4096 bytes on association 'to-server'")
					.hasMessageContaining("was given up: made room");
			}));
	}

}
