package dev.sock.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One association does not starve another.
 */
public abstract class FairnessContract extends Contract {

	private static final int ASSOCIATIONS = 20;

	private static final int ROUNDS = 10;

	protected FairnessContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	void oneStalledPeerAndOneFlooderAmongTwentyHoldUpNoOther() {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger flooded = new AtomicInteger();
		AtomicInteger stalled = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			SctpEndpoint server = open(accepting(ASSOCIATIONS).options(SMALL).executor(executor).handler((message) -> {
				switch (message.streamId()) {
					case 1 -> {
						Await.latch("the stalled one may go on", release);
						stalled.incrementAndGet();
					}
					case 2 -> flooded.incrementAndGet();
					default -> ECHO.onMessage(message);
				}
			}));
			List<SctpAssociation> others = new ArrayList<>();
			for (int i = 0; i < ASSOCIATIONS - 2; i++) {
				others.add(open(connecting().options(SMALL)).connect(to(server)));
			}
			SctpAssociation stalling = open(connecting().options(SMALL)).connect(to(server));
			SctpAssociation flooding = open(connecting().options(SMALL)).connect(to(server));
			AtomicInteger stalledSent = new AtomicInteger();
			AtomicInteger floodedSent = new AtomicInteger();
			AtomicBoolean enough = new AtomicBoolean();
			Call<Boolean> staller = Call.run(() -> send(stalling, 1, stalledSent, enough)).waits();
			Call<Boolean> flooder = Call.run(() -> send(flooding, 2, floodedSent, enough));
			Await.until("the flooder is at work", () -> flooded.get() > 100);
			for (int round = 0; round < ROUNDS; round++) {
				for (SctpAssociation association : others) {
					association.send(new byte[] { (byte) round }, SendOptions.DEFAULT);
				}
				for (SctpAssociation association : others) {
					assertThat(receive(association).payload()).containsExactly(round);
				}
			}
			assertThat(stalled).hasValue(0);
			int before = flooded.get();
			Await.until("the flooder goes on", () -> flooded.get() > before);
			enough.set(true);
			release.countDown();
			assertThat(staller.result()).isTrue();
			assertThat(flooder.result()).isTrue();
			Await.until("everything of the flooder came", () -> flooded.get() == floodedSent.get());
			Await.until("everything of the stalled one came", () -> stalled.get() == stalledSent.get());
		}
		finally {
			release.countDown();
			executor.shutdown();
		}
	}

	/** Sends until it is enough. */
	private static void send(SctpAssociation association, int stream, AtomicInteger sent, AtomicBoolean enough) {
		while (!enough.get()) {
			association.send(new byte[1_000], SendOptions.stream(stream));
			sent.incrementAndGet();
		}
	}

	@Test
	void aPeerThatDoesNotReadHoldsUpNoOtherThatIsSentTo() {
		SctpEndpoint server = open(accepting(ASSOCIATIONS).options(SMALL));
		List<SctpAssociation> theirs = new ArrayList<>();
		for (int i = 0; i < ASSOCIATIONS; i++) {
			SctpAssociation association = open(connecting().options(SMALL)).connect(to(server));
			theirs.add(otherSide(association, server));
			if (i > 0) {
				association.setHandler(ECHO);
			}
		}
		SctpAssociation unread = theirs.get(0);
		fill(unread);
		Call<Boolean> blocked = Call.run(() -> unread.send(new byte[SMALL.sendBuffer()], SendOptions.DEFAULT)).waits();
		for (int round = 0; round < ROUNDS; round++) {
			for (SctpAssociation association : theirs.subList(1, ASSOCIATIONS)) {
				echo(association, round);
			}
		}
		assertThat(blocked.isDone()).isFalse();
		unread.abort("");
		blocked.failure();
	}

}
