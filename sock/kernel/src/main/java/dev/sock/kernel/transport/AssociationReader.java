package dev.sock.kernel.transport;

import dev.sock.SctpEvent.AssociationChange;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.sys.Errno;

/**
 * Reads messages and notifications of an association, to the end of it. On the event loop
 * only.
 */
final class AssociationReader {

	private static final int MAX_READ_ERRORS = 8;

	private final KernelAssociation association;

	private final AssociationNotifications notifications;

	private boolean skipsNotification;

	private int readErrors;

	private int lastError;

	AssociationReader(KernelAssociation association) {
		this.association = association;
		this.notifications = new AssociationNotifications(association, this);
	}

	AssociationNotifications notifications() {
		return this.notifications;
	}

	/** Returns whether the last error of the socket says that the peer has aborted. */
	boolean wasReset() {
		return this.lastError == Errno.ECONNRESET;
	}

	/**
	 * Reads one batch.
	 * @return whether there may be more to read now
	 */
	boolean read(ReceiveBatch batch) {
		KernelAssociation a = this.association;
		// Of one that has gone the rest is no more than the kernel's buffer holds, and
		// the
		// end of it is that it has ended.
		if (a.isEnded() || (a.ending() == null && a.parts().intake().isPaused() && !a.socket().isGone())) {
			return false;
		}
		int freedEnd = a.parts().outbox().freedEnd();
		int most = a.parts().intake().most(batch);
		int count = batch.receive(a.socket().kernel(), most);
		for (int i = 0; i < count && !a.isEnded(); i++) {
			item(batch, i);
		}
		if (count > 0) {
			// Fewer than asked for may mean an error, which only the next call tells.
			return true;
		}
		if (count < 0 && count != -Errno.EAGAIN) {
			// An error of the socket comes once, before what explains it.
			this.lastError = -count;
			this.readErrors++;
			if (this.readErrors <= MAX_READ_ERRORS) {
				return true;
			}
			a.ends(new Ending(AssociationChange.COMM_LOST, 0, false, "the kernel gave it up: " + Errno.text(-count)));
		}
		a.allRead(freedEnd);
		return false;
	}

	/**
	 * Takes a message, a part of one, or a notification.
	 */
	void item(ReceiveBatch batch, int i) {
		KernelAssociation a = this.association;
		try {
			if (batch.isNotification(i)) {
				boolean rest = this.skipsNotification;
				this.skipsNotification = !batch.isComplete(i);
				if (!rest) {
					this.notifications.handle(batch.notification(i));
				}
			}
			else if (!batch.hasInfo(i)) {
				a.abortNow("", "the kernel gave a message without its stream");
			}
			else if (!a.parts().intake().add(batch, i)) {
				a.abortNow("message too long", "the peer sent a message of more than max-message-size ("
						+ a.askedOptions().maxMessageSize() + " bytes)");
			}
		}
		catch (Throwable ex) {
			a.failed(ex);
		}
	}

}
