package dev.sock.userspace.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpExtension;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration;
import dev.sock.userspace.engine.association.AddressOutcome;
import dev.sock.userspace.engine.association.Association;
import dev.sock.userspace.engine.association.LiveOptions;

/**
 * One association, as its user sees it. After each command, or several, the endpoint's
 * engine is to be flushed. Commands to an association that has ended do nothing, but that
 * a message fails.
 */
public final class AssociationEngine {

	private final Association association;

	AssociationEngine(Association association) {
		this.association = association;
	}

	/**
	 * Sends a message.
	 * @param message the message
	 * @param nowNanos the time
	 */
	public void send(OutboundMessage message, long nowNanos) {
		this.association.commands().send(message, nowNanos);
	}

	/**
	 * Gives a message up to make room for others, if it has not ended and both sides
	 * support that.
	 * @param message a message that was sent here
	 * @param nowNanos the time
	 */
	public void abandon(OutboundMessage message, long nowNanos) {
		this.association.commands().abandon(message, nowNanos);
	}

	/**
	 * The user is done with received messages.
	 * @param bytes their payload bytes
	 * @param messages how many
	 * @param nowNanos the time
	 */
	public void consumed(long bytes, int messages, long nowNanos) {
		this.association.commands().consumed(bytes, messages);
	}

	/**
	 * Asks the peer to reset or add streams.
	 * @param request what to ask for
	 * @param answer completed when the peer has answered, or failed
	 * @param nowNanos the time
	 */
	public void reconfigure(Reconfiguration request, CompletableFuture<Void> answer, long nowNanos) {
		this.association.commands().reconfigure(request, answer, nowNanos);
	}

	/**
	 * Shuts down gracefully.
	 * @param nowNanos the time
	 */
	public void shutdown(long nowNanos) {
		this.association.commands().shutdown(nowNanos);
	}

	/**
	 * Aborts.
	 * @param reason text for the peer; empty for none
	 * @param nowNanos the time
	 */
	public void abort(String reason, long nowNanos) {
		this.association.commands().abort(reason);
	}

	/**
	 * Makes a path the primary one.
	 * @param address an address of the peer; one that is not is ignored
	 * @param nowNanos the time
	 */
	public void setPrimary(SctpAddress address, long nowNanos) {
		this.association.commands().setPrimary(address);
	}

	/**
	 * Asks the peer to send to one of the local addresses rather than to others (RFC 5061
	 * §5.4).
	 * @param address a local address that the peer knows
	 * @param outcome hears whether the peer does
	 */
	public void requestPeerPrimary(SctpAddress address, AddressOutcome outcome) {
		this.association.addressChanges().makePrimary(address, outcome);
	}

	/**
	 * Returns the state.
	 * @return the state
	 */
	public AssociationState state() {
		return this.association.state();
	}

	/**
	 * Returns a snapshot.
	 * @return the status; the last one if the association has ended
	 */
	public AssociationStatus status() {
		return this.association.status();
	}

	/**
	 * Returns the extensions that both sides support.
	 * @return the extensions, none before that is known
	 */
	public Set<SctpExtension> extensions() {
		return this.association.extensions();
	}

	/**
	 * Returns its options, to be read and changed.
	 * @return the options
	 */
	public LiveOptions options() {
		return this.association.liveOptions();
	}

	/**
	 * Returns the local addresses that the peer was told of.
	 * @return the addresses
	 */
	public List<SctpAddress> localAddresses() {
		return this.association.addressChanges().localAddresses();
	}

}
