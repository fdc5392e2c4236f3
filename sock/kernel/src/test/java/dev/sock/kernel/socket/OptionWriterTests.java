package dev.sock.kernel.socket;

import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.kernel.sys.Descriptor;
import dev.sock.kernel.sys.NativeMemory;
import dev.sock.kernel.sys.SystemCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a user reads of an option that the kernel does not take.
 */
@EnabledOnOs(OS.LINUX)
class OptionWriterTests {

	private static final int SOCK_DGRAM = 2;

	/** A socket that has none of the options, as one of an old kernel has not all. */
	private static SctpSocket withoutOptions() throws SystemCallException {
		return new SctpSocket(Descriptor.socket(SocketAddresses.AF_INET, SOCK_DGRAM, 0), new NativeMemory(1024));
	}

	@Test
	void anOptionThatTheKernelDoesNotHaveIsNamedWithValueAndTheKernelsWords() throws SystemCallException {
		try (SctpSocket socket = withoutOptions()) {
			SctpOptions options = SctpOptions.builder().outboundStreams(17).build();
			assertThatExceptionOfType(SctpOptionException.class)
				.isThrownBy(() -> new OptionWriter(socket).write(options))
				.withMessageContainingAll("outbound-streams 17", "sctp_initmsg", "errno", "Protocol not available",
						"leave it at its default");
			assertThatExceptionOfType(SctpOptionException.class)
				.isThrownBy(() -> new OptionWriter(socket).noDelay(true))
				.withMessageContainingAll("'no-delay'", "true", "Protocol not available");
		}
	}

	@Test
	void anOptionThatTheKernelRefusesIsNamedWithValueAndTheKernelsWords() throws SystemCallException {
		SctpSocket socket = withoutOptions();
		socket.close();
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> new OptionWriter(socket).noDelay(false))
			.withMessageContainingAll("'no-delay'", "false", "Bad file descriptor", "errno 9", "set another value");
	}

}
