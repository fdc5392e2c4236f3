package dev.sock.userspace.loopback;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sock.contract.Await;

/**
 * Another JVM with this one's class path, which ends with this.
 */
final class OtherJvm implements AutoCloseable {

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Integer> exit = new CompletableFuture<>();

	/**
	 * Starts a program.
	 * @param options options of the JVM
	 * @param main the class with its main method
	 * @param arguments its arguments
	 */
	OtherJvm(List<String> options, Class<?> main, Object... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread reader = new Thread(this::read, "output of " + main.getSimpleName());
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (!line.contains(" DEBUG ")) {
					this.lines.add(line);
				}
			}
			this.exit.complete(this.process.waitFor());
		}
		catch (IOException | InterruptedException ex) {
			this.exit.completeExceptionally(ex);
		}
	}

	/**
	 * Waits for a line.
	 * @param start what it starts with
	 * @return the rest of the line
	 */
	String await(String start) {
		Await.until(start + " from the other JVM", () -> {
			if (this.exit.isDone() && find(start) == null) {
				throw new IllegalStateException("It has ended: " + this);
			}
			return find(start) != null;
		});
		return find(start);
	}

	private String find(String start) {
		return this.lines.stream()
			.filter((line) -> line.startsWith(start))
			.map((line) -> line.substring(start.length()).trim())
			.findFirst()
			.orElse(null);
	}

	/**
	 * Gives it a line to read.
	 * @param line the line
	 */
	void tell(String line) {
		try {
			this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int awaitExit(long seconds) throws Exception {
		return this.exit.get(seconds, TimeUnit.SECONDS);
	}

	/**
	 * Ends it if it has not ended.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
