package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.sim.SimulatedAssociation;
import dev.sock.userspace.sim.SimulatedNetwork;
import dev.sock.userspace.sim.SimulatedPeer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client and a server joined by one path or more, without faults until the test sets
 * some.
 */
final class EnginePair {

	static final int CLIENT_PORT = 5000;

	static final int SERVER_PORT = 5001;

	final SimulatedNetwork network;

	final SimulatedPeer client;

	final SimulatedPeer server;

	private EnginePair(int paths, SctpOptions clientOptions, SctpOptions serverOptions, int clientPort,
			int serverPort) {
		this.network = new SimulatedNetwork(4711, 200);
		this.client = new SimulatedPeer(this.network, "client", 1, clientPort, clientOptions, addresses(1, paths));
		this.server = new SimulatedPeer(this.network, "server", 2, serverPort, serverOptions, addresses(2, paths));
	}

	static EnginePair with(int paths) {
		return with(paths, SctpOptions.DEFAULT);
	}

	static EnginePair with(int paths, SctpOptions options) {
		return with(paths, options, options);
	}

	static EnginePair with(int paths, SctpOptions clientOptions, SctpOptions serverOptions) {
		return new EnginePair(paths, clientOptions, serverOptions, CLIENT_PORT, SERVER_PORT);
	}

	static EnginePair withEqualPorts(int paths, SctpOptions options) {
		return new EnginePair(paths, options, options, CLIENT_PORT, CLIENT_PORT);
	}

	private static SctpAddress[] addresses(int host, int paths) {
		SctpAddress[] addresses = new SctpAddress[paths];
		for (int path = 0; path < paths; path++) {
			addresses[path] = Objects.requireNonNull(SctpAddress.parse("10.0." + path + "." + host));
		}
		return addresses;
	}

	/**
	 * Connects and waits until both sides are established and every path is confirmed.
	 */
	Established connect() {
		SimulatedAssociation association = this.client.connect(this.server);
		await("established", () -> association.events().isEstablished() && this.server.accepted().size() == 1
				&& this.server.accepted().get(0).events().isEstablished());
		this.network.run(Duration.ofSeconds(2));
		return new Established(this, association, this.server.accepted().get(0));
	}

	void cutPath(int path, Duration length) {
		this.network.cutPath(this.client.address(path), this.server.address(path), Duration.ZERO, length);
	}

	void cutAll(Duration length) {
		for (int path = 0; path < this.client.host().addresses().size(); path++) {
			cutPath(path, length);
		}
	}

	void run(Duration time) {
		this.network.run(time);
	}

	void await(String what, BooleanSupplier condition) {
		await(what, Duration.ofMinutes(10), condition);
	}

	void await(String what, Duration limit, BooleanSupplier condition) {
		boolean met = this.network.runUntil(condition, limit);
		assertThat(met)
			.as(() -> "waited " + limit + " for: " + what + "\n" + String.join("\n", this.network.trace().lastLines()))
			.isTrue();
	}

	/**
	 * Nothing is left on either side, no timer either.
	 */
	void assertNothingLeft() {
		this.network.run(Duration.ofMinutes(2));
		for (SimulatedPeer peer : new SimulatedPeer[] { this.client, this.server }) {
			assertThat(peer.engine().associationCount()).as(peer.host().name()).isZero();
			assertThat(peer.engine().nextDeadlineNanos()).as(peer.host().name()).isEqualTo(Long.MAX_VALUE);
		}
	}

	static byte[] payload(int length) {
		return MessagePlan.payload(1, 0, 0, length);
	}

	static SendOptions stream(int streamId) {
		return SendOptions.stream(streamId);
	}

	/**
	 * An association of the pair.
	 *
	 * @param pair the pair
	 * @param client the client's side
	 * @param server the server's side
	 */
	record Established(EnginePair pair, SimulatedAssociation client, SimulatedAssociation server) {

		void awaitEnd() {
			this.pair.await("the end of both sides", Duration.ofHours(1),
					() -> this.client.events().isTerminated() && this.server.events().isTerminated());
		}

	}

}
