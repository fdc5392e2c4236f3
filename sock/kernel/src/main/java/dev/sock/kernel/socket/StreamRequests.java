package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sock.kernel.sys.SystemCallException;

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
	 * Asks to reset streams that this side sends on.
	 * @param streams the streams; none for all
	 * @throws SystemCallException if the kernel does not ask; with EAGAIN because data
	 * has to leave first, with EINPROGRESS because another request is under way
	 */
	public void resetOutbound(List<Integer> streams) throws SystemCallException {
		reset(OUTGOING, streams);
	}

	/**
	 * Asks to have streams reset that the peer sends on.
	 * @param streams the streams; none for all
	 * @throws SystemCallException if the kernel does not ask
	 */
	public void resetInbound(List<Integer> streams) throws SystemCallException {
		reset(INCOMING, streams);
	}

	/**
	 * Asks to let all numbers start anew.
	 * @throws SystemCallException if the kernel does not ask; with EAGAIN because data
	 * has to be acknowledged first
	 */
	public void resetAssociation() throws SystemCallException {
		this.socket.buffer().putInt(0, this.association);
		this.socket.set(SocketOption.RESET_ASSOCIATION);
	}

	/**
	 * Asks to add streams.
	 * @param outbound how many more to send on
	 * @param inbound how many more to receive on
	 * @throws SystemCallException if the kernel does not ask
	 */
	public void addStreams(int outbound, int inbound) throws SystemCallException {
		ByteBuffer buffer = this.socket.buffer();
		buffer.putInt(0, this.association);
		buffer.putShort(4, (short) inbound);
		buffer.putShort(6, (short) outbound);
		this.socket.set(SocketOption.ADD_STREAMS);
	}

	private void reset(int direction, List<Integer> streams) throws SystemCallException {
		ByteBuffer buffer = this.socket.buffer();
		int at = SocketOption.RESET_STREAMS.size();
		buffer.putInt(0, this.association);
		buffer.putShort(4, (short) direction);
		buffer.putShort(6, (short) streams.size());
		for (int stream : streams) {
			buffer.putShort(at, (short) stream);
			at += Short.BYTES;
		}
		this.socket.set(SocketOption.RESET_STREAMS, at);
	}

}
