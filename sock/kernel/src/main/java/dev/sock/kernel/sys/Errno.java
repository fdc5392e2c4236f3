package dev.sock.kernel.sys;

/**
 * Error numbers of Linux that sock treats in a way of their own.
 */
public final class Errno {

	/** Operation not permitted. */
	public static final int EPERM = 1;

	/** Interrupted by a signal. */
	public static final int EINTR = 4;

	/** The descriptor is closed. */
	public static final int EBADF = 9;

	/** Would have to wait. */
	public static final int EAGAIN = 11;

	/** Permission denied. */
	public static final int EACCES = 13;

	/** Busy. */
	public static final int EBUSY = 16;

	/** Invalid argument. */
	public static final int EINVAL = 22;

	/** Too many files open in this process. */
	public static final int EMFILE = 24;

	/** Nothing can be sent any more. */
	public static final int EPIPE = 32;

	/** Message too long. */
	public static final int EMSGSIZE = 90;

	/** No such option. */
	public static final int ENOPROTOOPT = 92;

	/** The protocol is not there. */
	public static final int EPROTONOSUPPORT = 93;

	/** The socket type is not there for the protocol. */
	public static final int ESOCKTNOSUPPORT = 94;

	/** The address family is not there. */
	public static final int EAFNOSUPPORT = 97;

	/** Address in use. */
	public static final int EADDRINUSE = 98;

	/** Not an address of this host. */
	public static final int EADDRNOTAVAIL = 99;

	/** An error of the connection, told once. */
	public static final int ECONNABORTED = 103;

	/** Not connected. */
	public static final int ENOTCONN = 107;

	/** Being shut down. */
	public static final int ESHUTDOWN = 108;

	/** The peer does not answer. */
	public static final int ETIMEDOUT = 110;

	/** The peer has aborted. */
	public static final int ECONNRESET = 104;

	/** Connected already. */
	public static final int EISCONN = 106;

	/** Connecting already. */
	public static final int EALREADY = 114;

	/** Under way. */
	public static final int EINPROGRESS = 115;

	private Errno() {
	}

	/**
	 * Returns libc's text for an error number.
	 * @param errno the number
	 * @return the text and the number
	 */
	public static String text(int errno) {
		return LibC.strerror(errno) + " (errno " + errno + ")";
	}

}
