package dev.sock.kernel.transport;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpExtension;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.StatusReader;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.OptionChange;
import dev.sock.spi.TransportAssociation.MessageLimit;

/**
 * The socket of an association, and what is set there: its endpoint's until it is up,
 * then one of its own. On the event loop only, but for what is said to be for any thread.
 */
final class AssociationSocket {

	private final KernelEndpoint endpoint;

	private final AssociationOptions options;

	private final int peerPort;

	private volatile List<SctpAddress> localAddresses;

	private volatile MessageLimit messageLimit = MessageLimit.NONE;

	private int id;

	private SctpSocket socket;

	private PathChoice paths;

	private boolean peeledOff;

	private boolean closed;

	AssociationSocket(KernelEndpoint endpoint, SctpSocket endpointSocket, AssociationOptions options, int peerPort) {
		this.endpoint = endpoint;
		this.socket = endpointSocket;
		this.options = options;
		this.peerPort = peerPort;
		this.paths = new PathChoice(endpointSocket, 0, peerPort);
		this.localAddresses = endpoint.localAddresses();
	}

	void id(int id) {
		this.id = id;
	}

	/** Returns the kernel's number of it, 0 if there is none yet. */
	int id() {
		return this.id;
	}

	SctpSocket kernel() {
		return this.socket;
	}

	PathChoice paths() {
		return this.paths;
	}

	/** Whether the socket is its own. */
	boolean isPeeledOff() {
		return this.peeledOff;
	}

	/**
	 * Gives it a socket of its own, which the event loop watches.
	 * @throws SystemCallException if there is none to be had
	 * @throws SctpOptionException if the kernel refuses an option
	 */
	void peelOff(KernelLoop.Watched owner) throws SystemCallException {
		SctpSocket own = this.socket.peelOff(this.id);
		try {
			this.messageLimit = this.options.peeledOff(own, this.id);
			this.endpoint.loop().watch(own, owner);
		}
		catch (Throwable ex) { // there may be no memory
			try {
				this.endpoint.loop().sendBatch().abort(own, this.id, "no resources");
			}
			finally {
				own.close();
			}
			throw ex;
		}
		this.socket = own;
		this.paths = new PathChoice(own, this.id, this.peerPort);
		this.peeledOff = true;
		try {
			this.localAddresses = List.copyOf(own.localAddresses(this.id));
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("An association has ended as it came up: {}", ex.getMessage());
		}
	}

	/** Closes the socket if it is its own. */
	void close(KernelLoop.Watched owner) {
		this.closed = true;
		if (this.peeledOff) {
			this.endpoint.loop().unwatch(this.socket, owner);
			this.socket.close();
		}
	}

	/** Returns what both sides support. */
	Set<SctpExtension> extensions() {
		try {
			return new StatusReader(this.socket, this.id).extensions();
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("An association has ended as it came up: {}", ex.getMessage());
			return EnumSet.noneOf(SctpExtension.class);
		}
	}

	/**
	 * Returns whether the kernel knows it no more.
	 */
	boolean isGone() {
		try {
			new StatusReader(this.socket, this.id).status();
			return false;
		}
		catch (SystemCallException ex) {
			return true;
		}
	}

	// Addresses

	/** Returns the local addresses as they were last asked for. For any thread. */
	List<SctpAddress> localAddresses() {
		return this.localAddresses;
	}

	/** Returns the local addresses as the kernel has them now. */
	List<SctpAddress> askForLocalAddresses() {
		if (this.peeledOff && !this.closed) {
			try {
				this.localAddresses = List.copyOf(this.socket.localAddresses(this.id));
			}
			catch (SystemCallException ex) {
				KernelLoop.logger.debug("The addresses of an association are not to be had: {}", ex.getMessage());
			}
		}
		return this.localAddresses;
	}

	void setPrimary(SctpAddress address) {
		if (this.closed) {
			return;
		}
		try {
			new PathChoice(this.socket, this.id, this.peerPort).primary(address);
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.warn("Endpoint '{}': {} cannot be the primary path: {}", this.endpoint.name(), address,
					ex.errnoText());
		}
	}

	// Options

	/** Returns how long messages may be. For any thread. */
	MessageLimit messageLimit() {
		return this.messageLimit;
	}

	SctpOptions options() {
		return this.options.inForce(this.socket, this.id);
	}

	void change(OptionChange change) {
		this.messageLimit = this.options.change(change, this.socket, this.id, this.peeledOff, this.messageLimit);
	}

	PathParameters pathParameters(SctpAddress address) {
		return this.options.path(this.socket, this.id, address);
	}

	void setPathParameters(SctpAddress address, PathParameters parameters) {
		this.options.change(this.socket, this.id, address, parameters);
	}

	void requestHeartbeat(SctpAddress address) {
		this.options.heartbeat(this.socket, this.id, address);
	}

}
