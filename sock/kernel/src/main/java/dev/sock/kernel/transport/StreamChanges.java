package dev.sock.kernel.transport;

import java.util.concurrent.CompletableFuture;

import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.StreamDirection;
import dev.sock.kernel.socket.Notification.AssociationReset;
import dev.sock.kernel.socket.Notification.ChangeOutcome;
import dev.sock.kernel.socket.Notification.StreamsAdded;
import dev.sock.kernel.socket.Notification.StreamsReset;
import dev.sock.kernel.socket.StreamRequests;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetAssociation;
import dev.sock.spi.Reconfiguration.ResetInbound;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import org.jspecify.annotations.Nullable;

/**
 * Resets and additions of streams of an association, by either side. On the event loop
 * only.
 *
 * <p>
 * The kernel does not ask before data of the streams has left, so the request waits here,
 * and so does what is sent later. Once it asks it holds back what is sent itself.
 */
final class StreamChanges {

	private final AssociationListener listener;

	private final Outbox outbox;

	private int outboundStreams;

	private int inboundStreams;

	private @Nullable Pending pending;

	StreamChanges(AssociationListener listener, Outbox outbox) {
		this.listener = listener;
		this.outbox = outbox;
	}

	/** The association is up, or has started anew. */
	void begin(int outbound, int inbound) {
		this.outboundStreams = outbound;
		this.inboundStreams = inbound;
		end(Reason.FAILED, "the peer has started anew");
	}

	/** The user asks for something; {@link #progress} goes on with it. */
	void request(Reconfiguration what, CompletableFuture<Void> answer) {
		if (this.pending != null) {
			answer.completeExceptionally(new SctpReconfigurationException(Reason.IN_PROGRESS,
					"another request is under way; ask again when it is over"));
			return;
		}
		this.pending = new Pending(what, answer);
		if (what instanceof ResetOutbound || what instanceof ResetAssociation) {
			this.outbox.hold();
		}
	}

	/** Whether a request waits until data has left. */
	boolean isWaiting() {
		return this.pending != null && !this.pending.asked;
	}

	/** Asks the peer if nothing is in the way; returns whether more may be sent now. */
	boolean progress(StreamRequests kernel) {
		Pending request = this.pending;
		if (request == null || request.asked || (request.isHolding() && !this.outbox.isHandedOver())) {
			return false;
		}
		try {
			ask(kernel, request.what);
			request.asked = true;
			this.outbox.release(); // from here on the kernel holds it
		}
		catch (SystemCallException ex) {
			if (ex.errno() == Errno.EAGAIN) {
				return false;
			}
			end(reason(ex.errno()), "the kernel does not ask for it: " + ex.errnoText());
		}
		return true;
	}

	private static void ask(StreamRequests kernel, Reconfiguration what) throws SystemCallException {
		if (what instanceof ResetOutbound reset) {
			kernel.resetOutbound(reset.streams());
		}
		else if (what instanceof ResetInbound reset) {
			kernel.resetInbound(reset.streams());
		}
		else if (what instanceof AddStreams add) {
			kernel.addStreams(add.outbound(), add.inbound());
		}
		else {
			kernel.resetAssociation();
		}
	}

	private static Reason reason(int errno) {
		return switch (errno) {
			case Errno.EINPROGRESS -> Reason.IN_PROGRESS;
			case Errno.ENOPROTOOPT -> Reason.NOT_SUPPORTED;
			default -> Reason.FAILED;
		};
	}

	/** Whether the peer is being asked for something of a kind. */
	private boolean asks(Class<? extends Reconfiguration> kind) {
		return this.pending != null && this.pending.asked && kind.isInstance(this.pending.what);
	}

	void told(StreamsReset reset) {
		if (reset.outcome() == ChangeOutcome.DONE) {
			if (reset.inbound()) {
				this.listener.streamsReset(StreamDirection.INBOUND, reset.streams());
			}
			if (reset.outbound()) {
				this.listener.streamsReset(StreamDirection.OUTBOUND, reset.streams());
			}
			if ((reset.outbound() && asks(ResetOutbound.class)) || (reset.inbound() && asks(ResetInbound.class))) {
				end(ChangeOutcome.DONE);
			}
		}
		else if (asks(ResetOutbound.class) || asks(ResetInbound.class)) {
			end(reset.outcome());
		}
	}

	void told(AssociationReset reset) {
		if (reset.outcome() == ChangeOutcome.DONE) {
			this.listener.associationReset(reset.localTsn(), reset.peerTsn());
		}
		if (asks(ResetAssociation.class)) {
			end(reset.outcome());
		}
	}

	void told(StreamsAdded added) {
		if (added.outcome() == ChangeOutcome.DONE) {
			this.outboundStreams += added.outbound();
			this.inboundStreams += added.inbound();
			this.listener.streamsAdded(this.outboundStreams, this.inboundStreams);
		}
		Pending request = this.pending;
		if (request != null && request.asked && request.opens(added) && request.close(added)) {
			finish(request);
		}
	}

	private void end(ChangeOutcome outcome) {
		Pending request = this.pending;
		if (request != null) {
			request.note(outcome);
			finish(request);
		}
	}

	private void finish(Pending request) {
		this.pending = null;
		switch (request.outcome) {
			case DONE -> request.answer.complete(null);
			case DENIED -> request.answer
				.completeExceptionally(new SctpReconfigurationException(Reason.DENIED, "the peer denies it"));
			case FAILED -> request.answer.completeExceptionally(new SctpReconfigurationException(Reason.FAILED,
					"the peer does not do it, and the kernel does not tell why; ask again later"));
		}
	}

	/** Nothing is sent any more: what was not asked is not asked. */
	void shutdownBegins() {
		if (isWaiting()) {
			end(Reason.CLOSED, "the association is being shut down");
		}
	}

	/** Gives up what is not answered. */
	void end(Reason reason, String text) {
		Pending request = this.pending;
		if (request != null) {
			this.pending = null;
			this.outbox.release();
			request.answer.completeExceptionally(new SctpReconfigurationException(reason, text));
		}
	}

	/** What the user waits for. */
	private static final class Pending {

		private final Reconfiguration what;

		private final CompletableFuture<Void> answer;

		private boolean asked;

		private boolean outboundOpen;

		private boolean inboundOpen;

		private ChangeOutcome outcome = ChangeOutcome.DONE;

		private Pending(Reconfiguration what, CompletableFuture<Void> answer) {
			this.what = what;
			this.answer = answer;
			if (what instanceof AddStreams add) {
				this.outboundOpen = add.outbound() > 0;
				this.inboundOpen = add.inbound() > 0;
			}
		}

		private boolean isHolding() {
			return this.what instanceof ResetOutbound || this.what instanceof ResetAssociation;
		}

		/** Whether it is about what was added, or was not. */
		private boolean opens(StreamsAdded added) {
			return (added.outbound() > 0 && this.outboundOpen) || (added.inbound() > 0 && this.inboundOpen);
		}

		/** A part of it has an outcome; returns whether all of it has. */
		private boolean close(StreamsAdded added) {
			note(added.outcome());
			this.outboundOpen &= added.outbound() == 0;
			this.inboundOpen &= added.inbound() == 0;
			return !this.outboundOpen && !this.inboundOpen;
		}

		private void note(ChangeOutcome next) {
			if (this.outcome == ChangeOutcome.DONE) {
				this.outcome = next;
			}
		}

	}

}
