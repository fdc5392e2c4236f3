package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.kernel.socket.Notification.AdaptationIndicated;
import dev.sock.kernel.socket.Notification.AssociationChanged;
import dev.sock.kernel.socket.Notification.AssociationReset;
import dev.sock.kernel.socket.Notification.ChangeOutcome;
import dev.sock.kernel.socket.Notification.PartialDeliveryAborted;
import dev.sock.kernel.socket.Notification.PathChanged;
import dev.sock.kernel.socket.Notification.RemoteError;
import dev.sock.kernel.socket.Notification.SendFailed;
import dev.sock.kernel.socket.Notification.SenderDry;
import dev.sock.kernel.socket.Notification.ShutdownReceived;
import dev.sock.kernel.socket.Notification.StreamsAdded;
import dev.sock.kernel.socket.Notification.StreamsReset;
import dev.sock.kernel.socket.Notification.Unknown;
import org.jspecify.annotations.Nullable;

/**
 * Reads notifications in the kernel's layout.
 */
final class NotificationReader {

	private static final int ASSOC_CHANGE = 0x8001;

	private static final int PEER_ADDR_CHANGE = 0x8002;

	private static final int REMOTE_ERROR = 0x8004;

	private static final int SHUTDOWN_EVENT = 0x8005;

	private static final int PARTIAL_DELIVERY_EVENT = 0x8006;

	private static final int ADAPTATION_INDICATION = 0x8007;

	private static final int SENDER_DRY_EVENT = 0x8009;

	private static final int STREAM_RESET_EVENT = 0x800a;

	private static final int ASSOC_RESET_EVENT = 0x800b;

	private static final int STREAM_CHANGE_EVENT = 0x800c;

	/** {@code SCTP_STREAM_RESET_INCOMING_SSN}. */
	private static final int INBOUND = 1;

	/** {@code SCTP_STREAM_RESET_OUTGOING_SSN}. */
	private static final int OUTBOUND = 2;

	/** {@code SCTP_STREAM_RESET_DENIED}, and the same of the other two. */
	private static final int DENIED = 4;

	/** {@code SCTP_STREAM_RESET_FAILED}, and the same of the other two. */
	private static final int FAILED = 8;

	private static final int SEND_FAILED_EVENT = 0x800d;

	private NotificationReader() {
	}

	/**
	 * Reads a notification.
	 * @param buffer where it is
	 * @param offset where it starts
	 * @param length its length
	 * @return the notification; one that is too short for its type is {@link Unknown}
	 */
	static Notification read(ByteBuffer buffer, int offset, int length) {
		int type = (length >= 2) ? buffer.getShort(offset) & 0xffff : 0;
		int end = offset + length;
		Notification read = switch (type) {
			case ASSOC_CHANGE -> (length >= 20) ? associationChanged(buffer, offset, end) : null;
			case PEER_ADDR_CHANGE -> (length >= 148) ? pathChanged(buffer, offset) : null;
			case REMOTE_ERROR -> (length >= 16) ? remoteError(buffer, offset, end) : null;
			case SHUTDOWN_EVENT -> (length >= 12) ? new ShutdownReceived(buffer.getInt(offset + 8)) : null;
			case PARTIAL_DELIVERY_EVENT ->
				(length >= 16) ? new PartialDeliveryAborted(buffer.getInt(offset + 12)) : null;
			case ADAPTATION_INDICATION -> (length >= 16)
					? new AdaptationIndicated(buffer.getInt(offset + 12), buffer.getInt(offset + 8) & 0xffffffffL)
					: null;
			case SENDER_DRY_EVENT -> (length >= 12) ? new SenderDry(buffer.getInt(offset + 8)) : null;
			case STREAM_RESET_EVENT -> (length >= 12) ? streamsReset(buffer, offset, end) : null;
			case ASSOC_RESET_EVENT ->
				(length >= 20)
						? new AssociationReset(buffer.getInt(offset + 8), outcome(buffer, offset),
								buffer.getInt(offset + 16) & 0xffffffffL, buffer.getInt(offset + 12) & 0xffffffffL)
						: null;
			case STREAM_CHANGE_EVENT ->
				(length >= 16) ? new StreamsAdded(buffer.getInt(offset + 8), outcome(buffer, offset),
						buffer.getShort(offset + 14) & 0xffff, buffer.getShort(offset + 12) & 0xffff) : null;
			case SEND_FAILED_EVENT -> (length >= 32) ? sendFailed(buffer, offset) : null;
			default -> null;
		};
		return (read != null) ? read : new Unknown(type);
	}

	private static @Nullable Notification associationChanged(ByteBuffer buffer, int offset, int end) {
		AssociationChange change = switch (buffer.getShort(offset + 8)) {
			case 0 -> AssociationChange.COMM_UP;
			case 1 -> AssociationChange.COMM_LOST;
			case 2 -> AssociationChange.RESTART;
			case 3 -> AssociationChange.SHUTDOWN_COMPLETE;
			case 4 -> AssociationChange.CANNOT_ESTABLISH;
			default -> null;
		};
		if (change == null) {
			return null;
		}
		return new AssociationChanged(buffer.getInt(offset + 16), change, buffer.getShort(offset + 12) & 0xffff,
				buffer.getShort(offset + 14) & 0xffff, cause(buffer, offset + 10, offset + 20, end));
	}

	private static @Nullable Notification pathChanged(ByteBuffer buffer, int offset) {
		PathChange change = switch (buffer.getInt(offset + 136)) {
			case 0 -> PathChange.AVAILABLE;
			case 1 -> PathChange.UNREACHABLE;
			case 2 -> PathChange.REMOVED;
			case 3 -> PathChange.ADDED;
			case 4 -> PathChange.MADE_PRIMARY;
			case 5 -> PathChange.CONFIRMED;
			case 6 -> PathChange.POTENTIALLY_FAILED;
			default -> null;
		};
		SctpAddress address = SocketAddresses.read(buffer, offset + 8);
		return (change != null && address != null) ? new PathChanged(buffer.getInt(offset + 144), address, change)
				: null;
	}

	private static Notification remoteError(ByteBuffer buffer, int offset, int end) {
		return new RemoteError(buffer.getInt(offset + 12), cause(buffer, offset + 8, offset + 16, end));
	}

	/**
	 * Reads a cause. The kernel gives its code, as it stood in the chunk and so in
	 * network order, and perhaps the chunk's value, which starts with the cause.
	 */
	private static ErrorCause cause(ByteBuffer buffer, int codeAt, int value, int end) {
		int code = SocketAddresses.networkShort(buffer, codeAt);
		ErrorCause whole = ErrorCause.read(buffer, value, end);
		return (whole.code() == code) ? whole : new ErrorCause(code, "");
	}

	private static ChangeOutcome outcome(ByteBuffer buffer, int offset) {
		int flags = buffer.getShort(offset + 2);
		if ((flags & DENIED) != 0) {
			return ChangeOutcome.DENIED;
		}
		return ((flags & FAILED) != 0) ? ChangeOutcome.FAILED : ChangeOutcome.DONE;
	}

	private static Notification streamsReset(ByteBuffer buffer, int offset, int end) {
		int flags = buffer.getShort(offset + 2);
		List<Integer> streams = new ArrayList<>();
		for (int at = offset + 12; at + 2 <= end; at += 2) {
			streams.add(buffer.getShort(at) & 0xffff);
		}
		return new StreamsReset(buffer.getInt(offset + 8), outcome(buffer, offset), (flags & INBOUND) != 0,
				(flags & OUTBOUND) != 0, List.copyOf(streams));
	}

	private static Notification sendFailed(ByteBuffer buffer, int offset) {
		boolean sent = (buffer.getShort(offset + 2) & 1) != 0;
		int context = buffer.getInt(offset + 20);
		return new SendFailed(buffer.getInt(offset + 28), context, sent, buffer.getInt(offset + 8));
	}

}
