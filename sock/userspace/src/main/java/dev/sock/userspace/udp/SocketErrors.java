package dev.sock.userspace.udp;

import java.net.BindException;
import java.util.Locale;

import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart what the operating system refuses. Netty's epoll gives numbers, the JDK
 * only words.
 */
final class SocketErrors {

	private static final int EIO = -5;

	private static final int EINVAL = -22;

	private static final int LINUX_EADDRINUSE = -98;

	private static final int LINUX_EADDRNOTAVAIL = -99;

	private SocketErrors() {
	}

	static boolean isPortInUse(Throwable ex) {
		if (ex instanceof NativeIoException nativeError) {
			return nativeError.expectedErr() == LINUX_EADDRINUSE;
		}
		return ex instanceof BindException && words(ex).contains("in use");
	}

	static boolean isAddressNotLocal(Throwable ex) {
		if (ex instanceof NativeIoException nativeError) {
			return nativeError.expectedErr() == LINUX_EADDRNOTAVAIL;
		}
		return ex instanceof BindException && words(ex).contains("assign requested address");
	}

	static boolean isSegmentationRefused(Throwable ex) {
		return ex instanceof NativeIoException nativeError
				&& (nativeError.expectedErr() == EIO || nativeError.expectedErr() == EINVAL);
	}

	/**
	 * Returns a short name for the kind of an error.
	 * @param ex the error
	 * @return the same text for errors of the same kind
	 */
	static String kind(Throwable ex) {
		if (ex instanceof NativeIoException nativeError) {
			return "errno " + -nativeError.expectedErr();
		}
		return ex.getClass().getSimpleName() + " " + ex.getMessage();
	}

	private static String words(Throwable ex) {
		@Nullable String message = ex.getMessage();
		return (message != null) ? message.toLowerCase(Locale.ROOT) : "";
	}

}
