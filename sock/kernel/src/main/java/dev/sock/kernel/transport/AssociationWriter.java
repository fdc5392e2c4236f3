package dev.sock.kernel.transport;

import dev.sock.AssociationState;
import dev.sock.kernel.socket.AbandonmentEvidence;
import dev.sock.kernel.socket.StatusReader;
import dev.sock.kernel.socket.StreamRequests;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Gives the kernel what is to be sent of an association, as long as it takes it, and
 * finds out what became of it; the last is to shut down. On the event loop only.
 */
final class AssociationWriter {

	private final KernelAssociation association;

	private final KernelLoop loop;

	private boolean watchesWriting;

	private boolean shutdownAsked;

	private boolean shutdownSent;

	AssociationWriter(KernelAssociation association) {
		this.association = association;
		this.loop = association.endpoint().loop();
	}

	void take(OutboundMessage message) {
		Outbox outbox = this.association.parts().outbox();
		outbox.add(message);
		if (this.association.isEnded()) {
			outbox.end("the association has ended");
		}
	}

	void flush() {
		KernelAssociation a = this.association;
		if (a.isEnded() || !a.socket().isPeeledOff()) {
			return;
		}
		Outbox outbox = a.parts().outbox();
		if (outbox.isBlocked()) {
			return;
		}
		boolean more = outbox.flush(a.socket().kernel(), this.loop.sendBatch(), a.socket().paths());
		if (a.parts().changes().progress(new StreamRequests(a.socket().kernel(), a.socket().id()))) {
			more |= outbox.flush(a.socket().kernel(), this.loop.sendBatch(), a.socket().paths());
		}
		if (outbox.isRefused()) {
			this.loop.readLater(a);
		}
		if (more) {
			a.flushAgain();
		}
		if (this.shutdownAsked && !this.shutdownSent && !outbox.hasPending()) {
			sendShutdown();
		}
		watch();
	}

	/** Gives up what has outlived its time. */
	void expire(long nowNanos) {
		this.association.parts().outbox().expire(nowNanos);
		flush();
	}

	/** Asks to be told when the kernel takes more, or when a time has come. */
	void watch() {
		KernelAssociation a = this.association;
		Outbox outbox = a.parts().outbox();
		this.loop.wakeAt(a, outbox.deadline());
		boolean wanted = outbox.wantsProgress() || a.parts().changes().isWaiting();
		if (wanted != this.watchesWriting && !a.isEnded()) {
			this.watchesWriting = wanted;
			try {
				this.loop.interest(a.socket().kernel(), a, wanted);
			}
			catch (SystemCallException ex) {
				a.failed(ex);
			}
		}
	}

	/**
	 * Nothing is left to read for now: what was freed before is known to have arrived.
	 */
	void allRead(int freedEnd) {
		Outbox outbox = this.association.parts().outbox();
		outbox.allRead(freedEnd);
		if (outbox.isHeld()) {
			flush();
		}
		watch();
	}

	/** Finds out what the kernel has got rid of. */
	void review() {
		KernelAssociation a = this.association;
		Outbox outbox = a.parts().outbox();
		if (!outbox.hasKept()) {
			return;
		}
		try {
			int kept = a.socket().kernel().queuedForSending();
			if (a.socket().isGone()) {
				// What is freed now has failed, and its room is no room to send.
				this.loop.readLater(a);
			}
			else if (outbox.review(kept)) {
				// To read what the kernel has told shows which messages were
				// acknowledged.
				this.loop.readLater(a);
			}
		}
		catch (SystemCallException ex) {
			a.failed(ex);
		}
	}

	@Nullable AbandonmentEvidence evidence() {
		try {
			AssociationSocket socket = this.association.socket();
			return new StatusReader(socket.kernel(), socket.id()).abandonmentEvidence();
		}
		catch (SystemCallException ex) {
			return null;
		}
	}

	boolean isShutdownAsked() {
		return this.shutdownAsked;
	}

	/** Shuts down once everything is with the kernel. */
	void shutdown() {
		if (this.shutdownAsked) {
			return;
		}
		this.shutdownAsked = true;
		this.association.parts().changes().shutdownBegins();
		this.association.parts().listener().stateChanged(AssociationState.SHUTDOWN_PENDING);
	}

	private void sendShutdown() {
		KernelAssociation a = this.association;
		this.shutdownSent = true;
		a.kernelCounters();
		int result = this.loop.sendBatch().shutdown(a.socket().kernel(), a.socket().id());
		if (result < 0) {
			KernelLoop.logger.debug("An association of endpoint '{}' was not shut down: {}", a.endpoint().name(),
					Errno.text(-result));
			this.loop.readLater(a);
		}
	}

}
