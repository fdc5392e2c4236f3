package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.spi.OutboundMessage;

/** Stub: only the surface. */
public final class AssociationEngine {

	AssociationEngine() {
	}

	public void send(OutboundMessage message, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void consumed(int bytes, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void shutdown(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void abort(String reason, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void setPrimary(SctpAddress address, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public AssociationState state() {
		throw new UnsupportedOperationException();
	}

	public AssociationStatus status() {
		throw new UnsupportedOperationException();
	}

	public List<SctpAddress> localAddresses() {
		throw new UnsupportedOperationException();
	}

}
