package dev.sock.kernel.transport;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.kernel.socket.Notification;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.EndpointListener.IncomingAssociation;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the kernel tells on an endpoint's socket: of associations until they are
 * peeled off, above all that they are up, and of peers that call. On the event loop only.
 */
final class EndpointReader {

	private final KernelEndpoint endpoint;

	private final SctpSocket socket;

	private final EndpointListener listener;

	EndpointReader(KernelEndpoint endpoint, SctpSocket socket, EndpointListener listener) {
		this.endpoint = endpoint;
		this.socket = socket;
		this.listener = listener;
	}

	/**
	 * Reads one batch.
	 * @return whether there may be more to read now
	 */
	boolean read(ReceiveBatch batch) {
		int count = batch.receive(this.socket, batch.capacity());
		for (int i = 0; i < count && !this.endpoint.isClosing(); i++) {
			try {
				item(batch, i);
			}
			catch (Throwable ex) {
				this.endpoint.failed(ex);
			}
		}
		if (count < 0 && count != -Errno.EAGAIN) {
			KernelLoop.logger.debug("Endpoint '{}': {}", this.endpoint.name(), Errno.text(-count));
		}
		return count > 0;
	}

	private void item(ReceiveBatch batch, int i) {
		if (!batch.isNotification(i)) {
			// Read before it was peeled off, or of one that was refused.
			KernelAssociation association = batch.hasInfo(i) ? this.endpoint.association(batch.association(i)) : null;
			if (association != null) {
				association.item(batch, i);
			}
			return;
		}
		Notification notification = batch.notification(i);
		KernelAssociation association = this.endpoint.association(notification.association());
		if (notification instanceof Notification.AssociationChanged changed
				&& (association == null || !association.isUp())) {
			changed(batch, i, changed, association);
		}
		else if (association != null && association.isUp()) {
			association.notified(notification);
		}
		else if (notification instanceof Notification.Unknown unknown) {
			this.endpoint.unknownNotification(unknown.type());
		}
	}

	private void changed(ReceiveBatch batch, int i, Notification.AssociationChanged changed,
			@Nullable KernelAssociation association) {
		if (changed.change() == AssociationChange.COMM_UP) {
			if (association != null) {
				up(association, changed, peers(changed.association(), association.target()));
			}
			else {
				accept(batch, i, changed);
			}
		}
		else if (association != null) {
			association.cannotEstablish(changed);
		}
	}

	private static void up(KernelAssociation association, Notification.AssociationChanged changed,
			List<SctpAddress> peers) {
		association.established(changed.outboundStreams(), changed.inboundStreams(), peers);
	}

	/**
	 * Returns the peer's addresses.
	 * @param known what is known of them if the association has ended again
	 */
	private List<SctpAddress> peers(int association, List<SctpAddress> known) {
		try {
			return this.socket.peerAddresses(association);
		}
		catch (SystemCallException ex) {
			return known;
		}
	}

	private void accept(ReceiveBatch batch, int i, Notification.AssociationChanged changed) {
		SctpAddress source = batch.source(i);
		if (source == null) {
			throw new IllegalStateException("The kernel does not tell who the peer is");
		}
		List<SctpAddress> peers = peers(changed.association(), List.of(source));
		KernelAssociation association = this.endpoint.incoming(changed.association(), batch.sourcePort(i));
		IncomingAssociation request = new IncomingAssociation(source, batch.sourcePort(i), peers,
				changed.outboundStreams(), changed.inboundStreams(), null);
		AssociationListener accepted = this.listener.accept(request, association.handle());
		if (accepted == null) {
			this.endpoint.counters().refused();
			this.endpoint.loop().sendBatch().abort(this.socket, changed.association(), "refused");
			return;
		}
		association.listener(accepted);
		this.endpoint.add(association);
		up(association, changed, peers);
	}

}
