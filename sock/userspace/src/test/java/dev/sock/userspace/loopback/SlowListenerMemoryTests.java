package dev.sock.userspace.loopback;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slow listener costs neither memory nor its neighbour's pace. The megabytes that are
 * offered to each listener can be set: {@code -Dsock.test.slow-listener.megabytes=2048}.
 */
class SlowListenerMemoryTests {

	@Test
	@Timeout(600)
	void aSlowListenerAndAFastOneGetAlongIn128MegabytesOfHeap() throws Exception {
		int megabytes = Integer.getInteger("sock.test.slow-listener.megabytes", 2048);
		try (OtherJvm jvm = new OtherJvm(List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"), SlowListenerProgram.class,
				megabytes)) {
			assertThat(jvm.awaitExit(500)).as(jvm::toString).isZero();
			System.out.println(jvm.await("result:"));
		}
	}

}
