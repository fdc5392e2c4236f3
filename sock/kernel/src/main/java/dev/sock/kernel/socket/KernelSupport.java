package dev.sock.kernel.socket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.NativeAccess;
import dev.sock.kernel.sys.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the kernel can open an SCTP socket here, and if not, what is missing.
 */
public final class KernelSupport {

	private KernelSupport() {
	}

	/**
	 * Tries it.
	 * @return why not, with the remedy, or {@code null} if it can
	 */
	public static @Nullable String obstacle() {
		String obstacle = NativeAccess.obstacle();
		if (obstacle != null) {
			return obstacle;
		}
		try (SctpSocket socket = SctpSocket.open(false, true)) {
			socket.queuedForSending();
			return null;
		}
		catch (SystemCallException ex) {
			return describe(ex, System.getProperty("os.version"), (path) -> Files.exists(Path.of(path)));
		}
	}

	/**
	 * Says in words what is missing.
	 * @param failure what the kernel said
	 * @param version version of the kernel
	 * @param exists whether a file exists
	 */
	static String describe(SystemCallException failure, String version, Predicate<String> exists) {
		return switch (failure.errno()) {
			case Errno.EPROTONOSUPPORT, Errno.ESOCKTNOSUPPORT, Errno.EAFNOSUPPORT -> missing(version, exists);
			case Errno.EPERM, Errno.EACCES -> "this process may not open SCTP sockets (" + failure.errnoText()
					+ "): the seccomp profile or security policy of its container forbids it; allow it there";
			case Errno.ENOPROTOOPT ->
				"Linux " + version + " is too old (" + failure.getMessage() + "): it takes 5.4 or later";
			default -> "the kernel opens no SCTP socket: " + failure.getMessage();
		};
	}

	private static String missing(String version, Predicate<String> exists) {
		String base = "/lib/modules/" + version;
		String module = base + "/kernel/net/sctp/sctp.ko";
		for (String suffix : new String[] { "", ".xz", ".zst", ".gz" }) {
			if (exists.test(module + suffix)) {
				return "the kernel module 'sctp' is not loaded: run 'modprobe sctp' as root, and list it in"
						+ " /etc/modules-load.d to have it loaded at each start (some distributions forbid that in"
						+ " /etc/modprobe.d)";
			}
		}
		if (exists.test("/.dockerenv") || exists.test("/run/.containerenv") || !exists.test(base)) {
			return "the kernel module 'sctp' is not loaded, and this process runs in a container or without the"
					+ " kernel's modules: run 'modprobe sctp' as root on the host";
		}
		return "the kernel " + version + " was compiled without SCTP: install the package of its distribution that has"
				+ " the module (such as linux-modules-extra or kernel-modules-extra), or another kernel";
	}

}
