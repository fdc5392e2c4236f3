package dev.sock.kernel.socket;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import dev.sock.kernel.sys.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * Receives several messages, parts of messages and notifications in one system call. Its
 * content is that of the last {@link #receive}.
 */
public final class ReceiveBatch {

	private static final int MSG_DONTWAIT = 0x40;

	private static final int MSG_EOR = 0x80;

	private static final int MSG_NOTIFICATION = 0x8000;

	private static final int RECEIVE_INFO = 3;

	private static final int RECEIVE_INFO_LENGTH = MessageHeaders.CONTROL_HEADER + 28;

	private static final int UNORDERED = 1;

	private final MessageHeaders headers;

	private final NativeMemory payloads;

	private final int capacity;

	private final int part;

	/**
	 * Makes room.
	 * @param capacity most messages at once
	 * @param part most bytes of one; a longer one comes in parts
	 */
	public ReceiveBatch(int capacity, int part) {
		this.capacity = capacity;
		this.part = part;
		this.headers = new MessageHeaders(capacity);
		this.payloads = new NativeMemory(capacity * part);
		for (int i = 0; i < capacity; i++) {
			this.headers.payload(i, this.payloads.address(i * part), part);
		}
	}

	/**
	 * Returns how many can be received at once.
	 * @return the number
	 */
	public int capacity() {
		return this.capacity;
	}

	/**
	 * Receives what is there.
	 * @param socket the socket
	 * @param most how many at most, up to the capacity
	 * @return how many, or the negative error number. After fewer than {@code most} there
	 * may be more, behind an error that the next call tells
	 */
	public int receive(SctpSocket socket, int most) {
		for (int i = 0; i < most; i++) {
			this.headers.expect(i);
		}
		int count = socket.descriptor().recvmmsg(this.headers.address(0), most, MSG_DONTWAIT);
		Reference.reachabilityFence(this);
		return count;
	}

	/**
	 * Returns whether it is a notification.
	 * @param i which one
	 * @return {@code false} if it is a message
	 */
	public boolean isNotification(int i) {
		return (this.headers.flags(i) & MSG_NOTIFICATION) != 0;
	}

	/**
	 * Returns whether it is the end of a message or notification.
	 * @param i which one
	 * @return {@code false} if more of it follows
	 */
	public boolean isComplete(int i) {
		return (this.headers.flags(i) & MSG_EOR) != 0;
	}

	/**
	 * Returns how long it is.
	 * @param i which one
	 * @return bytes
	 */
	public int length(int i) {
		return this.headers.length(i);
	}

	/**
	 * Copies its bytes.
	 * @param i which one
	 * @param target where to
	 * @param offset where in the target
	 */
	public void copy(int i, byte[] target, int offset) {
		this.payloads.buffer().get(i * this.part, target, offset, length(i));
	}

	/**
	 * Reads a notification.
	 * @param i which one
	 * @return the notification
	 */
	public Notification notification(int i) {
		return NotificationReader.read(this.payloads.buffer(), i * this.part, length(i));
	}

	/**
	 * Returns where it came from.
	 * @param i which one
	 * @return the peer's address, or {@code null} if it is not known
	 */
	public @Nullable SctpAddress source(int i) {
		return SocketAddresses.read(this.headers.buffer(), this.headers.nameOffset(i));
	}

	/**
	 * Returns the peer's SCTP port.
	 * @param i which one
	 * @return the port
	 */
	public int sourcePort(int i) {
		return SocketAddresses.port(this.headers.buffer(), this.headers.nameOffset(i));
	}

	/**
	 * Returns whether the kernel told of stream, identifier and the rest.
	 * @param i which one
	 * @return whether the methods below may be called
	 */
	public boolean hasInfo(int i) {
		ByteBuffer buffer = this.headers.buffer();
		int at = this.headers.controlOffset(i);
		return this.headers.controlLength(i) >= RECEIVE_INFO_LENGTH && buffer.getInt(at + 8) == SocketOption.LEVEL
				&& buffer.getInt(at + 12) == RECEIVE_INFO;
	}

	private int info(int i) {
		return this.headers.controlOffset(i) + MessageHeaders.CONTROL_HEADER;
	}

	/**
	 * Returns the stream.
	 * @param i which one
	 * @return stream number
	 */
	public int streamId(int i) {
		return this.headers.buffer().getShort(info(i)) & 0xffff;
	}

	/**
	 * Returns its number within the stream.
	 * @param i which one
	 * @return stream sequence number
	 */
	public int streamSequenceNumber(int i) {
		return this.headers.buffer().getShort(info(i) + 2) & 0xffff;
	}

	/**
	 * Returns whether it was sent unordered.
	 * @param i which one
	 * @return whether it was
	 */
	public boolean isUnordered(int i) {
		return (this.headers.buffer().getShort(info(i) + 4) & UNORDERED) != 0;
	}

	/**
	 * Returns the payload protocol identifier.
	 * @param i which one
	 * @return the identifier, unsigned
	 */
	public int payloadProtocolId(int i) {
		return SocketAddresses.network(this.headers.buffer().getInt(info(i) + 8));
	}

	/**
	 * Returns the transmission sequence number.
	 * @param i which one
	 * @return the number, unsigned
	 */
	public int tsn(int i) {
		return this.headers.buffer().getInt(info(i) + 12);
	}

	/**
	 * Returns the association.
	 * @param i which one
	 * @return its number within the socket
	 */
	public int association(int i) {
		return this.headers.buffer().getInt(info(i) + 24);
	}

}
