package dev.sock.userspace.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.spi.ConnectTarget;
import dev.sock.userspace.engine.AssociationEngine;
import dev.sock.userspace.engine.EndpointEngine;
import dev.sock.userspace.engine.EngineConfig;
import org.jspecify.annotations.Nullable;

/**
 * A host with one SCTP endpoint on it.
 */
public final class SimulatedPeer {

	/** UDP port of every peer. */
	public static final int UDP_PORT = 9899;

	private final SimulatedNetwork network;

	private final SimulatedHost host;

	private final int port;

	private final SctpOptions options;

	private final List<SimulatedAssociation> accepted = new ArrayList<>();

	private final int maxReceiveWindow;

	private SeededRandom random;

	private EndpointEngine engine;

	private boolean accepts = true;

	private Consumer<SimulatedAssociation> onAccept = (association) -> {
	};

	/**
	 * Creates a host with an endpoint that accepts everyone.
	 * @param network the network
	 * @param name name of the host
	 * @param seed for tags, TSNs and the like
	 * @param port SCTP port
	 * @param options protocol options
	 * @param addresses addresses of the host
	 */
	public SimulatedPeer(SimulatedNetwork network, String name, long seed, int port, SctpOptions options,
			SctpAddress... addresses) {
		this(network, name, seed, port, options, 1 << 30, addresses);
	}

	/**
	 * Creates a host with an endpoint that accepts everyone.
	 * @param network the network
	 * @param name name of the host
	 * @param seed for tags, TSNs and the like
	 * @param port SCTP port
	 * @param options protocol options
	 * @param maxReceiveWindow largest window that is offered
	 * @param addresses addresses of the host
	 */
	public SimulatedPeer(SimulatedNetwork network, String name, long seed, int port, SctpOptions options,
			int maxReceiveWindow, SctpAddress... addresses) {
		this.network = network;
		this.host = network.addHost(name, UDP_PORT, addresses);
		this.port = port;
		this.options = options;
		this.maxReceiveWindow = maxReceiveWindow;
		this.random = new SeededRandom(seed);
		this.engine = newEngine();
	}

	private EndpointEngine newEngine() {
		List<SctpAddress> addresses = this.host.addresses();
		EngineConfig config = new EngineConfig(this.port, addresses, addresses.size() > 1, SimulatedPeer::nearest,
				this.options, this.random, this.maxReceiveWindow);
		EndpointEngine engine = new EndpointEngine(config, (request, association) -> accept(association),
				this.network.nowNanos());
		this.host.run(NetworkNode.of(engine));
		return engine;
	}

	/**
	 * Chooses the local address in the network of the destination: the one with most
	 * leading bytes in common.
	 */
	private static @Nullable SctpAddress nearest(SctpAddress destination, List<SctpAddress> localAddresses) {
		SctpAddress best = null;
		int most = -1;
		for (SctpAddress address : localAddresses) {
			int common = commonBytes(address.toBytes(), destination.toBytes());
			if (common > most) {
				best = address;
				most = common;
			}
		}
		return best;
	}

	private static int commonBytes(byte[] one, byte[] other) {
		if (one.length != other.length) {
			return -1;
		}
		int common = 0;
		while (common < one.length && one[common] == other[common]) {
			common++;
		}
		return common;
	}

	private @Nullable RecordingListener accept(AssociationEngine association) {
		if (!this.accepts) {
			this.network.event(this.host, "refuses");
			return null;
		}
		SimulatedAssociation accepted = new SimulatedAssociation(this);
		accepted.engine(association);
		this.accepted.add(accepted);
		this.onAccept.accept(accepted);
		return accepted.events();
	}

	/**
	 * Sets whether associations are accepted. They are unless it is switched off.
	 * @param accepts whether to accept
	 */
	public void accept(boolean accepts) {
		this.accepts = accepts;
	}

	/**
	 * Sets what sees each association that is accepted.
	 * @param onAccept called within the engine's call, so it must not call the engine
	 */
	public void onAccept(Consumer<SimulatedAssociation> onAccept) {
		this.onAccept = onAccept;
	}

	/**
	 * Connects to another peer's addresses, with this peer's options.
	 * @param to the other peer
	 * @return the association, not established yet
	 */
	public SimulatedAssociation connect(SimulatedPeer to) {
		return connect(new ConnectTarget(to.host.addresses(), to.port, UDP_PORT, this.options));
	}

	/**
	 * Connects.
	 * @param target whom to
	 * @return the association, not established yet
	 */
	public SimulatedAssociation connect(ConnectTarget target) {
		SimulatedAssociation association = new SimulatedAssociation(this);
		this.network.perform(this.host,
				() -> association.engine(this.engine.connect(target, association.events(), this.network.nowNanos())));
		return association;
	}

	/**
	 * Forgets everything at once and starts anew on the same addresses and ports, as a
	 * process does that was killed.
	 */
	public void restart() {
		this.network.event(this.host, "starts anew");
		this.random = this.random.fork(99);
		this.accepted.clear();
		this.engine = newEngine();
	}

	/**
	 * Falls silent for good.
	 */
	public void die() {
		this.network.event(this.host, "dies");
		this.host.run(null);
	}

	/**
	 * Returns the associations that were accepted since the start.
	 * @return the associations
	 */
	public List<SimulatedAssociation> accepted() {
		return this.accepted;
	}

	/**
	 * Returns the network.
	 * @return the network
	 */
	public SimulatedNetwork network() {
		return this.network;
	}

	/**
	 * Returns the host.
	 * @return the host
	 */
	public SimulatedHost host() {
		return this.host;
	}

	/**
	 * Returns the endpoint.
	 * @return the engine
	 */
	public EndpointEngine engine() {
		return this.engine;
	}

	/**
	 * Returns the SCTP port.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Returns one of the addresses.
	 * @param index which, from 0
	 * @return the address
	 */
	public SctpAddress address(int index) {
		return this.host.addresses().get(index);
	}

}
