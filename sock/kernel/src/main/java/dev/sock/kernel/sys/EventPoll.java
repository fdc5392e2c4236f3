package dev.sock.kernel.sys;

import java.nio.ByteBuffer;

import com.sun.jna.Native;

/**
 * Waits for sockets (epoll, edge-triggered) and for other threads (an eventfd). All calls
 * are for one thread but {@link #wakeUp()}, which is for any until {@link #close()}.
 * Closed once; a call after that fails, since the numbers may be other files' by then.
 */
public class EventPoll implements AutoCloseable {

	/** There is something to read. */
	public static final int READABLE = 0x001;

	/** There is room to write. */
	public static final int WRITABLE = 0x004;

	private static final int EDGE_TRIGGERED = 1 << 31;

	private static final int ADD = 1;

	private static final int REMOVE = 2;

	private static final int MODIFY = 3;

	private static final int CLOSE_ON_EXEC = 0x80000;

	private static final int NON_BLOCKING = 0x800;

	private static final int EVENTS = 64;

	/** The kernel packs {@code epoll_event} on x86-64 only. */
	private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

	private static final int DATA = PACKED ? 4 : 8;

	private static final int EVENT = PACKED ? 12 : 16;

	/** Stands for the eventfd; no socket has it. */
	private static final long WAKE_UP = -1;

	private final NativeMemory events = new NativeMemory(EVENTS * EVENT);

	private final NativeMemory event = new NativeMemory(EVENT);

	private final NativeMemory counter = new NativeMemory(Long.BYTES);

	private final NativeMemory one = new NativeMemory(Long.BYTES);

	private final int epoll;

	private final int eventfd;

	private boolean closed;

	/**
	 * Opens an event poll.
	 * @throws SystemCallException if the system refuses
	 */
	public EventPoll() throws SystemCallException {
		this.epoll = check("epoll_create1", LibC.epoll_create1(CLOSE_ON_EXEC));
		try {
			this.eventfd = check("eventfd", LibC.eventfd(0, CLOSE_ON_EXEC | NON_BLOCKING));
		}
		catch (SystemCallException ex) {
			LibC.close(this.epoll);
			throw ex;
		}
		this.one.buffer().putLong(0, 1);
		try {
			control(ADD, this.eventfd, READABLE, WAKE_UP);
		}
		catch (SystemCallException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Begins to watch a socket.
	 * @param socket the socket
	 * @param interest what to wait for
	 * @param id what {@link Ready} is told, 0 or more
	 * @throws SystemCallException if the system refuses
	 */
	public void add(Descriptor socket, int interest, long id) throws SystemCallException {
		control(ADD, socket.fd(), interest | EDGE_TRIGGERED, id);
	}

	/**
	 * Changes what to wait for. What is there already is told again.
	 * @param socket the socket
	 * @param interest what to wait for
	 * @param id what {@link Ready} is told
	 * @throws SystemCallException if the system refuses
	 */
	public void modify(Descriptor socket, int interest, long id) throws SystemCallException {
		control(MODIFY, socket.fd(), interest | EDGE_TRIGGERED, id);
	}

	/**
	 * Watches a socket no more; before it is closed.
	 * @param socket the socket
	 * @throws SystemCallException if the system refuses
	 */
	public void remove(Descriptor socket) throws SystemCallException {
		control(REMOVE, socket.fd(), 0, 0);
	}

	private void control(int operation, int fd, int interest, long id) throws SystemCallException {
		checkOpen("epoll_ctl");
		ByteBuffer buffer = this.event.buffer();
		buffer.putInt(0, interest);
		buffer.putLong(DATA, id);
		check("epoll_ctl", LibC.epoll_ctl(this.epoll, operation, fd, this.event.address(0)));
	}

	/**
	 * Waits and tells which sockets are ready. Errors and hang-ups count as both readable
	 * and writable: a call on the socket shows which it is.
	 * @param ready is told of each
	 * @param timeoutMillis how long to wait at most; negative for as long as it takes
	 * @throws SystemCallException if the system refuses
	 */
	public void await(Ready ready, int timeoutMillis) throws SystemCallException {
		checkOpen("epoll_wait");
		int count = LibC.epoll_wait(this.epoll, this.events.address(0), EVENTS, timeoutMillis);
		if (count < 0) {
			int errno = Native.getLastError();
			if (errno == Errno.EINTR) {
				return;
			}
			throw new SystemCallException("epoll_wait", errno);
		}
		ByteBuffer buffer = this.events.buffer();
		for (int i = 0; i < count; i++) {
			int mask = buffer.getInt(i * EVENT);
			long id = buffer.getLong(i * EVENT + DATA);
			if (id == WAKE_UP) {
				LibC.read(this.eventfd, this.counter.address(0), Long.BYTES);
			}
			else {
				boolean both = (mask & ~(READABLE | WRITABLE)) != 0;
				ready.ready(id, both || (mask & READABLE) != 0, both || (mask & WRITABLE) != 0);
			}
		}
	}

	/**
	 * Ends the present or the next wait.
	 */
	public void wakeUp() {
		if (!this.closed) {
			LibC.write(this.eventfd, this.one.address(0), Long.BYTES);
		}
	}

	/**
	 * Closes it. Harmless when repeated.
	 */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			LibC.close(this.eventfd);
			LibC.close(this.epoll);
		}
	}

	private void checkOpen(String call) throws SystemCallException {
		if (this.closed) {
			throw new SystemCallException(call, Errno.EBADF);
		}
	}

	private static int check(String call, int result) throws SystemCallException {
		if (result < 0) {
			throw new SystemCallException(call, Native.getLastError());
		}
		return result;
	}

	/**
	 * Is told of sockets that are ready.
	 */
	@FunctionalInterface
	public interface Ready {

		/**
		 * A socket is ready.
		 * @param id what it was added with
		 * @param readable whether there may be something to read
		 * @param writable whether there may be room to write
		 */
		void ready(long id, boolean readable, boolean writable);

	}

}
