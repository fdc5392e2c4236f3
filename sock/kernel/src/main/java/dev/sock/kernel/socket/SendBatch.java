package dev.sock.kernel.socket;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.sock.SendOptions;
import dev.sock.kernel.sys.NativeMemory;

/**
 * Sends several messages in two system calls at most. All but the last say that more
 * follows, so that the kernel bundles short ones into packets.
 */
public final class SendBatch {

	private static final int MSG_DONTWAIT = 0x40;

	private static final int MSG_NOSIGNAL = 0x4000;

	private static final int MSG_MORE = 0x8000;

	private static final int FLAGS = MSG_DONTWAIT | MSG_NOSIGNAL;

	private static final int SEND_INFO = 2;

	private static final int SEND_INFO_LENGTH = MessageHeaders.CONTROL_HEADER + 16;

	private static final int POLICY = 5;

	private static final int POLICY_LENGTH = MessageHeaders.CONTROL_HEADER + 8;

	private static final int UNORDERED = 1;

	private static final int ABORT = 4;

	private static final int SACK_IMMEDIATELY = 8;

	private static final int EOF = 0x200;

	private final MessageHeaders headers;

	private final NativeMemory payloads;

	private final int capacity;

	/** For a message that is longer than the rest has room for; freed with the batch. */
	private NativeMemory large;

	private int count;

	private int used;

	/**
	 * Makes room.
	 * @param capacity most messages at once
	 * @param bytes most bytes at once, but for a single longer message
	 */
	public SendBatch(int capacity, int bytes) {
		this.capacity = capacity;
		this.headers = new MessageHeaders(capacity);
		this.payloads = new NativeMemory(bytes);
		this.large = this.payloads;
		for (int i = 0; i < capacity; i++) {
			ByteBuffer buffer = this.headers.buffer();
			int at = this.headers.controlOffset(i);
			buffer.putLong(at, SEND_INFO_LENGTH);
			buffer.putInt(at + 8, SocketOption.LEVEL);
			buffer.putInt(at + 12, SEND_INFO);
			buffer.putLong(at + SEND_INFO_LENGTH, POLICY_LENGTH);
			buffer.putInt(at + SEND_INFO_LENGTH + 8, SocketOption.LEVEL);
			buffer.putInt(at + SEND_INFO_LENGTH + 12, POLICY);
			this.headers.controlLength(i, SEND_INFO_LENGTH);
		}
	}

	/**
	 * Empties it.
	 */
	public void clear() {
		this.count = 0;
		this.used = 0;
		this.large = this.payloads;
	}

	/**
	 * Returns how many messages are in it.
	 * @return the number
	 */
	public int count() {
		return this.count;
	}

	/**
	 * Adds a message if there is room for it.
	 * @param payload the payload, which is copied
	 * @param options how to send it, but for the destination
	 * @param policy how reliably to send it
	 * @param context the number by which the kernel tells of its failure
	 * @return whether there was room; always if the batch is empty
	 */
	public boolean add(byte[] payload, SendOptions options, Policy policy, int context) {
		boolean fits = this.used + payload.length <= this.payloads.size();
		if (this.count == this.capacity || (this.count > 0 && !fits)) {
			return false;
		}
		if (fits) {
			put(this.payloads, this.used, payload);
			this.used += payload.length;
		}
		else {
			this.large = new NativeMemory(payload.length);
			put(this.large, 0, payload);
			this.used = this.payloads.size();
		}
		int flags = (options.unordered() ? UNORDERED : 0) | (options.immediateAck() ? SACK_IMMEDIATELY : 0);
		this.headers.nameLength(this.count, 0);
		info(this.count, options.streamId(), flags, options.payloadProtocolId(), context, SctpSocket.NO_ASSOCIATION);
		policy(this.count, policy);
		this.count++;
		return true;
	}

	private void put(NativeMemory memory, int offset, byte[] payload) {
		memory.buffer().put(offset, payload);
		this.headers.payload(this.count, memory.address(offset), payload.length);
	}

	private void info(int i, int streamId, int flags, int payloadProtocolId, int context, int association) {
		ByteBuffer buffer = this.headers.buffer();
		int at = this.headers.controlOffset(i) + MessageHeaders.CONTROL_HEADER;
		buffer.putShort(at, (short) streamId);
		buffer.putShort(at + 2, (short) flags);
		buffer.putInt(at + 4, SocketAddresses.network(payloadProtocolId));
		buffer.putInt(at + 8, context);
		buffer.putInt(at + 12, association);
	}

	private void policy(int i, Policy policy) {
		if (policy.policy() == 0) {
			this.headers.controlLength(i, SEND_INFO_LENGTH);
			return;
		}
		int at = this.headers.controlOffset(i) + SEND_INFO_LENGTH + MessageHeaders.CONTROL_HEADER;
		this.headers.buffer().putShort(at, (short) policy.policy());
		this.headers.buffer().putInt(at + 4, policy.value());
		this.headers.controlLength(i, SEND_INFO_LENGTH + POLICY_LENGTH);
	}

	/**
	 * Sends what is in it.
	 * @param socket a peeled-off socket
	 * @return how many were accepted, from the first on, if any was; otherwise the
	 * negative error number of the first
	 */
	public int send(SctpSocket socket) {
		int last = this.count - 1;
		int sent = 0;
		if (last > 0) {
			sent = socket.descriptor().sendmmsg(this.headers.address(0), last, FLAGS | MSG_MORE);
		}
		if (sent == last) {
			int result = socket.descriptor().sendmmsg(this.headers.address(last), 1, FLAGS);
			sent = (result > 0) ? sent + 1 : ((sent > 0) ? sent : result);
		}
		Reference.reachabilityFence(this.large);
		return sent;
	}

	/**
	 * Shuts an association down gracefully.
	 * @param socket its socket
	 * @param association the association
	 * @return 0, or the negative error number
	 */
	public int shutdown(SctpSocket socket, int association) {
		return control(socket, association, EOF, "");
	}

	/**
	 * Aborts an association.
	 * @param socket its socket
	 * @param association the association
	 * @param reason text for the peer
	 * @return 0, or the negative error number
	 */
	public int abort(SctpSocket socket, int association, String reason) {
		return control(socket, association, ABORT, reason);
	}

	private int control(SctpSocket socket, int association, int flags, String text) {
		clear();
		this.headers.nameLength(0, 0);
		put(this.payloads, 0, text.getBytes(StandardCharsets.UTF_8));
		info(0, 0, flags, 0, 0, association);
		policy(0, Policy.NONE);
		int result = socket.descriptor().sendmmsg(this.headers.address(0), 1, FLAGS);
		Reference.reachabilityFence(this);
		return (result < 0) ? result : 0;
	}

}
