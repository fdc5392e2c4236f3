package dev.sock.kernel.socket;

import java.util.Set;

import dev.sock.kernel.sys.SystemCallException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user reads when the kernel has no SCTP for this process.
 */
class KernelSupportTests {

	private static final int EPERM = 1;

	private static final int ENOPROTOOPT = 92;

	private static final int EPROTONOSUPPORT = 93;

	private static final int ESOCKTNOSUPPORT = 94;

	private static String describe(int errno, String... files) {
		return KernelSupport.describe(new SystemCallException("socket", errno), "6.1.0-1-amd64",
				Set.of(files)::contains);
	}

	@Test
	void aModuleThatIsThereIsToBeLoaded() {
		assertThat(describe(EPROTONOSUPPORT, "/lib/modules/6.1.0-1-amd64",
				"/lib/modules/6.1.0-1-amd64/kernel/net/sctp/sctp.ko.xz"))
			.contains("not loaded", "modprobe sctp", "/etc/modules-load.d");
	}

	@Test
	void aKernelWithoutTheModuleIsToldToHaveNone() {
		assertThat(describe(ESOCKTNOSUPPORT, "/lib/modules/6.1.0-1-amd64"))
			.contains("6.1.0-1-amd64 was compiled without SCTP", "linux-modules-extra");
	}

	@Test
	void inAContainerTheHostHasToLoadTheModule() {
		assertThat(describe(EPROTONOSUPPORT, "/lib/modules/6.1.0-1-amd64", "/.dockerenv")).contains("container",
				"on the host");
		assertThat(describe(EPROTONOSUPPORT)).contains("container", "on the host");
	}

	@Test
	void aContainerThatForbidsItIsNamedAsTheReason() {
		assertThat(describe(EPERM)).contains("may not open SCTP sockets", "errno 1", "seccomp");
	}

	@Test
	void anOldKernelIsToldToBeTooOld() {
		assertThat(describe(ENOPROTOOPT)).contains("6.1.0-1-amd64 is too old", "5.4");
	}

	@Test
	void whateverElseItIsIsToldInTheKernelsWords() {
		assertThat(describe(24)).contains("Too many open files", "errno 24");
	}

}
