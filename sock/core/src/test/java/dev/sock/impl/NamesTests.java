package dev.sock.impl;

import java.util.List;
import java.util.Set;

import dev.sock.SctpAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NamesTests {

	@Test
	void namesMadeFromAddressesNeedNoEscaping() {
		assertThat(name("127.0.0.1", 30400)).isEqualTo("127.0.0.1-30400");
		assertThat(name("2001:db8::1", 30400)).isEqualTo("2001-db8--1-30400");
		assertThat(name("::1", 1)).isEqualTo("--1-1");
		SctpAddress linkLocal = SctpAddress.of(SctpAddress.parse("fe80::1").toBytes(), 3);
		assertThat(Names.of(linkLocal, 1)).isEqualTo("fe80--1~3-1");
		assertThat(List.of("127.0.0.1", "2001:db8::1", "::1", "::"))
			.allMatch((address) -> Names.isValid(name(address, 65535)));
		assertThat(Names.isValid(Names.of(linkLocal, 1))).isTrue();
	}

	@Test
	void aNameThatIsTakenGetsANumber() {
		Set<String> taken = Set.of("a", "a-2");
		assertThat(Names.unique("a", taken::contains)).isEqualTo("a-3");
		assertThat(Names.unique("b", taken::contains)).isEqualTo("b");
	}

	@Test
	void writesAddressesAsPeopleDo() {
		assertThat(Names.text(List.of(SctpAddress.parse("10.0.0.1")), 7)).isEqualTo("10.0.0.1:7");
		assertThat(Names.text(List.of(SctpAddress.parse("::1")), 7)).isEqualTo("[::1]:7");
	}

	private static String name(String address, int port) {
		return Names.of(SctpAddress.parse(address), port);
	}

}
