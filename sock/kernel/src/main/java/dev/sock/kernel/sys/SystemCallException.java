package dev.sock.kernel.sys;

import java.io.IOException;

/**
 * A system call failed.
 */
public final class SystemCallException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int errno;

	/**
	 * Creates the exception.
	 * @param call what was called
	 * @param errno the error number
	 */
	public SystemCallException(String call, int errno) {
		super(call + ": " + Errno.text(errno));
		this.errno = errno;
	}

	/**
	 * Returns the error number.
	 * @return the number, as in {@link Errno}
	 */
	public int errno() {
		return this.errno;
	}

	/**
	 * Returns the system's own words.
	 * @return the text of the error number, and the number
	 */
	public String errnoText() {
		return Errno.text(this.errno);
	}

}
