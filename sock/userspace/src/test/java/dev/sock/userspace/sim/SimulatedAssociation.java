package dev.sock.userspace.sim;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SendOptions;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.AssociationEngine;
import org.jspecify.annotations.Nullable;

/**
 * An association of a {@link SimulatedPeer}, with an application of the simplest kind: it
 * consumes what comes at once, unless told otherwise.
 */
public final class SimulatedAssociation {

	private final SimulatedPeer peer;

	private final RecordingListener listener;

	private @Nullable AssociationEngine engine;

	private boolean consumes = true;

	private int unconsumed;

	private int unconsumedMessages;

	private long accepted;

	private long acknowledged;

	SimulatedAssociation(SimulatedPeer peer) {
		this.peer = peer;
		this.listener = new RecordingListener(peer.network(), peer.host());
		this.listener.received().onBytes(this::received);
	}

	void engine(AssociationEngine engine) {
		this.engine = engine;
	}

	private void received(int bytes) {
		this.unconsumed += bytes;
		this.unconsumedMessages++;
		if (this.consumes) {
			this.peer.network().schedule(this.peer.host(), Duration.ZERO, this::consumeAll);
		}
	}

	private void consumeAll() {
		int bytes = this.unconsumed;
		int messages = this.unconsumedMessages;
		this.unconsumed = 0;
		this.unconsumedMessages = 0;
		if (bytes > 0) {
			engine().consumed(bytes, messages, this.peer.network().nowNanos());
		}
	}

	/**
	 * Sets whether the application consumes. What came while it did not, it consumes as
	 * soon as it does again.
	 * @param consumes whether it consumes
	 */
	public void consume(boolean consumes) {
		this.consumes = consumes;
		if (consumes) {
			this.peer.network().perform(this.peer.host(), this::consumeAll);
		}
	}

	/**
	 * Sends a message.
	 * @param payload the payload
	 * @param options how to send it
	 * @return the message; its future tells of the acknowledgement
	 */
	public OutboundMessage send(byte[] payload, SendOptions options) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		future.thenRun(() -> this.acknowledged++);
		OutboundMessage message = new OutboundMessage(payload, options, future);
		this.accepted += payload.length;
		this.peer.network().perform(this.peer.host(), () -> engine().send(message, this.peer.network().nowNanos()));
		return message;
	}

	/**
	 * Shuts down.
	 */
	public void shutdown() {
		this.peer.network().perform(this.peer.host(), () -> engine().shutdown(this.peer.network().nowNanos()));
	}

	/**
	 * Aborts.
	 * @param reason text for the peer
	 */
	public void abort(String reason) {
		this.peer.network().perform(this.peer.host(), () -> engine().abort(reason, this.peer.network().nowNanos()));
	}

	/**
	 * Makes a path the primary one.
	 * @param address an address of the peer
	 */
	public void setPrimary(SctpAddress address) {
		this.peer.network()
			.perform(this.peer.host(), () -> engine().setPrimary(address, this.peer.network().nowNanos()));
	}

	/**
	 * Returns the engine's side.
	 * @return the engine's association
	 */
	public AssociationEngine engine() {
		return Objects.requireNonNull(this.engine);
	}

	/**
	 * Returns a snapshot.
	 * @return the status
	 */
	public AssociationStatus status() {
		return engine().status();
	}

	/**
	 * Returns what happened.
	 * @return the listener
	 */
	public RecordingListener events() {
		return this.listener;
	}

	/**
	 * Returns the payload bytes of all messages sent.
	 * @return bytes
	 */
	public long acceptedBytes() {
		return this.accepted;
	}

	/**
	 * Returns how many messages were acknowledged.
	 * @return the number
	 */
	public long acknowledgedMessages() {
		return this.acknowledged;
	}

}
