package dev.sock.kernel.socket;

import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.kernel.sys.Descriptor;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.NativeMemory;
import dev.sock.kernel.sys.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket in the place of one of SCTP, for a machine without: an event poll can
 * watch it; it takes every option, connects, and never has anything to read.
 */
public final class FakeSocket extends Descriptor {

	private static final int AF_INET = 2;

	private static final int SOCK_DGRAM_NON_BLOCKING_CLOSE_ON_EXEC = 0x80802;

	private static final int SCRATCH = 16 * 1024;

	private static final AtomicInteger ASSOCIATIONS = new AtomicInteger();

	private volatile boolean closed;

	private volatile @Nullable Error failureToListen;

	/**
	 * Opens it.
	 * @throws SystemCallException if the system refuses
	 */
	public FakeSocket() throws SystemCallException {
		super(Descriptor.socket(AF_INET, SOCK_DGRAM_NON_BLOCKING_CLOSE_ON_EXEC, 0).fd());
	}

	/**
	 * Returns it as what it stands for.
	 * @return the socket
	 */
	public SctpSocket asSctp() {
		return new SctpSocket(this, new NativeMemory(SCRATCH));
	}

	/**
	 * Returns whether it was closed.
	 * @return whether it was
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Has it throw instead of listening.
	 * @param failure what is thrown
	 */
	public void failToListen(Error failure) {
		this.failureToListen = failure;
	}

	@Override
	public void listen(int backlog) {
		Error current = this.failureToListen;
		if (current != null) {
			throw current;
		}
	}

	@Override
	public void setsockopt(int level, int option, NativeMemory memory, int length) {
	}

	@Override
	public int getsockopt(int level, int option, NativeMemory memory, int length) {
		if (level == SocketOption.LEVEL && option == SocketOption.CONNECT.number()) {
			memory.buffer().putInt(0, ASSOCIATIONS.incrementAndGet());
		}
		return length;
	}

	@Override
	public int recvmmsg(long vector, int length, int flags) {
		return -Errno.EAGAIN;
	}

	@Override
	public int sendmmsg(long vector, int length, int flags) {
		return length;
	}

	@Override
	public void close() {
		this.closed = true;
		super.close();
	}

}
