package dev.sock.impl;

import dev.sock.PathParameters;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpPath;
import dev.sock.spi.TransportAssociation;
import org.jspecify.annotations.Nullable;

/**
 * A path. Keeps nothing: what there is to know is the transport's.
 */
final class DefaultPath implements SctpPath {

	private final DefaultAssociation association;

	private final SctpAddress address;

	DefaultPath(DefaultAssociation association, SctpAddress address) {
		this.association = association;
		this.address = address;
	}

	@Override
	public SctpAssociation association() {
		return this.association;
	}

	@Override
	public SctpAddress address() {
		return this.address;
	}

	@Override
	public PathStatus status() {
		if (!this.association.isEnded()) {
			for (PathStatus path : this.association.status().paths()) {
				if (path.address().equals(this.address)) {
					return path;
				}
			}
		}
		throw gone();
	}

	@Override
	public void makePrimary() {
		transport().setPrimary(this.address);
	}

	@Override
	public PathParameters parameters() {
		return transport().pathParameters(this.address);
	}

	@Override
	public void setParameters(PathParameters parameters) {
		transport().setPathParameters(this.address, parameters);
	}

	@Override
	public void requestHeartbeat() {
		transport().requestHeartbeat(this.address);
	}

	private TransportAssociation transport() {
		if (this.association.isEnded() || !this.association.peerAddresses().contains(this.address)) {
			throw gone();
		}
		return this.association.transport();
	}

	private SctpClosedException gone() {
		return new SctpClosedException(
				this.association.isEnded() ? "Association '" + this.association.name() + "' has ended"
						: "Association '" + this.association.name() + "' has no path to " + this.address);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof DefaultPath other && this.association == other.association
				&& this.address.equals(other.address);
	}

	@Override
	public int hashCode() {
		return this.association.hashCode() * 31 + this.address.hashCode();
	}

	@Override
	public String toString() {
		return this.association.name() + "/" + this.address;
	}

}
