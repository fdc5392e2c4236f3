package dev.sock.userspace.udp;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import dev.sock.SctpBindException.Reason;
import dev.sock.userspace.udp.FakeEngine.Outgoing;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UdpBinding} and what it is made of, over real sockets.
 */
class UdpBindingTests {

	private static final int PORT = 30400;

	private final List<UdpBinding> open = new ArrayList<>();

	private final FakeEngine engine = new FakeEngine();

	@AfterEach
	void close() {
		this.open.forEach(UdpBinding::close);
	}

	static List<Boolean> loops() {
		return Epoll.isAvailable() ? List.of(true, false) : List.of(false);
	}

	private UdpBinding bind(boolean epoll, int port, SctpAddress... addresses) throws BindFailure {
		UdpBinding binding = UdpBinding.open(new NettyIo(epoll), GsoMode.AUTO, "server", IpHeader.DEFAULT, port,
				List.of(addresses), Set.of());
		this.open.add(binding);
		return binding;
	}

	private LoopDriver.Driven register(UdpBinding binding, SctpAddress... addresses) {
		LoopDriver.Driven driven = binding.onLoop(() -> binding.driver().add(this.engine));
		binding.register(List.of(addresses), PORT, driven);
		this.engine.calls.clear();
		return driven;
	}

	private void await(String call) throws InterruptedException {
		List<String> seen = new ArrayList<>();
		while (true) {
			String next = this.engine.calls.poll(Sockets.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
			if (next == null) {
				throw new AssertionError("'" + call + "' did not happen, only " + seen);
			}
			seen.add(next);
			if (next.equals(call)) {
				return;
			}
		}
	}

	private void sendAll(UdpBinding binding, LoopDriver.Driven driven, List<Outgoing> packets) {
		binding.onLoop(() -> {
			this.engine.outgoing.addAll(packets);
			driven.markDirty();
			return true;
		});
	}

	@ParameterizedTest
	@MethodSource("loops")
	void aFreePortIsFreeOnEveryAddress(boolean epoll) throws BindFailure {
		UdpBinding binding = bind(epoll, 0, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK);
		assertThat(binding.port()).isBetween(1, 65535);
		for (SctpAddress address : List.of(Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK)) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> Sockets.open(address, binding.port()).close());
		}
	}

	@ParameterizedTest
	@MethodSource("loops")
	void aTakenPortNamesThePropertyToSet(boolean epoll) {
		try (DatagramSocket taken = Sockets.open(Sockets.SECOND_LOOPBACK, 0)) {
			int port = taken.getLocalPort();
			BindFailure failure = catchThrowableOfType(BindFailure.class,
					() -> bind(epoll, port, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK));
			assertThat(failure.reason()).isEqualTo(Reason.UDP_PORT_IN_USE);
			assertThat(failure.toException("Endpoint 'server' cannot be opened"))
				.hasMessage("Endpoint 'server' cannot be opened. UDP port " + "127.0.0.2:" + port
						+ " is taken: another process has it. Set another port with "
						+ "'sock.userspace.udp-port', or for this endpoint alone with its 'udp-port'; 0 takes a free one.");
			Sockets.open(Sockets.LOOPBACK, port).close();
		}
	}

	@ParameterizedTest
	@MethodSource("loops")
	void anAddressOfAnotherHostIsNamed(boolean epoll) {
		SctpAddress foreign = Sockets.address("203.0.113.77");
		BindFailure failure = catchThrowableOfType(BindFailure.class, () -> bind(epoll, 0, foreign));
		assertThat(failure.reason()).isEqualTo(Reason.ADDRESS_NOT_LOCAL);
		assertThat(failure.toException("Endpoint 'server' cannot be opened"))
			.hasMessage("Endpoint 'server' cannot be opened. The address 203.0.113.77 is not one of this host.");
	}

	@Test
	void anOptionalAddressThatIsNotThereIsLeftOut() throws BindFailure {
		SctpAddress foreign = Sockets.address("203.0.113.77");
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		assertThat(binding.bind(List.of(Sockets.LOOPBACK, foreign), Set.of(foreign))).containsExactly(Sockets.LOOPBACK);
	}

	@ParameterizedTest
	@MethodSource("loops")
	void ipv6AndIpv4ShareAPortWithoutGettingInEachOthersWay(boolean epoll) throws Exception {
		UdpBinding binding = bind(epoll, 0, Sockets.LOOPBACK_IPV6, Sockets.LOOPBACK);
		LoopDriver.Driven driven = register(binding, Sockets.LOOPBACK_IPV6, Sockets.LOOPBACK);
		try (DatagramSocket ipv6 = Sockets.open(Sockets.LOOPBACK_IPV6, 0);
				DatagramSocket ipv4 = Sockets.open(Sockets.LOOPBACK, 0)) {
			Sockets.send(ipv6, Sockets.packet(PORT, 100, 1), Sockets.LOOPBACK_IPV6, binding.port());
			await("receive 100 at ::1 from ::1");
			Sockets.send(ipv4, Sockets.packet(PORT, 100, 1), Sockets.LOOPBACK, binding.port());
			await("receive 100 at 127.0.0.1 from 127.0.0.1");
			sendAll(binding, driven,
					List.of(new Outgoing(Sockets.LOOPBACK_IPV6, Sockets.LOOPBACK_IPV6, ipv6.getLocalPort(), true,
							Sockets.packet(1, 60, 6)),
							new Outgoing(Sockets.LOOPBACK, Sockets.LOOPBACK, ipv4.getLocalPort(), true,
									Sockets.packet(1, 40, 4))));
			assertThat(Sockets.receive(ipv6)).isEqualTo(Sockets.packet(1, 60, 6));
			DatagramPacket packet = Sockets.receivePacket(ipv4);
			assertThat(packet.getPort()).isEqualTo(binding.port());
			assertThat(packet.getLength()).isEqualTo(40);
		}
	}

	@ParameterizedTest
	@MethodSource("loops")
	void packetsReachTheWireUnchangedWhetherJoinedOrNot(boolean epoll) throws Exception {
		UdpBinding binding = bind(epoll, 0, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK);
		LoopDriver.Driven driven = register(binding, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK);
		try (DatagramSocket first = Sockets.open(Sockets.LOOPBACK, 0);
				DatagramSocket second = Sockets.open(Sockets.SECOND_LOOPBACK, 0)) {
			List<byte[]> toFirst = new ArrayList<>();
			List<byte[]> toSecond = new ArrayList<>();
			List<Outgoing> all = new ArrayList<>();
			int[] sizes = { 28, 1452, 1452, 1452, 700, 1452, 16, 1200, 1200 };
			for (int i = 0; i < 10 * sizes.length; i++) {
				byte[] bytes = Sockets.packet(1, sizes[i % sizes.length], i);
				boolean even = i % 20 < 15;
				(even ? toFirst : toSecond).add(bytes);
				all.add(even ? new Outgoing(Sockets.LOOPBACK, Sockets.LOOPBACK, first.getLocalPort(), i % 7 != 0, bytes)
						: new Outgoing(Sockets.SECOND_LOOPBACK, Sockets.SECOND_LOOPBACK, second.getLocalPort(), true,
								bytes));
			}
			sendAll(binding, driven, all);
			assertThat(Sockets.receive(first, toFirst.size())).containsExactlyElementsOf(toFirst);
			assertThat(Sockets.receive(second, toSecond.size())).containsExactlyElementsOf(toSecond);
		}
	}

	@ParameterizedTest
	@MethodSource("loops")
	void aRunThatTheKernelCutUpArrivesAsTheSamePackets(boolean epoll) throws Exception {
		UdpBinding sender = bind(epoll, 0, Sockets.LOOPBACK);
		UdpBinding receiver = bind(epoll, 0, Sockets.LOOPBACK);
		register(receiver, Sockets.LOOPBACK);
		FakeEngine sending = new FakeEngine();
		LoopDriver.Driven driven = sender.onLoop(() -> sender.driver().add(sending));
		List<byte[]> packets = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			packets.add(Sockets.packet(PORT, (i < 39) ? 1452 : 333, i));
		}
		sender.onLoop(() -> {
			packets.forEach((bytes) -> sending.outgoing
				.add(new Outgoing(Sockets.LOOPBACK, Sockets.LOOPBACK, receiver.port(), true, bytes)));
			driven.markDirty();
			return true;
		});
		await("receive 333 at 127.0.0.1 from 127.0.0.1");
		assertThat(receiver.onLoop(() -> List.copyOf(this.engine.received))).containsExactlyElementsOf(packets);
	}

	@Test
	void manyPacketsReadAtOnceAreAnsweredByOneFlush() throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		register(binding, Sockets.LOOPBACK);
		CompletableFuture<Void> held = new CompletableFuture<>();
		CompletableFuture<Void> holding = new CompletableFuture<>();
		binding.driver().submit((now) -> {
			holding.complete(null);
			held.join();
		});
		holding.get(Sockets.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		try (DatagramSocket socket = Sockets.open(Sockets.LOOPBACK, 0)) {
			for (int i = 0; i < 10; i++) {
				Sockets.send(socket, Sockets.packet(PORT, (i < 9) ? 100 : 99, i), Sockets.LOOPBACK, binding.port());
			}
		}
		held.complete(null);
		await("flushed");
		this.engine.calls.clear();
		assertThat(binding.onLoop(() -> this.engine.received.size())).isEqualTo(10);
	}

	@Test
	void packetsToAnUnknownPortOrTooShortAreCounted() throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		register(binding, Sockets.LOOPBACK);
		UdpSocket socket = binding.socket(Sockets.LOOPBACK);
		try (DatagramSocket peer = Sockets.open(Sockets.LOOPBACK, 0)) {
			Sockets.send(peer, Sockets.packet(PORT + 1, 100, 1), Sockets.LOOPBACK, binding.port());
			for (int size = 0; size < 12; size++) {
				Sockets.send(peer, new byte[size], Sockets.LOOPBACK, binding.port());
			}
			Sockets.send(peer, Sockets.packet(PORT, 100, 1), Sockets.LOOPBACK, binding.port());
		}
		await("receive 100 at 127.0.0.1 from 127.0.0.1");
		assertThat(binding.onLoop(socket::unknownPorts)).isEqualTo(1);
		assertThat(binding.onLoop(socket::unreadable)).isEqualTo(12);
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, StackOverflowError.class })
	void whateverAnEngineThrowsTheOthersGoOn(Class<? extends Throwable> kind) throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		register(binding, Sockets.LOOPBACK);
		FakeEngine faulty = new FakeEngine();
		faulty.thrownByReceive = kind.getConstructor(String.class).newInstance("planted");
		faulty.thrownByFlush = faulty.thrownByReceive;
		faulty.thrownByAdvance = faulty.thrownByReceive;
		faulty.deadline = System.nanoTime();
		LoopDriver.Driven driven = binding.onLoop(() -> binding.driver().add(faulty));
		binding.register(List.of(Sockets.LOOPBACK), PORT + 1, driven);
		binding.driver().submit((now) -> {
			throw new IllegalStateException("planted");
		});
		try (DatagramSocket peer = Sockets.open(Sockets.LOOPBACK, 0)) {
			Sockets.send(peer, Sockets.packet(PORT + 1, 100, 1), Sockets.LOOPBACK, binding.port());
			Sockets.send(peer, Sockets.packet(PORT, 100, 1), Sockets.LOOPBACK, binding.port());
		}
		await("receive 100 at 127.0.0.1 from 127.0.0.1");
		await("flushed");
		binding.onLoop(() -> this.engine.deadline = System.nanoTime());
		await("advance");
	}

	@Test
	void aTimerRunsWhenItIsDueAndAnEarlierOneBeforeIt() throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		register(binding, Sockets.LOOPBACK);
		binding.onLoop(() -> this.engine.deadline = System.nanoTime() + TimeUnit.HOURS.toNanos(1));
		long early = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
		binding.onLoop(() -> this.engine.deadline = early);
		await("advance");
		assertThat(System.nanoTime() - early).isPositive();
	}

	@Test
	void workOfOneThreadKeepsItsOrderAndNeverRunsWithinTheCaller() {
		UdpBinding binding;
		try {
			binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		}
		catch (BindFailure ex) {
			throw new AssertionError(ex);
		}
		List<Integer> seen = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			int number = i;
			binding.driver().submit((now) -> seen.add(number));
		}
		binding.onLoop(() -> {
			binding.driver().submit((now) -> seen.add(-1));
			seen.add(-2);
			return true;
		});
		binding.onLoop(() -> true);
		assertThat(seen).hasSize(10_002).endsWith(-2, -1);
		assertThat(seen.subList(0, 10_000)).isSorted();
	}

	@Test
	void whatWasAskedForBeforeAPacketCameIsDoneBeforeIt() throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		binding.onLoop(() -> {
			LoopDriver driver = binding.driver();
			LoopDriver.Driven driven = driver.add(this.engine);
			driver.submit((now) -> this.engine.calls.add("message"));
			driver.packet(driven, ByteBuffer.allocate(12), Sockets.LOOPBACK, Sockets.LOOPBACK, 1);
			return true;
		});
		assertThat(this.engine.calls).startsWith("message", "receive 12 at 127.0.0.1 from 127.0.0.1");
	}

	@Test
	void workThatBringsForthWorkForEverDoesNotHoldUpTheLoop() throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		register(binding, Sockets.LOOPBACK);
		LoopWork endless = new LoopWork() {
			@Override
			public void run(long nowNanos) {
				binding.driver().submit(this);
			}
		};
		binding.driver().submit(endless);
		try (DatagramSocket peer = Sockets.open(Sockets.LOOPBACK, 0)) {
			Sockets.send(peer, Sockets.packet(PORT, 100, 1), Sockets.LOOPBACK, binding.port());
		}
		await("receive 100 at 127.0.0.1 from 127.0.0.1");
	}

	@Test
	void aSocketIsClosedWithTheLastEndpointOfItsAddress() throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK);
		LoopDriver.Driven first = register(binding, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK);
		LoopDriver.Driven second = binding.onLoop(() -> binding.driver().add(new FakeEngine()));
		binding.register(List.of(Sockets.LOOPBACK), PORT + 1, second);
		binding.unregister(List.of(Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK), PORT, first);
		Sockets.open(Sockets.SECOND_LOOPBACK, binding.port()).close();
		assertThat(binding.socket(Sockets.SECOND_LOOPBACK)).isNull();
		assertThat(binding.socket(Sockets.LOOPBACK)).isNotNull();
	}

	@Test
	void workThatComesAfterTheEndIsStillDone() throws Exception {
		UdpBinding binding = bind(Epoll.isAvailable(), 0, Sockets.LOOPBACK);
		int port = binding.port();
		this.open.remove(binding);
		binding.close();
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		binding.driver().submit((now) -> done.complete(true));
		assertThat(done).isCompleted();
		Sockets.open(Sockets.LOOPBACK, port).close();
	}

}
