package dev.sock.userspace.loopback;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.contract.Await;
import dev.sock.contract.Payloads;
import dev.sock.contract.Recorder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever does not read holds up the sender, and nobody else.
 */
class BackpressureTests extends AbstractLoopbackTests {

	static final SctpOptions SMALL = SctpOptions.builder().sendBuffer(32_768).receiveBuffer(32_768).build();

	@Test
	void aSlowReaderFillsTheSendBufferAndThenGetsEverythingInOrder() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = open(connecting().options(SMALL)).connect(to(server));
		SctpAssociation theirs = server.associations().get(0);
		AtomicInteger sent = new AtomicInteger();
		Await.until("the buffers are full", () -> {
			boolean accepted = association.trySend(Payloads.numbered(sent.get(), 1_000), SendOptions.DEFAULT);
			sent.addAndGet(accepted ? 1 : 0);
			return !accepted && theirs.status().localRwnd() < 2_000;
		});
		assertThat(sent).hasValueBetween(40, 66);
		assertThat(Await.failure(association.sendAsync(new byte[1_000], SendOptions.DEFAULT))).isInstanceOfSatisfying(
				SctpSendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.WOULD_BLOCK));
		for (int n = 0; n < sent.get(); n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		assertThat(association.awaitWritable(Await.LIMIT)).isTrue();
		assertThat(association.trySend(new byte[1_000], SendOptions.DEFAULT)).isTrue();
	}

	@Test
	void aBlockedSenderGoesOnOnceTheReaderDoes() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = open(connecting().options(SMALL)).connect(to(server));
		SctpAssociation theirs = server.associations().get(0);
		CompletableFuture<Integer> sent = new CompletableFuture<>();
		Thread sender = new Thread(() -> {
			for (int n = 0; n < 2_000; n++) {
				association.send(Payloads.numbered(n, 4 + n % 3_000), SendOptions.DEFAULT);
			}
			sent.complete(2_000);
		});
		sender.start();
		awaitBlocked(sender);
		assertThat(sent).isNotDone();
		for (int n = 0; n < 2_000; n++) {
			SctpMessage message = receive(theirs);
			assertThat(Payloads.number(message.payload())).isEqualTo(n);
			assertThat(message.payload()).hasSize(4 + n % 3_000);
		}
		assertThat(Await.result(sent)).isEqualTo(2_000);
		Await.until("the window is open again", () -> theirs.status().receiveBufferUsed() == 0);
	}

	@Test
	void aMessageLargerThanTheReceiveBufferArrivesWhole() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = client().connect(to(server));
		association.send(Payloads.numbered(5, 500_000), SendOptions.DEFAULT);
		assertThat(receive(server.associations().get(0)).payload()).hasSize(500_000);
	}

	@Test
	void aMessageLongerThanAllowedEndsItsAssociationOnly() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(
				accepting(2).handler(recorder).options(SctpOptions.builder().maxMessageSize(10_000).build()));
		SctpEndpoint client = client();
		SctpAssociation bad = client.connect(to(server));
		SctpAssociation good = open(connecting()).connect(to(server));
		good.send(new byte[10_000], SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).hasSize(10_000);
		bad.send(new byte[10_001], SendOptions.DEFAULT);
		assertThat(Await.result(bad.closed()).change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(recorder.change(AssociationChange.COMM_LOST).reason()).contains("10000");
		good.send(new byte[9], SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).hasSize(9);
		assertThat(server.associations()).hasSize(1);
	}

	@Test
	void aSlowListenerOfOneAssociationDoesNotHoldUpAnother() {
		int messages = 5_000;
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch fast = new CountDownLatch(messages);
		CountDownLatch slow = new CountDownLatch(messages);
		SctpHandler handler = new SctpHandler() {

			@Override
			public void onMessage(SctpMessage message) {
				if (message.association().name().equals("slow")) {
					Await.latch("the slow listener may go on", release);
					slow.countDown();
				}
				else {
					fast.countDown();
				}
			}

		};
		SctpEndpoint slowClient = open(connecting().options(SMALL));
		SctpEndpoint fastClient = open(connecting().options(SMALL));
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			SctpEndpoint server = open(accepting(2).handler(handler)
				.executor(executor)
				.options(SMALL)
				.naming((request) -> (request.peerPort() == slowClient.localPort()) ? "slow" : "fast"));
			SctpAssociation toSlow = slowClient.connect(to(server));
			SctpAssociation toFast = fastClient.connect(to(server));
			Thread sender = new Thread(() -> sendAll(toSlow, messages));
			sender.start();
			awaitBlocked(sender);
			sendAll(toFast, messages);
			Await.latch("the fast one got everything", fast);
			assertThat(slow.getCount()).isEqualTo(messages);
			release.countDown();
			Await.latch("the slow one got everything", slow);
		}
		finally {
			release.countDown();
			executor.shutdown();
		}
	}

	private static void awaitBlocked(Thread sender) {
		Await.until("the sender waits", () -> sender.getState() == Thread.State.TIMED_WAITING);
	}

	private static void sendAll(SctpAssociation association, int messages) {
		for (int n = 0; n < messages; n++) {
			association.send(new byte[1_000], SendOptions.DEFAULT);
		}
	}

}
