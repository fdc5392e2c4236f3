package dev.sock.kernel.socket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class HostCountersTests {

	@Test
	void readsTheKernelsCountersUnderTheirNames() {
		assertThat(HostCounters.parse("""
				SctpCurrEstab                   	3
				SctpActiveEstabs                	12
				""")).containsExactly(entry("SctpCurrEstab", 3L), entry("SctpActiveEstabs", 12L));
	}

	@Test
	void passesOverLinesThatAreNoCounters() {
		assertThat(HostCounters.parse("\nSctpCurrEstab\nSctp x\nA 1 2\nSctpShutdowns -1\n")).isEmpty();
	}

}
