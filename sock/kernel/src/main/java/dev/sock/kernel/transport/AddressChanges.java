package dev.sock.kernel.transport;

import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAddressException.Reason;
import dev.sock.SctpBindException;
import dev.sock.SctpExtension;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;

/**
 * Adds and removes addresses of an endpoint that is open: of its own socket, and of each
 * that an association was peeled off into, which has its addresses for itself. The kernel
 * sends ASCONF for each socket, and does not tell what peers answer. On the event loop.
 */
final class AddressChanges {

	private final String name;

	private final SctpSocket socket;

	private final int port;

	AddressChanges(String name, SctpSocket socket, int port) {
		this.name = name;
		this.socket = socket;
		this.port = port;
	}

	/**
	 * Binds one more address.
	 * @param associations those whose peers are to be told
	 * @throws SctpBindException if it cannot be bound
	 */
	void add(SctpAddress address, List<KernelAssociation> associations) {
		List<SctpSocket> own = sockets(associations);
		List<SctpSocket> all = new ArrayList<>(own);
		all.add(0, this.socket);
		sharePort(all, true);
		try {
			this.socket.bind(address, this.port);
			for (SctpSocket each : own) {
				bindOwn(each, address);
			}
		}
		catch (SystemCallException ex) {
			throw new Binder.Failure("Endpoint '" + this.name + "' cannot get the address " + address).of(address,
					this.port, ex);
		}
		finally {
			sharePort(all, false);
		}
	}

	/** An association that cannot have it goes on without. */
	private void bindOwn(SctpSocket socket, SctpAddress address) {
		try {
			socket.bind(address, this.port);
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.warn("An association of endpoint '{}' goes on without the address {}: {}", this.name,
					address, ex.getMessage());
		}
	}

	/**
	 * The kernel lets two sockets have one address and port only if both say that they
	 * share it, and does not look at that afterwards.
	 */
	private void sharePort(List<SctpSocket> sockets, boolean shared) {
		for (SctpSocket each : sockets) {
			try {
				each.sharePort(shared);
			}
			catch (SystemCallException ex) {
				KernelLoop.logger.debug("A socket of endpoint '{}' is gone: {}", this.name, ex.getMessage());
			}
		}
	}

	/**
	 * Releases an address.
	 * @param associations those whose peers are to be told
	 */
	void remove(SctpAddress address, List<KernelAssociation> associations) {
		SctpAddressException failure = null;
		for (SctpSocket each : sockets(associations)) {
			try {
				each.unbind(address, this.port);
			}
			catch (SystemCallException ex) {
				failure = failure("An association of endpoint '" + this.name + "' keeps the address " + address, ex);
			}
		}
		try {
			this.socket.unbind(address, this.port);
		}
		catch (SystemCallException ex) {
			throw failure("Endpoint '" + this.name + "' cannot remove the address " + address, ex);
		}
		if (failure != null) {
			throw failure;
		}
	}

	private static List<SctpSocket> sockets(List<KernelAssociation> associations) {
		return associations.stream()
			.filter(KernelAssociation::isUp)
			.map((association) -> association.socket().kernel())
			.toList();
	}

	/** Asks a peer to send to an address rather than to others. */
	void requestPeerPrimary(KernelAssociation association, SctpAddress address) {
		String what = "Address " + address + " was not made primary";
		if (!association.isUp()) {
			throw new SctpAddressException(Reason.CLOSED, what + ": the association is not up", null);
		}
		if (!association.extensions().contains(SctpExtension.DYNAMIC_ADDRESSES)) {
			throw new SctpAddressException(Reason.NOT_SUPPORTED,
					what + ": one of the two sides does not support it; see the option dynamic-addresses", null);
		}
		try {
			AssociationSocket socket = association.socket();
			socket.kernel().setPeerPrimary(socket.id(), address, this.port);
		}
		catch (SystemCallException ex) {
			throw failure(what, ex);
		}
	}

	private static SctpAddressException failure(String what, SystemCallException ex) {
		Reason reason = switch (ex.errno()) {
			case Errno.EADDRNOTAVAIL, Errno.EINVAL -> Reason.NOT_LOCAL;
			case Errno.EBUSY -> Reason.LAST_ADDRESS;
			case Errno.EPERM -> Reason.NOT_SUPPORTED;
			case Errno.ENOTCONN, Errno.EPIPE -> Reason.CLOSED;
			default -> Reason.REFUSED;
		};
		return new SctpAddressException(reason, what + ": " + ex.errnoText(), ex);
	}

}
