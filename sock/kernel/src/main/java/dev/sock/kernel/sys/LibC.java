package dev.sock.kernel.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * Functions of libc, mapped directly. Addresses and lengths are {@code long}: 64-bit
 * systems only.
 */
final class LibC {

	static {
		// The process has libc in any case, under whatever name.
		Native.register(LibC.class, NativeLibrary.getProcess());
	}

	private LibC() {
	}

	static native int socket(int domain, int type, int protocol);

	static native int close(int fd);

	static native int listen(int fd, int backlog);

	static native int getsockname(int fd, long address, long length);

	static native int getsockopt(int fd, int level, int option, long value, long length);

	static native int setsockopt(int fd, int level, int option, long value, int length);

	static native int recvmmsg(int fd, long vector, int length, int flags, long timeout);

	static native int sendmmsg(int fd, long vector, int length, int flags);

	static native int epoll_create1(int flags);

	static native int epoll_ctl(int epoll, int operation, int fd, long event);

	static native int epoll_wait(int epoll, long events, int maxEvents, int timeoutMillis);

	static native int eventfd(int initial, int flags);

	static native long read(int fd, long buffer, long length);

	static native long write(int fd, long buffer, long length);

	static native int clock_getres(int clock, long resolution);

	static native String strerror(int errno);

}
