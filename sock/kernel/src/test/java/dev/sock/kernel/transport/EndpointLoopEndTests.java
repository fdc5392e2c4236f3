package dev.sock.kernel.transport;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpClosedException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.SctpReconfigurationException;
import dev.sock.SendOptions;
import dev.sock.contract.Await;
import dev.sock.kernel.socket.FakeSocket;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.TransportAssociation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An endpoint whose event loop ends by an error, and an association that it is opening.
 */
@Timeout(60)
class EndpointLoopEndTests {

	private static final SctpAddress LOOPBACK = SctpAddress.parse("127.0.0.1");

	private static final EndpointBinding BINDING = new EndpointBinding("client", List.of(LOOPBACK), 0, null, false,
			SctpOptions.DEFAULT);

	private static final ConnectTarget TARGET = new ConnectTarget(List.of(LOOPBACK), 5000, null, SctpOptions.DEFAULT);

	/** What the association's listener was told: a call each, with its arguments. */
	private final List<String> told = Collections.synchronizedList(new ArrayList<>());

	private final List<String> endpointTold = Collections.synchronizedList(new ArrayList<>());

	private final List<KernelEndpoint> closed = Collections.synchronizedList(new ArrayList<>());

	private volatile boolean hopelessOwner;

	private final FailingPoll poll;

	private final FakeSocket socket;

	private final KernelLoop loop;

	EndpointLoopEndTests() throws SystemCallException {
		this.poll = new FailingPoll();
		this.socket = new FakeSocket();
		this.loop = new KernelLoop("sock-kernel-test", () -> this.poll);
	}

	static Stream<Throwable> failures() {
		return LoopEndTests.failures();
	}

	private KernelEndpoint open() {
		return KernelEndpoint.open(this.loop, BINDING, this.socket::asSctp, new EndpointListener() {

			@Override
			public @Nullable AssociationListener accept(IncomingAssociation request, TransportAssociation association) {
				return null;
			}

			@Override
			public void ended(String reason) {
				EndpointLoopEndTests.this.endpointTold.add(reason);
			}

		}, (endpoint) -> {
			this.closed.add(endpoint);
			if (this.hopelessOwner) {
				throw new IllegalStateException("its owner");
			}
		});
	}

	private TransportAssociation connect(KernelEndpoint endpoint) {
		return connect(endpoint, false);
	}

	private TransportAssociation connect(KernelEndpoint endpoint, boolean hopeless) {
		AssociationListener listener = (AssociationListener) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { AssociationListener.class }, (proxy, method, arguments) -> {
					this.told.add(method.getName() + " "
							+ Arrays.toString(Arrays.copyOf(arguments, Math.min(4, arguments.length))));
					if (hopeless && !method.getName().equals("stateChanged")) {
						throw new OutOfMemoryError("a listener's");
					}
					return null;
				});
		TransportAssociation association = endpoint.connect(TARGET, listener);
		Await.until("INIT has left", () -> this.told.contains("stateChanged [COOKIE_WAIT]"));
		return association;
	}

	private void awaitEnd() {
		Await.until("the loop has ended", () -> this.poll.isClosed() && !this.loop.execute(() -> {
		}));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void itsAssociationsEndAndItIsClosed(Throwable failure) {
		KernelEndpoint endpoint = open();
		TransportAssociation association = connect(endpoint);
		this.poll.fail(failure);
		awaitEnd();
		assertThat(this.told).filteredOn((call) -> call.startsWith("terminated"))
			.singleElement()
			.asString()
			.contains(AssociationChange.CANNOT_ESTABLISH.name(), "event loop", String.valueOf(failure.getMessage()));
		assertThat(association.status().state()).hasToString("CLOSED");
		assertThat(this.endpointTold).singleElement()
			.asString()
			.contains("event loop", String.valueOf(failure.getMessage()));
		assertThat(this.closed).containsExactly(endpoint);
		assertThat(this.socket.isClosed()).isTrue();
		assertThat(endpoint.close()).isCompleted();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whatIsAskedOfItAfterwardsIsRefusedAndSaysWhy(Throwable failure) {
		KernelEndpoint endpoint = open();
		TransportAssociation association = connect(endpoint);
		this.poll.fail(failure);
		awaitEnd();
		String why = String.valueOf(failure.getMessage());
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> connect(endpoint))
			.withMessageContainingAll("client", "event loop", why);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> endpoint.addLocalAddress(LOOPBACK).get())
			.withCauseInstanceOf(SctpAddressException.class)
			.withMessageContaining(why);
		assertThat(endpoint.options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(endpoint.statistics()).isNotNull();
		CompletableFuture<Void> answer = new CompletableFuture<>();
		association.reconfigure(new AddStreams(1, 0), answer);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(SctpReconfigurationException.class);
		association.send(new OutboundMessage(new byte[3], SendOptions.DEFAULT, null));
		assertThat(this.told).anyMatch((call) -> call.startsWith("sendFailed"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whoeverWaitsForTheLoopIsReleased(Throwable failure) throws Exception {
		KernelEndpoint endpoint = open();
		TransportAssociation association = connect(endpoint);
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		this.loop.execute(() -> {
			busy.countDown();
			try {
				asked.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		busy.await();
		CompletableFuture<Void> change = endpoint.addLocalAddress(LOOPBACK);
		CompletableFuture<Void> answer = new CompletableFuture<>();
		association.reconfigure(new AddStreams(1, 0), answer);
		association.send(new OutboundMessage(new byte[3], SendOptions.DEFAULT, null));
		CompletableFuture<Void> closing = endpoint.close();
		this.poll.fail(failure);
		asked.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> change.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(SctpAddressException.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(SctpReconfigurationException.class);
		Await.result(closing);
		awaitEnd();
		assertThat(this.told).filteredOn((call) -> call.startsWith("sendFailed")).hasSize(1);
		assertThat(this.told).filteredOn((call) -> call.startsWith("terminated")).hasSize(1);
	}

	@Test
	void aListenerThatThrowsKeepsNobodyFromBeingTold() {
		KernelEndpoint endpoint = open();
		for (int i = 0; i < 3; i++) {
			connect(endpoint, true);
		}
		this.poll.fail(new OutOfMemoryError("a test's"));
		awaitEnd();
		assertThat(this.told).filteredOn((call) -> call.startsWith("terminated")).hasSize(3);
		assertThat(this.endpointTold).hasSize(1);
		assertThat(this.socket.isClosed()).isTrue();
	}

	@Test
	void whatFailsWhileItsSocketIsClosedKeepsNobodyFromBeingTold() {
		KernelEndpoint endpoint = open();
		this.hopelessOwner = true;
		this.poll.failToRemove(new InternalError("a test's"));
		this.poll.fail(new OutOfMemoryError("a test's"));
		awaitEnd();
		assertThat(this.socket.isClosed()).isTrue();
		assertThat(this.closed).containsExactly(endpoint);
		assertThat(this.endpointTold).hasSize(1);
		assertThat(endpoint.statistics()).isNotNull();
	}

	@Test
	void itsSocketIsClosedIfThereIsNoMemoryToOpenIt() {
		this.socket.failToListen(new InternalError("a test's"));
		assertThatExceptionOfType(InternalError.class).isThrownBy(this::open);
		assertThat(this.socket.isClosed()).isTrue();
		awaitEnd();
	}

	@Test
	void anEndpointThatTheLoopDoesNotLiveToOpenIsNotOpened() {
		this.poll.fail(new OutOfMemoryError("a test's"));
		awaitEnd();
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(this::open)
			.withMessageContainingAll("client", "event loop");
		this.socket.close();
	}

	@Test
	void noDescriptorIsLeftOpen() throws Exception {
		KernelEndpoint warm = open(); // loads whatever opens files
		connect(warm);
		this.poll.fail(new OutOfMemoryError("a test's"));
		awaitEnd();
		long before = Descriptors.open();
		for (int i = 0; i < 5; i++) {
			EndpointLoopEndTests one = new EndpointLoopEndTests();
			one.connect(one.open());
			one.poll.fail(new OutOfMemoryError("a test's"));
			one.awaitEnd();
		}
		assertThat(Descriptors.open()).isLessThan(before + 5);
	}

}
