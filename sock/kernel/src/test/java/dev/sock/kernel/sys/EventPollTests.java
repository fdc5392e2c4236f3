package dev.sock.kernel.sys;

import dev.sock.kernel.socket.FakeSocket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The numbers of descriptors are given out again, so what is closed must not use them.
 */
class EventPollTests {

	private static final int EBADF = 9;

	@Test
	void oneThatIsClosedRefusesWhatItIsAskedFor() throws SystemCallException {
		EventPoll closed = new EventPoll();
		FakeSocket socket = new FakeSocket();
		closed.close();
		try (EventPoll other = new EventPoll()) { // with the same numbers
			assertRefused(() -> closed.add(socket, EventPoll.READABLE, 7));
			other.add(socket, EventPoll.WRITABLE, 8);
			assertRefused(() -> closed.modify(socket, EventPoll.READABLE, 7));
			assertRefused(() -> closed.remove(socket));
			assertRefused(() -> closed.await((id, readable, writable) -> {
			}, 0));
			other.await((id, readable, writable) -> assertThat(id).isEqualTo(8), 0);
		}
		finally {
			socket.close();
		}
	}

	@Test
	void closingItAgainClosesNothingElse() throws SystemCallException {
		EventPoll closed = new EventPoll();
		closed.close();
		try (EventPoll other = new EventPoll()) {
			closed.close();
			closed.wakeUp();
			boolean[] told = { false };
			FakeSocket socket = new FakeSocket();
			other.add(socket, EventPoll.WRITABLE, 8);
			other.await((id, readable, writable) -> told[0] = true, 0);
			assertThat(told[0]).isTrue();
			socket.close();
		}
	}

	private static void assertRefused(Call call) {
		assertThatExceptionOfType(SystemCallException.class).isThrownBy(call::call)
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(EBADF));
	}

	/** What is refused. */
	private interface Call {

		void call() throws SystemCallException;

	}

}
