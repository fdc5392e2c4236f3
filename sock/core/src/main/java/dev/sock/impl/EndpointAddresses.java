package dev.sock.impl;

import java.util.concurrent.CompletableFuture;

import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAddressException.Reason;
import dev.sock.SctpBindException;
import dev.sock.spi.TransportEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Adds local addresses to an endpoint that is open, and removes them.
 */
final class EndpointAddresses {

	private final DefaultEndpoint endpoint;

	private final BoundAddresses bound;

	EndpointAddresses(DefaultEndpoint endpoint, BoundAddresses bound) {
		this.endpoint = endpoint;
		this.bound = bound;
	}

	CompletableFuture<Void> add(SctpAddress address) {
		if (address.isWildcard() || address.isMulticastOrBroadcast()) {
			return CompletableFuture.failedFuture(new SctpBindException(SctpBindException.Reason.ADDRESS_NOT_LOCAL,
					"Endpoint '" + this.endpoint.name() + "' cannot get " + address + "; name one unicast address",
					null));
		}
		TransportEndpoint transport = open();
		if (transport == null) {
			return closed(address);
		}
		DefaultEndpoint owner = this.bound.claim(address, this.endpoint.localPort(), this.endpoint);
		if (owner != this.endpoint) {
			return CompletableFuture.failedFuture(new SctpBindException(SctpBindException.Reason.SCTP_PORT_IN_USE,
					"Endpoint '" + this.endpoint.name() + "' cannot get " + address + ": endpoint '" + owner.name()
							+ "' has it with SCTP port " + this.endpoint.localPort(),
					null));
		}
		return settled(transport.addLocalAddress(address), address);
	}

	CompletableFuture<Void> remove(SctpAddress address) {
		TransportEndpoint transport = open();
		return (transport != null) ? settled(transport.removeLocalAddress(address), address) : closed(address);
	}

	private @Nullable TransportEndpoint open() {
		return (this.endpoint.isClosing() || !this.endpoint.hasTransport()) ? null : this.endpoint.transportEndpoint();
	}

	private CompletableFuture<Void> closed(SctpAddress address) {
		return CompletableFuture.failedFuture(new SctpAddressException(Reason.CLOSED, "The address " + address
				+ " of endpoint '" + this.endpoint.name() + "' cannot be changed: it is closed", null));
	}

	/**
	 * Whatever the outcome: an address that the transport does not have is free again.
	 */
	private CompletableFuture<Void> settled(CompletableFuture<Void> change, SctpAddress address) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		change.whenComplete((done, failure) -> {
			if (!this.endpoint.localAddresses().contains(address)) {
				this.bound.release(address, this.endpoint.localPort(), this.endpoint);
			}
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(null);
			}
		});
		return result;
	}

}
