package dev.sock.impl;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.EndpointListener.IncomingAssociation;
import dev.sock.spi.OptionChange;
import dev.sock.spi.TransportAssociation;
import dev.sock.spi.TransportEndpoint;

class FakeEndpoint implements TransportEndpoint {

	static int nextPort = 40000;

	final FakeTransport transport;

	final EndpointBinding binding;

	final EndpointListener listener;

	final int port;

	final List<FakeAssociation> associations = new CopyOnWriteArrayList<>();

	volatile List<SctpAddress> addressesInUse;

	/** What to do in connect, in the thread that calls it. */
	volatile Consumer<FakeAssociation> onConnect = (association) -> {
	};

	/** What happens while the statistics are asked for. */
	volatile Runnable onStatistics = () -> {
	};

	volatile SctpOptions options;

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	FakeEndpoint(FakeTransport transport, EndpointBinding binding, EndpointListener listener) {
		this.transport = transport;
		this.binding = binding;
		this.options = binding.options();
		this.listener = listener;
		this.addressesInUse = binding.addresses();
		synchronized (FakeEndpoint.class) {
			this.port = (binding.port() != 0) ? binding.port() : nextPort++;
		}
	}

	/** The last one that was opened or came. */
	FakeAssociation last() {
		return this.associations.get(this.associations.size() - 1);
	}

	/**
	 * A peer comes and is established if it is accepted.
	 * @return the association, or null if it was refused
	 */
	FakeAssociation incoming(String peer, int port, String... more) {
		FakeAssociation association = new FakeAssociation(this);
		List<SctpAddress> addresses = new CopyOnWriteArrayList<>(List.of(SctpAddress.parse(peer)));
		for (String address : more) {
			addresses.add(SctpAddress.parse(address));
		}
		this.transport.run(() -> {
			association.listener = this.listener.accept(
					new IncomingAssociation(addresses.get(0), port, List.copyOf(addresses), 5, 7, null), association);
			if (association.listener != null) {
				this.associations.add(association);
				association.listener.established(5, 7, List.copyOf(addresses));
			}
		});
		return (association.listener != null) ? association : null;
	}

	@Override
	public List<SctpAddress> localAddresses() {
		return this.addressesInUse;
	}

	@Override
	public int localPort() {
		return this.port;
	}

	@Override
	public OptionalInt udpPort() {
		return OptionalInt.of((this.binding.udpPort() != null) ? this.binding.udpPort() : 9899);
	}

	@Override
	public TransportAssociation connect(ConnectTarget target, AssociationListener listener) {
		FakeAssociation association = new FakeAssociation(this);
		association.target = target;
		association.options = target.options();
		association.listener = listener;
		this.associations.add(association);
		this.onConnect.accept(association);
		return association;
	}

	@Override
	public boolean inEventLoop() {
		return this.transport.inEventLoop();
	}

	@Override
	public SctpOptions options() {
		return this.options;
	}

	@Override
	public void change(OptionChange change) {
		this.options = change.applyTo(this.options);
	}

	@Override
	public EndpointStatistics statistics() {
		this.onStatistics.run();
		return Snapshots.statistics();
	}

	boolean isClosed() {
		return this.closed.isDone();
	}

	@Override
	public CompletableFuture<Void> close() {
		this.transport.execute(() -> {
			this.associations.stream()
				.filter((association) -> !association.terminated)
				.forEach((association) -> association.abort(""));
			this.transport.execute(() -> this.closed.complete(null));
		});
		return this.closed;
	}

}
