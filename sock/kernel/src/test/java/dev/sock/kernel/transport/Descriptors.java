package dev.sock.kernel.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The file descriptors of this process that the transport may have opened.
 */
final class Descriptors {

	private Descriptors() {
	}

	/** Returns how many are open. */
	static long open() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.filter(Descriptors::isOurs).count();
		}
	}

	private static boolean isOurs(Path file) {
		try {
			String target = Files.readSymbolicLink(file).toString();
			return target.contains("eventpoll") || target.contains("eventfd") || target.startsWith("socket:");
		}
		catch (IOException ex) {
			return false; // closed since
		}
	}

}
