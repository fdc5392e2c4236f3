package dev.sock.kernel.transport;

import java.util.ArrayDeque;

import dev.sock.SctpAddress;
import dev.sock.kernel.socket.OptionWriter;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.SendBatch;
import dev.sock.kernel.socket.StatusReader;
import dev.sock.kernel.sys.SystemCallException;

/**
 * Chooses the path of messages on the socket of an association. Linux takes no address
 * with a message there (SCTP_ADDR_OVER is for one-to-many sockets), so the path is made
 * the primary one while the message is sent. What the congestion window holds back then
 * takes the primary path of later.
 */
final class PathChoice {

	/** More are waiting only where the kernel tells of none. */
	private static final int MAX_UNASKED = 1024;

	private final SctpSocket socket;

	private final int association;

	private final int peerPort;

	/** Changes that the kernel is going to tell and that nobody asked for. */
	private final ArrayDeque<SctpAddress> unasked = new ArrayDeque<>();

	PathChoice(SctpSocket socket, int association, int peerPort) {
		this.socket = socket;
		this.association = association;
		this.peerPort = peerPort;
	}

	/**
	 * Makes a path the primary one.
	 */
	void primary(SctpAddress address) throws SystemCallException {
		new OptionWriter(this.socket).primary(this.association, address, this.peerPort);
	}

	/**
	 * Sends messages on a path.
	 * @return how many were accepted, or the negative error number
	 */
	int sendTo(SctpAddress destination, SendBatch batch) {
		try {
			SctpAddress before = new StatusReader(this.socket, this.association).status().primary();
			if (before == null || before.equals(destination)) {
				return batch.send(this.socket);
			}
			primary(destination);
			if (this.unasked.size() > MAX_UNASKED) {
				this.unasked.clear();
			}
			this.unasked.add(destination);
			try {
				return batch.send(this.socket);
			}
			finally {
				primary(before);
				this.unasked.add(before);
			}
		}
		catch (SystemCallException ex) {
			return -ex.errno();
		}
	}

	/**
	 * Returns whether a change of the primary path is one that nobody asked for.
	 */
	boolean isUnasked(SctpAddress address) {
		if (address.equals(this.unasked.peek())) {
			this.unasked.remove();
			return true;
		}
		// This kernel does not tell of them.
		this.unasked.clear();
		return false;
	}

}
