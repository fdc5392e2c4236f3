package dev.sock.kernel.transport;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left open when there is no memory to open an endpoint: tried in a JVM of its
 * own, which has too little.
 */
@Timeout(60)
class LittleMemoryTests {

	@Test
	void anEndpointWithoutMemoryForItsEventLoopLeavesNoDescriptorOpen() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:MaxDirectMemorySize=1m", "-cp", System.getProperty("java.class.path"),
				LittleMemoryProgram.class.getName())
			.inheritIO()
			.start();
		try {
			assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as("descriptors left open").isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
