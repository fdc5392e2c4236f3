package dev.sock.kernel.transport;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sock.IpOptions;
import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpClosedException;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.kernel.socket.OptionReader;
import dev.sock.kernel.socket.OptionWriter;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.StatusReader;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.OptionChange;
import dev.sock.spi.TransportAssociation.MessageLimit;

/**
 * Options of an association whose socket the event loop knows: reads them, and changes
 * them, all or none. On the event loop only, but for {@link #asked()}.
 */
final class AssociationOptions {

	/**
	 * How many times the receive buffer the kernel may take to hold what nobody has read.
	 * It counts 232 bytes beside each payload, while the window that it offers, which is
	 * that of the endpoint's socket and stays, is used up by payload only. With no more
	 * room than that it drops short messages that it has invited, and the peer falls
	 * silent until its time-out.
	 */
	private static final long ROOM_TO_RECEIVE = 4;

	private static final int MAX_ROOM_TO_RECEIVE = 1 << 30;

	private final int peerPort;

	private int grantedReceiveBuffer;

	private volatile SctpOptions asked;

	/**
	 * Takes the options that it starts with.
	 * @param options what was asked for
	 * @param peerPort the peer's SCTP port
	 */
	AssociationOptions(SctpOptions options, int peerPort) {
		this.asked = options;
		this.grantedReceiveBuffer = options.receiveBuffer();
		this.peerPort = peerPort;
	}

	/** Notes what the endpoint's socket had when it began: its window for ever. */
	void grantedReceiveBuffer(int bytes) {
		this.grantedReceiveBuffer = bytes;
	}

	/** Returns what was asked for. For every thread. */
	SctpOptions asked() {
		return this.asked;
	}

	/**
	 * Gives a socket that was peeled off what it has not inherited.
	 * @return how long messages may be
	 */
	MessageLimit peeledOff(SctpSocket own, int id) throws SystemCallException {
		own.receiveBuffer((int) Math.min(ROOM_TO_RECEIVE * this.asked.receiveBuffer(), MAX_ROOM_TO_RECEIVE));
		OptionWriter writer = new OptionWriter(own, id);
		writer.noDelay(this.asked.noDelay());
		writer.disableFragments(this.asked.disableFragments());
		partialDelivery(writer);
		if (this.asked.dynamicAddresses()) {
			writer.dynamicAddresses(true); // else the kernel tells the peer of no change
		}
		// Not all of it is inherited.
		writer.ip(IpOptions.DEFAULT, this.asked.ip());
		return messageLimit(own, id, own.sendBuffer(this.asked.sendBuffer()));
	}

	/**
	 * The kernel takes up to half of the receive buffer; what is above that we collect.
	 */
	private void partialDelivery(OptionWriter writer) {
		writer.partialDeliveryPoint(Math.min(this.asked.partialDeliveryPoint(), this.grantedReceiveBuffer / 2));
	}

	private MessageLimit messageLimit(SctpSocket own, int id, int granted) throws SystemCallException {
		MessageLimit room = new MessageLimit(2 * granted, "raise net.core.wmem_max of this host");
		if (this.asked.disableFragments()) {
			int point = new StatusReader(own, id).status().fragmentationPoint();
			if (point < room.bytes()) {
				return new MessageLimit(point, "switch disable-fragments off, so that longer ones are sent in pieces");
			}
		}
		return room;
	}

	SctpOptions inForce(SctpSocket socket, int id) {
		try {
			SctpOptions read = new OptionReader(socket, id).association(this.asked);
			return read.toBuilder().receiveBuffer(this.grantedReceiveBuffer).build();
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("The kernel has no options of an association any more: {}", ex.getMessage());
			return this.asked;
		}
	}

	/**
	 * Changes options.
	 * @param peeledOff whether the socket is the association's own; else what belongs to
	 * a socket waits until it is
	 * @return how long messages may be
	 */
	MessageLimit change(OptionChange change, SctpSocket socket, int id, boolean peeledOff, MessageLimit limit) {
		refuse(change);
		SctpOptions before = this.asked;
		try {
			Map<SctpAddress, PathParameters> paths = paths(socket, id);
			this.asked = change.applyTo(before);
			try {
				write(change, socket, id, peeledOff);
			}
			catch (SctpOptionException ex) {
				this.asked = before;
				undo(change, socket, id, peeledOff, paths);
				throw ex;
			}
			return peeledOff ? messageLimit(socket, id, socket.sendBuffer(this.asked.sendBuffer())) : limit;
		}
		catch (SystemCallException ex) {
			this.asked = before;
			throw new SctpClosedException("The association has ended: " + ex.getMessage());
		}
	}

	private static void refuse(OptionChange change) {
		if (change.changes(SctpOptions::autoclose)) {
			throw new SctpOptionException("autoclose", change.after().autoclose().toString(),
					"cannot be changed once an association is being opened with the transport 'kernel', which keeps what it began with; set it before, on the endpoint or with the connect");
		}
		if (change.changes(SctpOptions::receiveBuffer)) {
			throw new SctpOptionException("receive-buffer", String.valueOf(change.after().receiveBuffer()),
					"cannot be changed once an association is being opened with the transport 'kernel', whose window stays; set it before, on the endpoint or with the connect");
		}
	}

	private void write(OptionChange change, SctpSocket socket, int id, boolean peeledOff) {
		OptionWriter writer = new OptionWriter(socket, id);
		SctpOptions wanted = this.asked;
		// Those first that the kernel may refuse.
		if (peeledOff) {
			writer.ip(change.before().ip(), change.after().ip());
		}
		if (change.changes(SctpOptions::associationMaxRetransmissions)) {
			writer.associationMaxRetransmissions(wanted.associationMaxRetransmissions());
		}
		if (change.changes(SctpOptions::maxSegment)) {
			writer.maxSegment(wanted.maxSegment());
		}
		if (change.changes(SctpOptions::rto)) {
			writer.rto(wanted.rto());
		}
		writer.path(null, 0, new PathParameters(
				change.changes(SctpOptions::heartbeatInterval) ? wanted.heartbeatInterval() : null,
				change.changes(SctpOptions::pathMaxRetransmissions) ? wanted.pathMaxRetransmissions() : null,
				change.changes(SctpOptions::potentiallyFailedThreshold) ? wanted.potentiallyFailedThreshold() : null,
				change.changes(SctpOptions::pathMtu) ? wanted.pathMtu() : null, null));
		if (change.changes(SctpOptions::sackDelay) || change.changes(SctpOptions::sackFrequency)) {
			writer.delayedSack(wanted);
		}
		if (change.changes(SctpOptions::maxBurst)) {
			writer.maxBurst(wanted.maxBurst());
		}
		if (peeledOff) {
			writer.noDelay(wanted.noDelay());
			writer.disableFragments(wanted.disableFragments());
			partialDelivery(writer);
		}
	}

	/** Sets back what was changed before the kernel refused something. */
	private void undo(OptionChange change, SctpSocket socket, int id, boolean peeledOff,
			Map<SctpAddress, PathParameters> paths) {
		try {
			write(new OptionChange(change.after(), change.before()), socket, id, peeledOff);
			OptionWriter writer = new OptionWriter(socket, id);
			paths.forEach((address, parameters) -> writer.path(address, this.peerPort, parameters));
		}
		catch (SctpOptionException ex) {
			KernelLoop.logger.warn("Options that were changed in part cannot be set back: {}", ex.getMessage());
		}
	}

	private Map<SctpAddress, PathParameters> paths(SctpSocket socket, int id) throws SystemCallException {
		Map<SctpAddress, PathParameters> paths = new LinkedHashMap<>();
		OptionReader reader = new OptionReader(socket, id);
		for (SctpAddress address : socket.peerAddresses(id)) {
			paths.put(address, reader.path(address, this.peerPort));
		}
		return paths;
	}

	PathParameters path(SctpSocket socket, int id, SctpAddress address) {
		try {
			return new OptionReader(socket, id).path(address, this.peerPort);
		}
		catch (SystemCallException ex) {
			throw noPath(address, ex);
		}
	}

	/** Changes parameters of a path, all or none. */
	void change(SctpSocket socket, int id, SctpAddress address, PathParameters parameters) {
		PathParameters before = path(socket, id, address);
		OptionWriter writer = new OptionWriter(socket, id);
		try {
			writer.path(address, this.peerPort, parameters);
		}
		catch (SctpOptionException ex) {
			writer.path(address, this.peerPort, before);
			throw ex;
		}
	}

	void heartbeat(SctpSocket socket, int id, SctpAddress address) {
		try {
			new OptionWriter(socket, id).heartbeat(address, this.peerPort);
		}
		catch (SystemCallException ex) {
			throw noPath(address, ex);
		}
	}

	private static SctpClosedException noPath(SctpAddress address, SystemCallException cause) {
		return new SctpClosedException(
				"There is no path to " + address + " that can be used now: " + cause.errnoText());
	}

}
