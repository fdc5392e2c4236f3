package dev.sock.impl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.spi.OutboundMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerTests extends AbstractSockTests {

	private final RecordingHandler handler = new RecordingHandler();

	private final ManualExecutor executor = new ManualExecutor();

	@Test
	void withoutAnExecutorRunsOnTheEventLoopAndReopensTheWindowAfterEachMessage() {
		SctpAssociation association = connected(this.sock.createEndpoint(options().handler(this.handler).build()));
		fake(association).receive("a", "bc");
		assertThat(this.handler.log).containsExactly("COMM_UP", "a", "bc");
		assertThat(this.handler.thread.getName()).isEqualTo("fake-loop");
		assertThat(fake(association).consumed).hasValue(3);
		assertThat(fake(association).consumedCalls).hasValue(2);
	}

	@Test
	void withAnExecutorNothingRunsOnTheEventLoopAndOneTaskServesAnAssociation() {
		SctpAssociation association = connected(pushing());
		fake(association).receive("a", "b", "c");
		assertThat(this.handler.log).isEmpty();
		assertThat(this.executor.size()).isOne();
		assertThat(fake(association).consumed).hasValue(0);
		this.executor.runAll();
		assertThat(this.handler.log).containsExactly("COMM_UP", "a", "b", "c");
		assertThat(fake(association).consumed).hasValue(3);
		assertThat(fake(association).consumedCalls).hasValue(1);
		fake(association).receive("d");
		assertThat(this.executor.runAll()).isOne();
		assertThat(this.handler.log).last().isEqualTo("d");
	}

	@Test
	void aBusyAssociationLetsOthersHaveATurn() {
		SctpEndpoint endpoint = pushing();
		SctpAssociation busy = connected(endpoint, ConnectOptions.to("127.0.0.1", 1));
		SctpAssociation other = connected(endpoint, ConnectOptions.to("127.0.0.1", 2));
		this.executor.runAll();
		for (int i = 0; i < 200; i++) {
			fake(busy).receive("busy");
		}
		fake(other).receive("other");
		this.executor.runNext();
		this.executor.runNext();
		assertThat(this.handler.log).last().isEqualTo("other");
		assertThat(this.handler.log.size()).isLessThan(100);
		this.executor.runAll();
		assertThat(this.handler.log.stream().filter("busy"::equals)).hasSize(200);
	}

	@Test
	void theWindowReopensWhenAQuarterOfTheBufferIsDone() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().handler(this.handler)
			.executor(this.executor)
			.options(SctpOptions.builder().receiveBuffer(4096).build())
			.build());
		SctpAssociation association = connected(endpoint);
		for (int i = 0; i < 8; i++) {
			fake(association).receive(FakeAssociation.bytes(512));
		}
		this.executor.runAll();
		assertThat(fake(association).consumed).hasValue(4096);
		assertThat(fake(association).consumedCalls).hasValue(4);
	}

	@Test
	void anExecutorThatRunsTasksInTheCallerDoesNotExhaustTheStack() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().executor(Runnable::run).build());
		SctpAssociation association = connected(endpoint);
		for (int i = 0; i < 50_000; i++) {
			fake(association).listener.message(0, i, 0, i, true, new byte[] { 1 });
		}
		endpoint.setHandler(this.handler);
		assertThat(this.handler.log).hasSize(50_000);
	}

	@Test
	void survivesAnExecutorThatRefusesForAWhile() {
		SctpAssociation association = connected(pushing());
		this.executor.runAll();
		this.executor.rejecting(true);
		fake(association).receive("a");
		fake(association).receive("b");
		assertThat(this.executor.rejections()).isOne();
		this.executor.rejecting(false);
		eventually(() -> this.executor.size() == 1);
		this.executor.runAll();
		assertThat(this.handler.log).containsExactly("COMM_UP", "a", "b");
		assertThat(fake(association).consumed).hasValue(2);
	}

	@Test
	void losesWhatIsLeftOnceEndpointAndExecutorAreClosed() {
		SctpEndpoint endpoint = pushing();
		SctpAssociation association = connected(endpoint);
		this.executor.runAll();
		this.executor.rejecting(true);
		fake(association).receive("a");
		endpoint.close();
		eventually(() -> ((DefaultAssociation) association).inbox().isOver());
		this.executor.rejecting(false);
		assertThat(this.executor.runAll()).isZero();
	}

	@Test
	void goesOnWhateverAHandlerThrows() {
		List<String> seen = new ArrayList<>();
		SctpHandler failing = (message) -> {
			seen.add(message.text());
			throw new AssertionError("not for the event loop");
		};
		SctpEndpoint endpoint = this.sock.createEndpoint(options().handler(failing).build());
		SctpAssociation association = connected(endpoint);
		fake(association).receive("a", "b");
		assertThat(seen).containsExactly("a", "b");
		assertThat(fake(association).consumed).hasValue(2);

		SctpEndpoint other = this.sock.createEndpoint(options().handler(failing).executor(this.executor).build());
		fake(connected(other)).receive("c", "d");
		this.executor.runAll();
		assertThat(seen).containsExactly("a", "b", "c", "d");
	}

	@Test
	void everyCallbackBecomesItsEventInOrder() {
		SctpEndpoint endpoint = pushing();
		SctpAssociation association = connected(endpoint);
		FakeAssociation fake = fake(association);
		SctpAddress added = SctpAddress.parse("127.0.0.2");
		fake.onLoop(() -> {
			fake.listener.pathChanged(added, PathChange.ADDED, 0);
			fake.listener.pathChanged(added, PathChange.UNREACHABLE, 6);
			fake.listener.remoteError(1, "Invalid Stream Identifier");
			fake.listener.adaptationIndicated(0xffffffffL);
			fake.listener.senderDry();
			fake.listener.sendFailed(new OutboundMessage(new byte[] { 1 }, SendOptions.DEFAULT, null), false, "why");
			fake.listener.restarted(3, 4);
			fake.listener.shutdownReceived();
		});
		fake.receive("last");
		fake.terminate(AssociationChange.SHUTDOWN_COMPLETE, false, "shut down");
		this.executor.runAll();
		assertThat(this.handler.log).containsExactly("COMM_UP", "PathChanged", "PathChanged", "RemoteError",
				"AdaptationIndicated", "SenderDry", "SendFailed", "RESTART", "ShutdownReceived", "last",
				"SHUTDOWN_COMPLETE");
		assertThat(this.handler.event(SctpEvent.RemoteError.class).description())
			.isEqualTo("Invalid Stream Identifier");
		assertThat(this.handler.event(SctpEvent.AdaptationIndicated.class).indication()).isEqualTo(0xffffffffL);
		assertThat(this.handler.events).allMatch((event) -> event.association() == association);
		assertThat(association.outboundStreams()).isEqualTo(3);
		assertThat(association.inboundStreams()).isEqualTo(4);
		assertThat(association.closed().join().reason()).isEqualTo("shut down");
	}

	@Test
	void eventsThatAHandlerLeavesLyingAreBoundedButNeverTheEnd() {
		SctpAssociation association = connected(pushing());
		FakeAssociation fake = fake(association);
		fake.onLoop(() -> {
			for (int i = 0; i < 100_000; i++) {
				fake.listener.remoteError(0, "again");
			}
			OutboundMessage large = new OutboundMessage(new byte[1 << 20], SendOptions.DEFAULT, null);
			for (int i = 0; i < 10; i++) {
				fake.listener.sendFailed(large, false, "why");
			}
		});
		fake.terminate(AssociationChange.COMM_LOST, false, "gone");
		this.executor.runAll();
		assertThat(this.handler.log.size()).isLessThan(1100);
		assertThat(this.handler.log.stream().filter("SendFailed"::equals)).hasSize(2);
		assertThat(this.handler.log).last().isEqualTo("COMM_LOST");
		// And there is room again.
		assertThat(((DefaultAssociation) association).inbox().isOver()).isTrue();
	}

	@Test
	void anAssociationsOwnHandlerComesBeforeTheEndpoints() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().handler(this.handler).build());
		SctpAssociation one = connected(endpoint, ConnectOptions.to("127.0.0.1", 1));
		SctpAssociation two = connected(endpoint, ConnectOptions.to("127.0.0.1", 2));
		RecordingHandler own = new RecordingHandler();
		one.setHandler(own);
		fake(one).receive("one");
		fake(two).receive("two");
		RecordingHandler next = new RecordingHandler();
		endpoint.setHandler(next);
		fake(one).receive("still one");
		fake(two).receive("next two");
		one.setHandler(null);
		fake(one).receive("next one");
		assertThat(own.log).containsExactly("one", "still one");
		assertThat(this.handler.log).containsExactly("COMM_UP", "COMM_UP", "two");
		assertThat(next.log).containsExactly("next two", "next one");
	}

	@Test
	void aHandlerThatIsSetLaterGetsWhatWasNotTakenOfEndedAssociationsToo() {
		SctpEndpoint endpoint = this.sock.createEndpoint();
		SctpAssociation one = connected(endpoint, ConnectOptions.to("127.0.0.1", 1));
		SctpAssociation two = connected(endpoint, ConnectOptions.to("127.0.0.1", 2));
		fake(one).receive("a", "b");
		fake(two).receive("c");
		assertThat(one.receive(Duration.ZERO).text()).isEqualTo("a");
		fake(two).terminate(AssociationChange.COMM_LOST, false, "gone");
		endpoint.setHandler(this.handler);
		assertThat(this.handler.log).containsExactlyInAnyOrder("b", "c");
		assertThat(fake(one).consumed).hasValue(2);
		fake(one).receive("d");
		assertThat(this.handler.log).last().isEqualTo("d");
	}

	@Test
	void aHandlerMaySetAnotherOne() {
		SctpEndpoint endpoint = this.sock.createEndpoint();
		RecordingHandler second = new RecordingHandler();
		endpoint.setHandler((message) -> {
			this.handler.log.add(message.text());
			message.association().setHandler(second);
		});
		SctpAssociation association = connected(endpoint);
		fake(association).receive("a", "b", "c");
		assertThat(this.handler.log).containsExactly("a");
		assertThat(second.log).containsExactly("b", "c");
	}

	@Test
	void whatAHandlerDidNotGetYetCanBePulledOnceItIsTakenAway() {
		SctpEndpoint endpoint = pushing();
		SctpAssociation association = connected(endpoint);
		fake(association).receive("a", "b");
		endpoint.setHandler(null);
		this.executor.runAll();
		assertThat(this.handler.log).isEmpty();
		assertThat(association.receive(Duration.ZERO).text()).isEqualTo("a");
		assertThat(endpoint.receive(Duration.ZERO).text()).isEqualTo("b");
		assertThat(endpoint.receive(Duration.ZERO)).isNull();
	}

	@Test
	void handingOverBackAndForthLosesAndDoublesNothing() throws Throwable {
		ExecutorService pool = Executors.newFixedThreadPool(3);
		try {
			handOverBackAndForth(this.sock.createEndpoint(options().executor(pool).build()));
			handOverBackAndForth(this.sock.createEndpoint());
		}
		finally {
			pool.shutdown();
		}
	}

	private void handOverBackAndForth(SctpEndpoint endpoint) throws Throwable {
		SctpAssociation association = connected(endpoint);
		int count = 30_000;
		List<Integer> pushed = Collections.synchronizedList(new ArrayList<>());
		List<Integer> pulled = new ArrayList<>();
		AtomicBoolean inside = new AtomicBoolean();
		AtomicInteger overlaps = new AtomicInteger();
		SctpHandler handler = (message) -> {
			if (!inside.compareAndSet(false, true)) {
				overlaps.incrementAndGet();
			}
			pushed.add(Integer.parseInt(message.text()));
			inside.set(false);
		};
		Task<Void> switcher = start(() -> {
			boolean push = false;
			while (pushed.size() + pulled.size() < count) {
				push = !push;
				endpoint.setHandler(push ? handler : null);
				if (!push) {
					for (int i = 0; i < 50; i++) {
						SctpMessage message = endpoint.receive(Duration.ZERO);
						if (message != null) {
							pulled.add(Integer.parseInt(message.text()));
						}
					}
				}
			}
			return null;
		});
		for (int i = 0; i < count; i++) {
			fake(association).receive(String.valueOf(i));
		}
		switcher.get();
		assertThat(overlaps).hasValue(0);
		assertThat(pushed).isSorted();
		assertThat(pulled).isSorted();
		List<Integer> all = new ArrayList<>(pushed);
		all.addAll(pulled);
		assertThat(all).hasSize(count).doesNotHaveDuplicates();
	}

	@Test
	void aSlowHandlerOfOneAssociationHoldsBackNoOther() throws Throwable {
		ExecutorService pool = Executors.newFixedThreadPool(2);
		CountDownLatch release = new CountDownLatch(1);
		List<String> fast = Collections.synchronizedList(new ArrayList<>());
		SctpEndpoint endpoint = this.sock.createEndpoint(options().executor(pool).handler((message) -> {
			if (message.text().equals("slow")) {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			else {
				fast.add(message.text());
			}
		}).build());
		SctpAssociation slow = connected(endpoint, ConnectOptions.to("127.0.0.1", 1));
		SctpAssociation other = connected(endpoint, ConnectOptions.to("127.0.0.1", 2));
		fake(slow).receive("slow", "slow");
		for (int i = 0; i < 500; i++) {
			fake(other).receive("fast");
		}
		eventually(() -> fast.size() == 500);
		assertThat(fake(slow).consumed).hasValue(0);
		release.countDown();
		eventually(() -> fake(slow).consumed.get() == 8);
		pool.shutdown();
	}

	private SctpEndpoint pushing() {
		return this.sock.createEndpoint(options().handler(this.handler).executor(this.executor).build());
	}

}
