package dev.sock.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of this process must be gone after all was closed: our threads, and on Linux file
 * descriptors of sockets, event polls and pipes.
 *
 * @param names what there is
 */
record Leftovers(Set<String> names) {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	static Leftovers now() {
		Set<String> names = new HashSet<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("sock-")) {
				names.add("thread " + thread.getName() + " " + thread.getId());
			}
		}
		if (Files.isDirectory(DESCRIPTORS)) {
			addDescriptors(names);
		}
		return new Leftovers(names);
	}

	private static void addDescriptors(Set<String> names) {
		try (Stream<Path> all = Files.list(DESCRIPTORS)) {
			for (Path descriptor : (Iterable<Path>) all::iterator) {
				String what = target(descriptor);
				if (what.startsWith("socket:") || what.startsWith("anon_inode:[event") || what.startsWith("pipe:")) {
					names.add(descriptor.getFileName() + " " + what);
				}
			}
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Gone meanwhile, as the listing's own.
			return "";
		}
	}

	Set<String> since(Leftovers before) {
		Set<String> more = new HashSet<>(this.names);
		more.removeAll(before.names);
		return more;
	}

}
