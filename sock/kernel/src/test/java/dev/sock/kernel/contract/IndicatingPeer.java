package dev.sock.kernel.contract;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.contract.Await;
import dev.sock.kernel.socket.Notification;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.NativeMemory;
import dev.sock.kernel.sys.SystemCallException;

/**
 * A peer that states an adaptation layer indication. It is established and then silent.
 */
final class IndicatingPeer implements AutoCloseable {

	private static final int IPPROTO_SCTP = 132;

	private static final int SCTP_ADAPTATION_LAYER = 7;

	private final SctpSocket socket;

	private IndicatingPeer(SctpSocket socket) {
		this.socket = socket;
	}

	static IndicatingPeer call(SctpAddress address, int port, long indication) {
		try {
			SctpSocket socket = SctpSocket.open(!address.isIpv4(), address.isIpv4());
			NativeMemory value = new NativeMemory(8);
			value.buffer().putInt(0, (int) indication);
			socket.descriptor().setsockopt(IPPROTO_SCTP, SCTP_ADAPTATION_LAYER, value, 4);
			socket.bind(address, 0);
			socket.connect(List.of(address), port);
			awaitUp(socket);
			return new IndicatingPeer(socket);
		}
		catch (SystemCallException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitUp(SctpSocket socket) {
		ReceiveBatch batch = new ReceiveBatch(1, 2048);
		Await.until("COMM_UP of the indicating peer",
				() -> batch.receive(socket, 1) == 1 && batch.isNotification(0)
						&& batch.notification(0) instanceof Notification.AssociationChanged changed
						&& changed.change() == AssociationChange.COMM_UP);
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
