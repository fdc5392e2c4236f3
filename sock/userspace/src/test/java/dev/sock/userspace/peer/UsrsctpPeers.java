package dev.sock.userspace.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs on usrsctp: Debian's {@code tsctp}, and ours in C from
 * {@code verification/peers}, which are compiled into {@code target}. Where they cannot
 * be had the test is aborted, in CI it fails. Every process that is started here is ended
 * by {@link #close()}.
 */
public final class UsrsctpPeers implements AutoCloseable {

	private static final Path TSCTP = Path.of("/usr/lib/usrsctp/tsctp");

	private static final Path HEADER = Path.of("/usr/include/usrsctp.h");

	private final List<Peer> started = new ArrayList<>();

	/**
	 * Starts {@code tsctp}.
	 * @param arguments its arguments
	 * @return the running program
	 */
	public Peer tsctp(String... arguments) {
		require(Files.isExecutable(TSCTP), TSCTP + " is missing: apt-get install libusrsctp-examples");
		return start(TSCTP, arguments);
	}

	/**
	 * Starts {@code usrsctp_echo} and waits until it can be reached.
	 * @param udpPort its UDP port
	 * @param port its SCTP port
	 * @param more more of its arguments
	 * @return the running program
	 */
	public Peer echo(int udpPort, int port, String... more) {
		Peer peer = start(program("usrsctp_echo"), arguments(more, "--udp-port", udpPort, "--port", port));
		peer.await((line) -> line.contains("\"ready\":true"), Duration.ofSeconds(10));
		return peer;
	}

	/**
	 * Starts {@code usrsctp_client}.
	 * @param udpPort its UDP port
	 * @param peerUdpPort the UDP port that it connects to
	 * @param port the SCTP port that it connects to
	 * @param more more of its arguments
	 * @return the running program
	 */
	public Peer client(int udpPort, int peerUdpPort, int port, String... more) {
		return start(program("usrsctp_client"),
				arguments(more, "--udp-port", udpPort, "--peer-udp-port", peerUdpPort, "--port", port));
	}

	/**
	 * Returns a UDP port that is free on every address, below the range that the system
	 * draws from.
	 * @return the port
	 */
	public static int freeUdpPort() {
		for (int i = 0; i < 1000; i++) {
			int port = ThreadLocalRandom.current().nextInt(10000, 30000);
			try (DatagramSocket socket = new DatagramSocket(null)) {
				socket.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
				return port;
			}
			catch (IOException ex) {
				// taken: draw again
			}
		}
		throw new IllegalStateException("No free UDP port");
	}

	@Override
	public void close() {
		this.started.forEach(Peer::close);
	}

	private Peer start(Path program, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(program.toString());
		command.addAll(List.of(arguments));
		try {
			Peer peer = new Peer(new ProcessBuilder(command).redirectErrorStream(true).start(), command);
			this.started.add(peer);
			return peer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String[] arguments(String[] more, Object... first) {
		List<String> arguments = new ArrayList<>();
		for (Object argument : first) {
			arguments.add(argument.toString());
		}
		arguments.addAll(List.of(more));
		return arguments.toArray(String[]::new);
	}

	/**
	 * Compiles a program if it is missing or older than its source.
	 */
	private static synchronized Path program(String name) {
		require(Files.exists(HEADER), HEADER + " is missing: apt-get install gcc libc6-dev libusrsctp-dev");
		Path base = Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath();
		Path sources = sources(base);
		Path source = sources.resolve(name + ".c");
		Path program = base.resolve("target/peers").resolve(name);
		try {
			if (Files.exists(program) && modified(program) > modified(source)
					&& modified(program) > modified(sources.resolve("common.h"))) {
				return program;
			}
			Files.createDirectories(program.getParent());
			// Another process may be starting it: compiled aside and then moved there.
			Path fresh = Files.createTempFile(program.getParent(), name, ".tmp");
			Process gcc = new ProcessBuilder("gcc", "-O2", "-std=gnu11", "-pthread", "-o", fresh.toString(),
					source.toString(), "-lusrsctp")
				.redirectErrorStream(true)
				.start();
			String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			require(gcc.waitFor() == 0, "gcc could not compile " + source + ": " + output);
			Files.move(fresh, program, java.nio.file.StandardCopyOption.REPLACE_EXISTING,
					java.nio.file.StandardCopyOption.ATOMIC_MOVE);
			return program;
		}
		catch (IOException ex) {
			require(false, "gcc could not be run (" + ex.getMessage() + "): apt-get install gcc libc6-dev");
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Finds the sources from the directory of whichever module the test is of.
	 */
	private static Path sources(Path base) {
		for (Path directory = base; directory != null; directory = directory.getParent()) {
			Path sources = directory.resolve("verification/peers");
			if (Files.isDirectory(sources)) {
				return sources;
			}
		}
		throw new IllegalStateException("No directory above " + base + " has verification/peers");
	}

	private static long modified(Path file) throws IOException {
		return Files.getLastModifiedTime(file).toMillis();
	}

	/**
	 * Aborts the test, or in CI fails it, unless what it needs is there.
	 * @param condition whether it is there
	 * @param message what is missing and how to get it
	 */
	public static void require(boolean condition, String message) {
		if (!condition && "true".equalsIgnoreCase(System.getenv("CI"))) {
			Assertions.fail(message);
		}
		Assumptions.assumeTrue(condition, message);
	}

	/**
	 * A running program. What it prints is read all the time, so that it never waits for
	 * us; the last lines are kept.
	 */
	public static final class Peer implements AutoCloseable {

		private static final int KEPT_LINES = 1000;

		private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

		private final CountDownLatch read = new CountDownLatch(1);

		private final Process process;

		private final List<String> command;

		private Peer(Process process, List<String> command) {
			this.process = process;
			this.command = command;
			Thread reader = new Thread(this::readAll, "peer-output");
			reader.setDaemon(true);
			reader.start();
		}

		private void readAll() {
			try (BufferedReader reader = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
				int kept = 0;
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					this.lines.add(line);
					if (++kept > KEPT_LINES) {
						this.lines.poll();
					}
				}
			}
			catch (IOException ex) {
				// the process was ended
			}
			finally {
				this.read.countDown();
			}
		}

		/**
		 * Waits for a line.
		 * @param wanted says which
		 * @param timeout how long at most
		 * @return the line
		 */
		public String await(Predicate<String> wanted, Duration timeout) {
			long end = System.nanoTime() + timeout.toNanos();
			while (true) {
				boolean last = this.read.getCount() == 0;
				for (String line : this.lines) {
					if (wanted.test(line)) {
						return line;
					}
				}
				if (last || System.nanoTime() - end >= 0) {
					throw new AssertionError("The line did not come from " + this);
				}
				pause();
			}
		}

		/**
		 * Waits for the end.
		 * @param timeout how long at most
		 * @return the exit code
		 */
		public int awaitExit(Duration timeout) {
			try {
				if (!this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
						|| !this.read.await(5, TimeUnit.SECONDS)) {
					throw new AssertionError("Did not end within " + timeout + ": " + this);
				}
				return this.process.exitValue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Returns the last line.
		 * @return the line, empty if there is none
		 */
		public String lastLine() {
			String result = "";
			for (String line : this.lines) {
				result = line;
			}
			return result;
		}

		@Override
		public void close() {
			this.process.destroy();
			try {
				if (!this.process.waitFor(2, TimeUnit.SECONDS)) {
					this.process.destroyForcibly();
				}
			}
			catch (InterruptedException ex) {
				this.process.destroyForcibly();
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public String toString() {
			List<String> all = List.copyOf(this.lines);
			return String.join(" ", this.command) + "\n"
					+ String.join("\n", all.subList(Math.max(0, all.size() - 20), all.size()));
		}

		private static void pause() {
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

}
