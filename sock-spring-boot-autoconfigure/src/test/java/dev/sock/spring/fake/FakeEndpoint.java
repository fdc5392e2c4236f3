package dev.sock.spring.fake;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.sock.AcceptPolicy;
import dev.sock.AcceptRequest;
import dev.sock.AssociationStatistics;
import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.SctpPacketTap;
import dev.sock.SctpRetainingHandler;

/**
 * An endpoint without a network: its test decides who connects and what comes in.
 */
public final class FakeEndpoint implements SctpEndpoint {

	public final EndpointOptions opened;

	public final List<ConnectOptions> connects = new CopyOnWriteArrayList<>();

	public volatile Function<ConnectOptions, CompletableFuture<SctpAssociation>> connector;

	public volatile boolean open = true;

	private volatile AcceptPolicy policy;

	public volatile Duration linger;

	public volatile long messagesReceived;

	public volatile SctpPacketTap tap;

	/** Whether it does not see packets, as on the kernel. */
	public volatile boolean blind;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final List<SctpAssociation> associations = new CopyOnWriteArrayList<>();

	public FakeEndpoint(EndpointOptions options) {
		this.policy = options.accept();
		this.opened = options;
		this.connector = (connect) -> CompletableFuture.completedFuture(establish(connect.name()));
	}

	/** An association comes up. */
	public FakeAssociation establish(String name) {
		FakeAssociation association = new FakeAssociation(this, name);
		this.associations.add(association);
		emit(association.event(AssociationChange.COMM_UP, ""));
		return association;
	}

	public boolean asksToAccept(String peerAddress) {
		SctpAddress address = SctpAddress.parse(peerAddress);
		return this.policy.accept(new AcceptRequest(name(), address, 4000, List.of(address), 10, 10, null,
				List.copyOf(this.associations)));
	}

	public String nameFor(String peerAddress) {
		SctpAddress address = SctpAddress.parse(peerAddress);
		return this.opened.naming()
			.apply(new AcceptRequest(name(), address, 4000, List.of(address), 10, 10, null,
					List.copyOf(this.associations)));
	}

	public void deliver(SctpMessage message) {
		run(() -> {
			SctpHandler handler = this.opened.handler();
			if (handler instanceof SctpRetainingHandler retaining) {
				FakeAssociation association = (FakeAssociation) message.association();
				(retaining.retain(message) ? association.retained : association.consumed).add(message);
			}
			else {
				handler.onMessage(message);
			}
		});
	}

	void emit(SctpEvent event) {
		run(() -> this.opened.handler().onEvent(event));
	}

	/** One after the other, as a real endpoint does for each association. */
	private void run(Runnable task) {
		Executor executor = this.opened.executor();
		if (executor == null) {
			return;
		}
		this.tasks.add(task);
		if (this.waiting.getAndIncrement() == 0) {
			executor.execute(this::drain);
		}
	}

	private void drain() {
		do {
			this.tasks.remove().run();
		}
		while (this.waiting.decrementAndGet() > 0);
	}

	void remove(SctpAssociation association) {
		this.associations.remove(association);
	}

	@Override
	public String name() {
		return this.opened.name();
	}

	@Override
	public String transport() {
		return "userspace";
	}

	@Override
	public List<SctpAddress> localAddresses() {
		return List.of(SctpAddress.parse("127.0.0.1"));
	}

	@Override
	public int localPort() {
		return (this.opened.port() != 0) ? this.opened.port() : 45678;
	}

	@Override
	public OptionalInt udpPort() {
		return OptionalInt.of(9899);
	}

	@Override
	public SctpOptions options() {
		return this.opened.options();
	}

	@Override
	public CompletableFuture<Void> addLocalAddress(SctpAddress address) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Void> removeLocalAddress(SctpAddress address) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setOptions(UnaryOperator<SctpOptionsBuilder> change) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void accept(AcceptPolicy policy) {
		this.policy = policy;
	}

	@Override
	public SctpAssociation connect(ConnectOptions options) {
		return connectAsync(options).join();
	}

	@Override
	public CompletableFuture<SctpAssociation> connectAsync(ConnectOptions options) {
		this.connects.add(options);
		return this.connector.apply(options);
	}

	@Override
	public List<SctpAssociation> associations() {
		return List.copyOf(this.associations);
	}

	@Override
	public Optional<SctpAssociation> association(String name) {
		return this.associations.stream().filter((association) -> association.name().equals(name)).findFirst();
	}

	@Override
	public Optional<SctpAssociation> association(SctpAddress peerAddress, int peerPort) {
		return this.associations.stream()
			.filter((association) -> association.peerPort() == peerPort
					&& association.peerAddresses().contains(peerAddress))
			.findFirst();
	}

	@Override
	public SctpMessage receive(Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setHandler(SctpHandler handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setPacketTap(SctpPacketTap tap) {
		if (this.blind) {
			throw new UnsupportedOperationException("use tcpdump");
		}
		this.tap = tap;
	}

	@Override
	public EndpointStatistics statistics() {
		return new EndpointStatistics((long) this.associations.size(), 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, null,
				new AssociationStatistics(0L, this.messagesReceived, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L,
						0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public void close(Duration linger) {
		this.open = false;
		this.linger = linger;
		this.associations.forEach(
				(association) -> ((FakeAssociation) association).end(AssociationChange.SHUTDOWN_COMPLETE, "closed"));
	}

}
