package dev.sock.userspace.engine.association;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpAddress;
import dev.sock.SctpEvent.PathChange;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration;
import dev.sock.userspace.engine.packet.UserInitiatedAbortCause;
import dev.sock.userspace.engine.path.Path;

/**
 * What the user of an association can ask it for (RFC 9260 §11.1). Once it has ended they
 * do nothing, but that a message fails.
 */
public final class AssociationCommands {

	private static final int MAX_REASON = 256;

	private final Association association;

	AssociationCommands(Association association) {
		this.association = association;
	}

	/**
	 * Sends a message. If that is not possible it fails at once.
	 * @param message the message
	 * @param nowNanos the time
	 */
	public void send(OutboundMessage message, long nowNanos) {
		if (this.association.state().canSend()) {
			this.association.autoclose.used(nowNanos);
		}
		this.association.outbound.send(message, nowNanos);
		this.association.context.changed(this.association);
	}

	/**
	 * Gives a message up to make room for others, if it has not ended.
	 * @param message the message
	 * @param nowNanos the time
	 */
	public void abandon(OutboundMessage message, long nowNanos) {
		if (!this.association.isEnded()) {
			this.association.outbound.makeRoom(message, nowNanos);
			this.association.context.changed(this.association);
		}
	}

	/**
	 * The user is done with received messages.
	 * @param bytes their payload bytes
	 * @param messages how many
	 */
	public void consumed(long bytes, int messages) {
		if (this.association.receiveWindow.consumed(bytes, messages) && !this.association.isEnded()) {
			this.association.sackPolicy.acknowledgeNow();
			this.association.context.changed(this.association);
		}
	}

	/**
	 * Asks the peer to reset or add streams.
	 * @param request what to ask for
	 * @param answer completed when the peer has answered, or failed
	 * @param nowNanos the time
	 */
	public void reconfigure(Reconfiguration request, CompletableFuture<Void> answer, long nowNanos) {
		this.association.reconfigurer.request(request, answer, nowNanos);
		this.association.context.changed(this.association);
	}

	/**
	 * Shuts down gracefully (§9.2).
	 * @param nowNanos the time
	 */
	public void shutdown(long nowNanos) {
		if (!this.association.isEnded()) {
			this.association.shutdown.request(nowNanos);
			this.association.context.changed(this.association);
		}
	}

	/**
	 * Aborts (§9.1).
	 * @param reason text for the peer; empty for none
	 */
	public void abort(String reason) {
		if (this.association.isEnded()) {
			return;
		}
		String text = (reason.length() > MAX_REASON) ? reason.substring(0, MAX_REASON) : reason;
		this.association.abort(new UserInitiatedAbortCause(text.getBytes(StandardCharsets.UTF_8)),
				text.isEmpty() ? "aborted by the user" : "aborted by the user: " + text);
	}

	/**
	 * Makes a path the primary one.
	 * @param address an address of the peer; one that is not is ignored
	 */
	public void setPrimary(SctpAddress address) {
		Path path = this.association.paths.find(address);
		if (path != null && !this.association.isEnded() && path != this.association.paths.primary()) {
			this.association.paths.setPrimary(path);
			this.association.listener().pathChanged(address, PathChange.MADE_PRIMARY, path.errorCount());
			this.association.context.changed(this.association);
		}
	}

}
