package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetInbound;
import dev.sock.spi.Reconfiguration.ResetOutbound;

/**
 * Has the kernel ask the peer to reset and add streams (RFC 6525 §6.3).
 */
public final class StreamRequests {

	/** {@code SCTP_STREAM_RESET_INCOMING}. */
	private static final int INCOMING = 1;

	/** {@code SCTP_STREAM_RESET_OUTGOING}. */
	private static final int OUTGOING = 2;

	private final SctpSocket socket;

	private final int association;

	/**
	 * Creates it.
	 * @param socket the socket of an association
	 * @param association the association
	 */
	public StreamRequests(SctpSocket socket, int association) {
		this.socket = socket;
		this.association = association;
	}

	/**
	 * Asks the peer.
	 * @param request what to ask for
	 * @throws SystemCallException if the kernel does not; with EAGAIN because data has to
	 * leave first, with EINPROGRESS because another request is under way
	 */
	public void ask(Reconfiguration request) throws SystemCallException {
		ByteBuffer buffer = this.socket.buffer();
		buffer.putInt(0, this.association);
		if (request instanceof ResetOutbound reset) {
			reset(OUTGOING, reset.streams());
		}
		else if (request instanceof ResetInbound reset) {
			reset(INCOMING, reset.streams());
		}
		else if (request instanceof AddStreams add) {
			buffer.putShort(4, (short) add.inbound());
			buffer.putShort(6, (short) add.outbound());
			this.socket.set(SocketOption.ADD_STREAMS);
		}
		else {
			this.socket.set(SocketOption.RESET_ASSOCIATION);
		}
	}

	private void reset(int direction, List<Integer> streams) throws SystemCallException {
		ByteBuffer buffer = this.socket.buffer();
		int at = SocketOption.RESET_STREAMS.size();
		buffer.putShort(4, (short) direction);
		buffer.putShort(6, (short) streams.size());
		for (int stream : streams) {
			buffer.putShort(at, (short) stream);
			at += Short.BYTES;
		}
		this.socket.set(SocketOption.RESET_STREAMS, at);
	}

}
