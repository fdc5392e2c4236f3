package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.kernel.socket.Notification.AssociationChanged;
import dev.sock.kernel.socket.Notification.AssociationReset;
import dev.sock.kernel.socket.Notification.ChangeOutcome;
import dev.sock.kernel.socket.Notification.PathChanged;
import dev.sock.kernel.socket.Notification.SendFailed;
import dev.sock.kernel.socket.Notification.StreamsAdded;
import dev.sock.kernel.socket.Notification.StreamsReset;
import dev.sock.kernel.socket.Notification.Unknown;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Notifications as {@code linux/sctp.h} lays them out.
 */
class NotificationReaderTests {

	private final ByteBuffer buffer = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());

	private Notification read(int length) {
		return NotificationReader.read(this.buffer, 0, length);
	}

	private void header(int type, int flags, int length) {
		this.buffer.putShort(0, (short) type).putShort(2, (short) flags).putInt(4, length);
	}

	@Test
	void anUnknownTypeIsToldAsSuch() {
		header(0x8042, 0, 8);
		assertThat(read(8)).isEqualTo(new Unknown(0x8042));
	}

	@Test
	void whatIsTooShortForItsTypeIsUnknownWhateverItsLength() {
		for (int type = 0x8000; type < 0x8010; type++) {
			for (int length = 0; length < 12; length++) {
				header(type, 0, length);
				assertThat(read(length)).isInstanceOf(Unknown.class);
			}
		}
	}

	@Test
	void anAbortBringsItsCauseAndText() {
		header(0x8001, 0, 27);
		this.buffer.putShort(8, (short) 1);
		this.buffer.put(10, (byte) 0).put(11, (byte) 12);
		this.buffer.putInt(16, 7);
		this.buffer.put(20, new byte[] { 0, 12, 0, 7 });
		this.buffer.put(24, "bye".getBytes(StandardCharsets.US_ASCII));
		assertThat(read(27))
			.isEqualTo(new AssociationChanged(7, AssociationChange.COMM_LOST, 0, 0, new ErrorCause(12, "bye")));
	}

	@Test
	void aCauseThatClaimsMoreThanThereIsEndsWithTheNotification() {
		header(0x8001, 0, 26);
		this.buffer.putShort(8, (short) 1);
		this.buffer.put(11, (byte) 12);
		this.buffer.put(20, new byte[] { 0, 12, 100, 0, 'h', 'i', 'd', 'd', 'e', 'n' });
		assertThat(((AssociationChanged) read(26)).cause()).isEqualTo(new ErrorCause(12, "hi"));
	}

	@Test
	void aFailedMessageIsToldByItsContext() {
		header(0x800d, 1, 32);
		this.buffer.putInt(8, 3).putInt(20, 0xfffffff0).putInt(28, 9);
		assertThat(read(32)).isEqualTo(new SendFailed(9, 0xfffffff0, true, 3));
	}

	@Test
	void aResetOfStreamsListsThemAndSaysWhatBecameOfIt() {
		header(0x800a, 3, 16);
		this.buffer.putInt(8, 9).putShort(12, (short) 7).putShort(14, (short) 65535);
		assertThat(read(16)).isEqualTo(new StreamsReset(9, ChangeOutcome.DONE, true, true, List.of(7, 65535)));
		header(0x800a, 4, 12);
		assertThat(read(12)).isEqualTo(new StreamsReset(9, ChangeOutcome.DENIED, false, false, List.of()));
		header(0x800a, 8, 12);
		assertThat(read(12)).isEqualTo(new StreamsReset(9, ChangeOutcome.FAILED, false, false, List.of()));
	}

	@Test
	void aResetOfTheAssociationHasTheTsnsThatTheKernelCallsLocalAndRemote() {
		header(0x800b, 0, 20);
		this.buffer.putInt(8, 9).putInt(12, 0xfffffff0).putInt(16, 5);
		assertThat(read(20)).isEqualTo(new AssociationReset(9, ChangeOutcome.DONE, 5, 0xfffffff0L));
		assertThat(read(19)).isInstanceOf(Unknown.class);
	}

	@Test
	void streamsThatWereAddedAreCountedEachWay() {
		header(0x800c, 0, 16);
		this.buffer.putInt(8, 9).putShort(12, (short) 2).putShort(14, (short) 65535);
		assertThat(read(16)).isEqualTo(new StreamsAdded(9, ChangeOutcome.DONE, 65535, 2));
		assertThat(read(15)).isInstanceOf(Unknown.class);
	}

	@Test
	void aPathIsToldByItsAddress() {
		header(0x8002, 0, 148);
		SocketAddresses.write(this.buffer, 8, SctpAddress.parse("2001:db8::1"), 5000);
		this.buffer.putInt(136, 1).putInt(144, 4);
		assertThat(read(148)).isEqualTo(new PathChanged(4, SctpAddress.parse("2001:db8::1"), PathChange.UNREACHABLE));
	}

}
