package dev.sock.kernel.transport;

import dev.sock.AssociationState;
import dev.sock.SctpEvent.PathChange;
import dev.sock.kernel.socket.Notification;

/**
 * Makes of the kernel's notifications what the core hears. On the event loop only.
 */
final class AssociationNotifications {

	private final KernelAssociation association;

	private final AssociationReader reader;

	AssociationNotifications(KernelAssociation association, AssociationReader reader) {
		this.association = association;
		this.reader = reader;
	}

	void handle(Notification notification) {
		KernelAssociation a = this.association;
		AssociationParts parts = a.parts();
		if (notification instanceof Notification.AssociationChanged changed) {
			changed(changed);
		}
		else if (notification instanceof Notification.PathChanged path) {
			changed(path);
		}
		else if (notification instanceof Notification.SendFailed failure) {
			failed(failure);
		}
		else if (notification instanceof Notification.RemoteError error) {
			parts.listener().remoteError(error.cause().code(), error.cause().describe());
		}
		else if (notification instanceof Notification.ShutdownReceived) {
			a.kernelCounters();
			parts.changes().shutdownBegins();
			parts.listener().stateChanged(AssociationState.SHUTDOWN_RECEIVED);
			parts.listener().shutdownReceived();
		}
		else if (notification instanceof Notification.PartialDeliveryAborted) {
			parts.intake().partialDeliveryAborted();
		}
		else if (notification instanceof Notification.AdaptationIndicated adaptation) {
			parts.listener().adaptationIndicated(adaptation.indication());
		}
		else if (notification instanceof Notification.StreamsReset reset) {
			parts.changes().told(reset);
		}
		else if (notification instanceof Notification.AssociationReset reset) {
			parts.changes().told(reset);
		}
		else if (notification instanceof Notification.StreamsAdded added) {
			parts.changes().told(added);
		}
		else if (notification instanceof Notification.SenderDry) {
			a.reviewAndFlush();
		}
		else if (notification instanceof Notification.Unknown unknown) {
			a.endpoint().unknownNotification(unknown.type());
		}
	}

	private void failed(Notification.SendFailed failure) {
		Ending known = this.association.ending();
		Outbox outbox = this.association.parts().outbox();
		if (known != null) {
			outbox.failed(failure.context(), failure.sent(), known.reason());
		}
		else {
			outbox.failedWhileUp(failure.context(), failure.sent());
		}
	}

	private void changed(Notification.PathChanged path) {
		if (path.change() == PathChange.MADE_PRIMARY && this.association.socket().paths().isUnasked(path.address())) {
			return;
		}
		Integer errors = (path.change() == PathChange.AVAILABLE || path.change() == PathChange.CONFIRMED)
				? Integer.valueOf(0) : null;
		this.association.parts().listener().pathChanged(path.address(), path.change(), errors);
	}

	private void changed(Notification.AssociationChanged changed) {
		switch (changed.change()) {
			case COMM_UP -> {
				// Peeled off for it already.
			}
			case RESTART -> this.association.restarted(changed.outboundStreams(), changed.inboundStreams());
			case COMM_LOST -> ends(changed, (changed.cause().code() != 0 || this.reader.wasReset())
					? "aborted by the peer" : "the peer was not heard of for too long");
			case SHUTDOWN_COMPLETE -> ends(changed, "shut down");
			case CANNOT_ESTABLISH -> ends(changed, "it could not be established");
		}
	}

	private void ends(Notification.AssociationChanged changed, String what) {
		int code = changed.cause().code();
		this.association.ends(new Ending(changed.change(), code, false,
				(code != 0) ? what + ": " + changed.cause().describe() : what));
		this.association.finishIfNotPeeledOff();
	}

}
