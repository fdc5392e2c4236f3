package dev.sock.impl;

import java.util.List;

import dev.sock.AcceptPolicy;
import dev.sock.AcceptRequest;
import dev.sock.SctpAddress;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.TransportAssociation;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint's accept policy about peers, and gives those that it accepts a name.
 */
final class Acceptor implements EndpointListener {

	private final DefaultEndpoint endpoint;

	private final RefusalLog refusals = new RefusalLog(System::nanoTime);

	Acceptor(DefaultEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public @Nullable AssociationListener accept(IncomingAssociation incoming, TransportAssociation transport) {
		this.endpoint.calledBack(transport.inEventLoop());
		if (this.endpoint.isClosing()) {
			return refuse(incoming, "the endpoint is closing", null);
		}
		if (this.endpoint.endedInboxes().isFull()) {
			return refuse(incoming, "the handler is too far behind with what ended associations have sent", null);
		}
		AcceptRequest request = new AcceptRequest(this.endpoint.name(), incoming.peerAddress(), incoming.peerPort(),
				incoming.peerAddresses(), incoming.outboundStreams(), incoming.inboundStreams(),
				incoming.adaptationIndication(), this.endpoint.associations());
		AcceptPolicy policy = this.endpoint.acceptPolicy();
		try {
			if (!policy.accept(request)) {
				return refuse(incoming, "the accept policy (" + policy + ") says no; associations now: "
						+ request.currentAssociations().size(), null);
			}
		}
		catch (Throwable ex) {
			return refuse(incoming, "the accept policy failed", ex);
		}
		return register(incoming, request, transport);
	}

	@Override
	public void ended(String reason) {
		this.endpoint.endedByItself(reason);
	}

	private @Nullable AssociationListener register(IncomingAssociation incoming, AcceptRequest request,
			TransportAssociation transport) {
		List<SctpAddress> addresses = List.copyOf(incoming.peerAddresses());
		DefaultAssociation association = this.endpoint.register()
			.addIncoming(name(request), (name) -> new DefaultAssociation(this.endpoint, this.endpoint.nextId(), name,
					addresses, incoming.peerPort(), this.endpoint.defaults().kept()));
		association.transport(transport);
		association.chooseHandler();
		if (this.endpoint.isClosing()) {
			association.discard("the endpoint is closing");
			return refuse(incoming, "the endpoint is closing", null);
		}
		return new AssociationCallbacks(association, null);
	}

	private String name(AcceptRequest request) {
		String generated = Names.of(request.peerAddress(), request.peerPort());
		String given;
		try {
			given = this.endpoint.nameOf(request);
		}
		catch (Throwable ex) {
			Logs.ENDPOINT.warn("Endpoint '{}': the naming function failed; the association is called '{}'",
					this.endpoint.name(), generated, ex);
			return generated;
		}
		if (given != null && !Names.isValid(given)) {
			Logs.ENDPOINT.warn(
					"Endpoint '{}': '{}' cannot be a name, which is 1 to 128 letters, digits and . _ ~ -; the association is called '{}'",
					this.endpoint.name(), given, generated);
			return generated;
		}
		return (given != null) ? given : generated;
	}

	private @Nullable AssociationListener refuse(IncomingAssociation incoming, String reason,
			@Nullable Throwable cause) {
		long leftOut = this.refusals.next(incoming.peerAddress());
		if (leftOut >= 0) {
			String peer = Names.text(List.of(incoming.peerAddress()), incoming.peerPort());
			String more = (leftOut > 0) ? " (" + leftOut + " refusals before this one were not logged)" : "";
			if (cause != null) {
				Logs.ENDPOINT.warn("Endpoint '{}' refused {}: {}{}", this.endpoint.name(), peer, reason, more, cause);
			}
			else {
				Logs.ENDPOINT.info("Endpoint '{}' refused {}: {}{}", this.endpoint.name(), peer, reason, more);
			}
		}
		return null;
	}

}
