package dev.sock.kernel.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import dev.sock.SendOptions;
import dev.sock.kernel.socket.AbandonmentEvidence;
import dev.sock.spi.OutboundMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known to be acknowledged, seen from a kernel that is imitated here: it frees
 * messages in the order of sending, chunk by chunk, and counts for each chunk its payload
 * and some hundred bytes more.
 */
class OutstandingTests {

	private static final int SEEDS = 500;

	private final Outstanding outstanding = new Outstanding();

	private static OutboundMessage message(int length) {
		return new OutboundMessage(new byte[length], SendOptions.DEFAULT, null);
	}

	private OutboundMessage add(int length) {
		OutboundMessage message = message(length);
		this.outstanding.add(message);
		return message;
	}

	private OutboundMessage poll() {
		return this.outstanding.pollAcknowledged(this.outstanding.freedEnd());
	}

	@Test
	void nothingIsAcknowledgedWhileTheKernelKeepsEverything() {
		add(100);
		add(100);
		assertThat(this.outstanding.free(2 * (100 + 700))).isZero();
		assertThat(poll()).isNull();
		assertThat(this.outstanding.keptBytes()).isEqualTo(200);
	}

	@Test
	void whatTheKernelWasGivenAfterItWasAskedDoesNotPushOutWhatItHad() {
		add(100);
		add(100);
		long given = this.outstanding.givenWeight();
		int kept = 2 * (100 + 700);
		for (int i = 0; i < 20; i++) {
			add(1_000);
		}
		assertThat(this.outstanding.free(kept, given)).isZero();
		assertThat(poll()).isNull();
		assertThat(this.outstanding.free(0, given)).isEqualTo(200);
		assertThat(this.outstanding.keptBytes()).isEqualTo(20_000);
	}

	@Test
	void whatIsKnownBeforeIsKeptWithWhatMayBeGivenUp() {
		AbandonmentEvidence before = new AbandonmentEvidence(3, 1, 2);
		add(100);
		assertThat(this.outstanding.hasExpendable()).isFalse();
		for (int i = 0; i < 40; i++) {
			this.outstanding.add(message(100), (i % 2 == 0) ? before : null);
		}
		assertThat(this.outstanding.hasExpendable()).isTrue();
		assertThat(this.outstanding.fail(3)).isNotNull();
		assertThat(this.outstanding.lastEvidence()).isSameAs(before);
		assertThat(this.outstanding.fail(4)).isNotNull();
		assertThat(this.outstanding.lastEvidence()).isNull();
		this.outstanding.free(0);
		for (int context = 0; context < 41; context++) {
			if (context != 3 && context != 4) {
				assertThat(poll()).isNotNull();
				assertThat(this.outstanding.lastEvidence()).isSameAs((context % 2 == 1) ? before : null);
			}
		}
		assertThat(this.outstanding.hasExpendable()).isFalse();
		assertThat(poll()).isNull();
	}

	@Test
	void everythingIsAcknowledgedOnceTheKernelKeepsNothing() {
		OutboundMessage first = add(100);
		OutboundMessage second = add(1);
		assertThat(this.outstanding.free(0)).isEqualTo(101);
		assertThat(poll()).isSameAs(first);
		assertThat(poll()).isSameAs(second);
		assertThat(poll()).isNull();
		assertThat(this.outstanding.isEmpty()).isTrue();
	}

	@Test
	void whatIsFreedAfterTheLastReadIsNotYetAcknowledged() {
		OutboundMessage first = add(100);
		this.outstanding.free(0);
		int end = this.outstanding.freedEnd();
		add(1);
		this.outstanding.free(0);
		assertThat(this.outstanding.pollAcknowledged(end)).isSameAs(first);
		assertThat(this.outstanding.pollAcknowledged(end)).isNull();
		assertThat(this.outstanding.freedBytes()).isOne();
	}

	@Test
	void aMessageThatHasFailedIsTakenOutOnceThoughItWasFreed() {
		add(10);
		int context = this.outstanding.nextContext();
		OutboundMessage failing = add(20);
		OutboundMessage last = add(30);
		assertThat(this.outstanding.fail(context + 1)).isEqualTo(new Outstanding.Failed(last, false));
		this.outstanding.free(0);
		assertThat(this.outstanding.fail(context)).isEqualTo(new Outstanding.Failed(failing, true));
		assertThat(this.outstanding.fail(context)).isNull();
		assertThat(this.outstanding.freedBytes()).isEqualTo(10);
		assertThat(poll()).isNotNull();
		assertThat(poll()).isNull();
		assertThat(this.outstanding.isEmpty()).isTrue();
		assertThat(this.outstanding.fail(context + 1000)).isNull();
	}

	@Test
	void knowsWhetherSomebodyWaits() {
		this.outstanding.add(new OutboundMessage(new byte[1], SendOptions.DEFAULT, new CompletableFuture<>()));
		assertThat(this.outstanding.isAwaited()).isTrue();
		this.outstanding.free(0);
		poll();
		assertThat(this.outstanding.isAwaited()).isFalse();
	}

	@Test
	void neverCallsAcknowledgedWhatTheKernelStillKeepsAndKeepsNoMoreThanTheSameWeight() {
		for (int seed = 0; seed < SEEDS; seed++) {
			new Run(seed).go();
		}
	}

	/** One random exchange with an imitated kernel. */
	private static final class Run {

		private final int seed;

		private final Random random;

		private final Outstanding outstanding = new Outstanding();

		/** Chunks that the kernel keeps: the message and what is counted for it. */
		private final ArrayDeque<Chunk> kernel = new ArrayDeque<>();

		private final List<OutboundMessage> sent = new ArrayList<>();

		private final List<OutboundMessage> acknowledged = new ArrayList<>();

		private long kept;

		private Run(int seed) {
			this.seed = seed;
			this.random = new Random(seed);
		}

		private record Chunk(OutboundMessage message, long counted) {
		}

		private void go() {
			for (int step = 0; step < 200; step++) {
				switch (this.random.nextInt(3)) {
					case 0 -> send();
					case 1 -> free(this.random.nextInt(6));
					default -> review();
				}
			}
			free(this.kernel.size());
			review();
			assertThat(this.acknowledged).as("seed %d", this.seed).containsExactlyElementsOf(this.sent);
			assertThat(this.outstanding.isEmpty()).as("seed %d", this.seed).isTrue();
		}

		private void send() {
			OutboundMessage message = message(1 + this.random.nextInt(5000));
			this.outstanding.add(message);
			this.sent.add(message);
			for (int left = message.length(); left > 0; left -= 1452) {
				Chunk chunk = new Chunk(message, Math.min(left, 1452) + 600 + this.random.nextInt(400));
				this.kernel.add(chunk);
				this.kept += chunk.counted;
			}
		}

		private void free(int chunks) {
			for (int i = 0; i < chunks && !this.kernel.isEmpty(); i++) {
				this.kept -= this.kernel.remove().counted;
			}
		}

		private void review() {
			this.outstanding.free(this.kept);
			int end = this.outstanding.freedEnd();
			OutboundMessage message = this.outstanding.pollAcknowledged(end);
			while (message != null) {
				this.acknowledged.add(message);
				OutboundMessage gone = message;
				assertThat(this.kernel).as("seed %d", this.seed).noneMatch((chunk) -> chunk.message == gone);
				message = this.outstanding.pollAcknowledged(end);
			}
			assertThat(this.outstanding.keptBytes()).as("seed %d", this.seed).isLessThanOrEqualTo(this.kept + 5000);
		}

	}

}
