package dev.sock.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * The sample application as a process of its own, in which a path that is cut fails
 * within seconds.
 */
final class Sample implements AutoCloseable {

	private static final List<String> QUICK = List.of("rto.initial=200ms", "rto.min=100ms", "rto.max=400ms",
			"heartbeat-interval=500ms", "path-max-retransmissions=2", "sack-delay=50ms");

	private final Process process;

	private final Path log;

	private final Http http;

	private final Thread traffic = new Thread(this::send, "traffic");

	private volatile boolean closed;

	Sample(String... properties) throws IOException {
		int port = freePort();
		this.http = new Http(port);
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-jar", System.getProperty("sample"), "--server.port=" + port));
		for (String endpoint : List.of("client", "server")) {
			QUICK.forEach((option) -> command.add("--sock.endpoint-overrides." + endpoint + ".options." + option));
		}
		for (String property : properties) {
			command.add("--" + property);
		}
		this.log = Files.createTempFile("sample", ".log");
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		try {
			Awaitility.await("the sample application")
				.atMost(Duration.ofSeconds(90))
				.until(() -> !this.process.isAlive() || log().contains("Started SampleApplication"));
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The sample application has ended: " + log());
			}
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
		this.traffic.setDaemon(true);
		this.traffic.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	Http http() {
		return this.http;
	}

	String log() throws IOException {
		return Files.readString(this.log);
	}

	private void send() {
		while (!this.closed) {
			try {
				this.http.post("/messages",
						"{\"association\":\"to-server\",\"stream\":1,\"ppid\":46,\"text\":\"traffic\"}");
				Thread.sleep(20);
			}
			catch (IOException | InterruptedException ex) {
				// while it starts or ends
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			Files.deleteIfExists(this.log);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
