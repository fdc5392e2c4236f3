package dev.sock.kernel.sys;

import java.lang.ref.Reference;

import com.sun.jna.Native;

/**
 * An open file descriptor of a socket. Every call returns at once. Closed once; a call
 * after that fails, since the number may be another file's by then. Not safe for use by
 * several threads.
 */
public class Descriptor implements AutoCloseable {

	private static final int CLOSED = -1;

	private int fd;

	/**
	 * Takes over a descriptor.
	 * @param fd the number
	 */
	public Descriptor(int fd) {
		this.fd = fd;
	}

	/**
	 * Opens a socket that never blocks and is not inherited by child processes.
	 * @param domain address family
	 * @param type socket type
	 * @param protocol protocol number
	 * @return the socket
	 * @throws SystemCallException if the system refuses
	 */
	public static Descriptor socket(int domain, int type, int protocol) throws SystemCallException {
		return new Descriptor(check("socket", LibC.socket(domain, type, protocol)));
	}

	/**
	 * Returns the number.
	 * @return the number, or -1 once closed
	 */
	public int fd() {
		return this.fd;
	}

	/**
	 * Lets a socket be connected to, or no more.
	 * @param backlog 0 for no more
	 * @throws SystemCallException if the system refuses
	 */
	public void listen(int backlog) throws SystemCallException {
		check("listen", LibC.listen(open("listen"), backlog));
	}

	/**
	 * Returns the local address.
	 * @param memory gets the address at its start; the last 4 bytes are used, too
	 * @throws SystemCallException if the system refuses
	 */
	public void getsockname(NativeMemory memory) throws SystemCallException {
		int lengthAt = memory.size() - Integer.BYTES;
		memory.buffer().putInt(lengthAt, lengthAt);
		try {
			check("getsockname", LibC.getsockname(open("getsockname"), memory.address(0), memory.address(lengthAt)));
		}
		finally {
			Reference.reachabilityFence(memory);
		}
	}

	/**
	 * Sets an option.
	 * @param level protocol level
	 * @param option option number
	 * @param memory the value, at its start
	 * @param length length of the value
	 * @throws SystemCallException if the system refuses
	 */
	public void setsockopt(int level, int option, NativeMemory memory, int length) throws SystemCallException {
		try {
			check("setsockopt " + option,
					LibC.setsockopt(open("setsockopt"), level, option, memory.address(0), length));
		}
		finally {
			Reference.reachabilityFence(memory);
		}
	}

	/**
	 * Reads an option. The value may have been written even if the call fails.
	 * @param level protocol level
	 * @param option option number
	 * @param memory what is asked for, at its start, and then the value; the last 4 bytes
	 * are used, too
	 * @param length length of the value at most
	 * @return length of the value
	 * @throws SystemCallException if the system refuses
	 */
	public int getsockopt(int level, int option, NativeMemory memory, int length) throws SystemCallException {
		int lengthAt = memory.size() - Integer.BYTES;
		memory.buffer().putInt(lengthAt, length);
		try {
			check("getsockopt " + option,
					LibC.getsockopt(open("getsockopt"), level, option, memory.address(0), memory.address(lengthAt)));
			return memory.buffer().getInt(lengthAt);
		}
		finally {
			Reference.reachabilityFence(memory);
		}
	}

	/**
	 * Receives messages without waiting.
	 * @param vector address of an array of {@code mmsghdr}
	 * @param length number of its elements
	 * @param flags flags
	 * @return number of messages, or the negative error number
	 */
	public int recvmmsg(long vector, int length, int flags) {
		return result((this.fd == CLOSED) ? -Errno.EBADF : LibC.recvmmsg(this.fd, vector, length, flags, 0));
	}

	/**
	 * Sends messages.
	 * @param vector address of an array of {@code mmsghdr}
	 * @param length number of its elements
	 * @param flags flags
	 * @return number of messages, or the negative error number
	 */
	public int sendmmsg(long vector, int length, int flags) {
		return result((this.fd == CLOSED) ? -Errno.EBADF : LibC.sendmmsg(this.fd, vector, length, flags));
	}

	private static int result(int result) {
		return (result == -1) ? -Native.getLastError() : result;
	}

	private int open(String call) throws SystemCallException {
		if (this.fd == CLOSED) {
			throw new SystemCallException(call, Errno.EBADF);
		}
		return this.fd;
	}

	private static int check(String call, int result) throws SystemCallException {
		if (result < 0) {
			throw new SystemCallException(call, Native.getLastError());
		}
		return result;
	}

	/**
	 * Closes it. Harmless when repeated.
	 */
	@Override
	public void close() {
		int open = this.fd;
		if (open != CLOSED) {
			this.fd = CLOSED;
			LibC.close(open);
		}
	}

}
