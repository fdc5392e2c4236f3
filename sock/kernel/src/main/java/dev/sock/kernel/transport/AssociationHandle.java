package dev.sock.kernel.transport;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sock.AssociationStatus;
import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpClosedException;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.spi.Expendable;
import dev.sock.spi.LoopResult;
import dev.sock.spi.OptionChange;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.TransportAssociation;

/**
 * What the core has of an association. What its threads ask for waits in a queue, in
 * order, until the event loop does it.
 */
final class AssociationHandle implements TransportAssociation {

	private static final long STATUS_MILLIS = 2000;

	private final KernelAssociation association;

	private final KernelEndpoint endpoint;

	private final WorkQueue queue;

	AssociationHandle(KernelAssociation association, KernelEndpoint endpoint, WorkQueue queue) {
		this.association = association;
		this.endpoint = endpoint;
		this.queue = queue;
	}

	@Override
	public void send(OutboundMessage message) {
		Expendable expendable = message.expendable();
		if (expendable != null) {
			expendable.accepted(System.nanoTime());
		}
		this.queue.add(message);
	}

	@Override
	public void abandon(OutboundMessage message) {
		this.queue.add(() -> this.association.abandon(message));
	}

	@Override
	public Set<SctpExtension> extensions() {
		return this.association.extensions();
	}

	@Override
	public MessageLimit messageLimit() {
		return this.association.socket().messageLimit();
	}

	@Override
	public void reconfigure(Reconfiguration request, CompletableFuture<Void> answer) {
		this.queue.add(() -> {
			if (!this.association.reconfigure(request, answer)) {
				answer.completeExceptionally(
						new SctpReconfigurationException(Reason.CLOSED, "the association is ending or has ended"));
			}
		});
	}

	@Override
	public void consumed(int bytes, int messages) {
		if (this.association.consumed(bytes, messages)) {
			this.queue.add(this.association::resume);
		}
	}

	@Override
	public void shutdown() {
		this.queue.add(this.association::shutdown);
	}

	@Override
	public void abort(String reason) {
		this.queue.add(() -> this.association.abort(reason));
	}

	@Override
	public void setPrimary(SctpAddress address) {
		this.queue.add(() -> this.association.socket().setPrimary(address));
	}

	@Override
	public SctpOptions options() {
		return this.association.isEnded() ? this.association.askedOptions()
				: this.endpoint.ask(this.association::options, this.association::askedOptions);
	}

	@Override
	public void change(OptionChange change) {
		demand(() -> {
			this.association.change(change);
			return true;
		});
	}

	@Override
	public PathParameters pathParameters(SctpAddress address) {
		return demand(() -> this.association.socket().pathParameters(address));
	}

	@Override
	public void setPathParameters(SctpAddress address, PathParameters parameters) {
		demand(() -> {
			this.association.socket().setPathParameters(address, parameters);
			return true;
		});
	}

	@Override
	public void requestHeartbeat(SctpAddress address) {
		demand(() -> {
			this.association.socket().requestHeartbeat(address);
			return true;
		});
	}

	private <T> T demand(Supplier<T> what) {
		return this.endpoint.demand(() -> {
			if (!this.association.isKnown()) {
				throw new SctpClosedException("The association has ended");
			}
			return what.get();
		});
	}

	@Override
	public AssociationStatus status() {
		if (this.association.isEnded()) {
			return this.association.lastStatus();
		}
		if (inEventLoop()) {
			return this.association.status();
		}
		CompletableFuture<AssociationStatus> answer = new CompletableFuture<>();
		this.queue.add(() -> LoopResult.answer(answer, this.association::status));
		try {
			return LoopResult.await(answer, STATUS_MILLIS);
		}
		catch (IllegalStateException ex) {
			KernelLoop.logger.warn("The status of an association of endpoint '{}' is not the latest: {}",
					this.endpoint.name(), ex.getMessage());
			return this.association.lastStatus();
		}
	}

	@Override
	public CompletableFuture<Void> requestPeerPrimary(SctpAddress localAddress) {
		if (this.association.isEnded()) {
			return CompletableFuture.failedFuture(
					new SctpAddressException(SctpAddressException.Reason.CLOSED, "The association has ended", null));
		}
		return this.endpoint
			.change(() -> this.endpoint.addressChanges().requestPeerPrimary(this.association, localAddress));
	}

	@Override
	public List<SctpAddress> localAddresses() {
		boolean mayChange = extensions().contains(SctpExtension.DYNAMIC_ADDRESSES) && !this.association.isEnded();
		AssociationSocket socket = this.association.socket();
		return mayChange ? this.endpoint.ask(socket::askForLocalAddresses, socket::localAddresses)
				: socket.localAddresses();
	}

	@Override
	public boolean inEventLoop() {
		return this.endpoint.inEventLoop();
	}

}
