package dev.sock.kernel.sys;

import java.util.Set;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;

/**
 * Whether libc can be called from here.
 */
public final class NativeAccess {

	/**
	 * Those whose constants are the generic ones of Linux, and whose words have 64 bits.
	 */
	private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "riscv64", "loongarch64");

	private NativeAccess() {
	}

	/**
	 * Says what stands in the way.
	 * @return why not, with the remedy, or {@code null} if nothing does
	 */
	public static @Nullable String obstacle() {
		String system = System.getProperty("os.name");
		if (!system.equals("Linux")) {
			return "it needs Linux, and this is " + system;
		}
		String architecture = System.getProperty("os.arch");
		if (!ARCHITECTURES.contains(architecture)) {
			return "it needs one of the processor types " + ARCHITECTURES + ", and this is " + architecture;
		}
		try {
			Native.getLastError();
			LibC.strerror(0);
			return null;
		}
		catch (LinkageError ex) {
			return "JNA's native library cannot be loaded (" + firstLine(ex) + "); it unpacks it into '"
					+ System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"))
					+ "': if that is read-only or mounted noexec, name a folder that is neither by -Djna.tmpdir=, or"
					+ " install the library (Debian: libjna-jni) and name its folder by -Djna.boot.library.path=;"
					+ " on JDK 24 and later allow native access by --enable-native-access=ALL-UNNAMED";
		}
	}

	private static String firstLine(Throwable ex) {
		String message = String.valueOf(ex.getMessage());
		Throwable cause = ex.getCause();
		if (ex instanceof NoClassDefFoundError && cause != null) {
			message = String.valueOf(cause.getMessage());
		}
		int end = message.indexOf('\n');
		return (end < 0) ? message : message.substring(0, end);
	}

}
