package dev.sock.kernel.transport;

import dev.sock.kernel.sys.Descriptor;
import dev.sock.kernel.sys.EventPoll;
import dev.sock.kernel.sys.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * An event poll whose wait fails when it is told to.
 */
final class FailingPoll extends EventPoll {

	private volatile @Nullable Throwable failure;

	private volatile @Nullable Error failureToRemove;

	private volatile boolean closed;

	FailingPoll() throws SystemCallException {
	}

	/** The present or the next wait fails. */
	void fail(Throwable failure) {
		this.failure = failure;
		if (!this.closed) {
			wakeUp();
		}
	}

	void failToRemove(Error failure) {
		this.failureToRemove = failure;
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void await(Ready ready, int timeoutMillis) throws SystemCallException {
		super.await(ready, timeoutMillis);
		Throwable current = this.failure;
		if (current instanceof SystemCallException refused) {
			throw refused;
		}
		if (current instanceof Error error) {
			throw error;
		}
	}

	@Override
	public void remove(Descriptor socket) throws SystemCallException {
		super.remove(socket);
		Error current = this.failureToRemove;
		if (current != null) {
			throw current;
		}
	}

	@Override
	public void close() {
		this.closed = true;
		super.close();
	}

}
