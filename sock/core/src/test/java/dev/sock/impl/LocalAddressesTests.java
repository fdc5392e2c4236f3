package dev.sock.impl;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpOptionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalAddressesTests {

	private final LocalAddresses addresses = new LocalAddresses((host) -> {
		if (!host.equals("host.example")) {
			throw new UnknownHostException(host);
		}
		return new InetAddress[] { SctpAddress.parse("10.0.0.1").toInetAddress(),
				SctpAddress.parse("2001:db8::1").toInetAddress() };
	});

	@Test
	void noneIsLoopback() {
		assertThat(this.addresses.resolve(List.of())).hasToString("[127.0.0.1]");
	}

	@Test
	void takesLiteralsNamesAndInterfacesEachAddressOnce() throws Exception {
		assertThat(this.addresses.resolve(List.of("10.0.0.2", "host.example", "[2001:db8::1]", "::1")))
			.hasToString("[10.0.0.2, 10.0.0.1, 2001:db8::1, ::1]");
		NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
		assertThat(this.addresses.resolve(List.of(loopback.getName()))).contains(SctpAddress.parse("127.0.0.1"));
	}

	@Test
	void aWildcardCoversTheAddressesOfItsIpVersion() {
		assertThat(this.addresses.resolve(List.of("10.0.0.2", "0.0.0.0", "::1"))).hasToString("[0.0.0.0, ::1]");
		assertThat(this.addresses.resolve(List.of("*"))).contains(LocalAddresses.ANY_IPV4)
			.isSubsetOf(LocalAddresses.ANY_IPV4, LocalAddresses.ANY_IPV6);
		assertThat(this.addresses.resolve(List.of("::", "*"))).contains(LocalAddresses.ANY_IPV4,
				LocalAddresses.ANY_IPV6);
	}

	@Test
	void saysWhichNameIsUnknownAndWhatToDo() {
		for (String name : List.of("eth99", "nowhere.example", "10.0.0.300", "1234", "", " ")) {
			assertThatExceptionOfType(SctpBindException.class).isThrownBy(() -> this.addresses.resolve(List.of(name)))
				.withMessageStartingWith("Local address '" + name + "' is neither an IP address nor a known host name"
						+ " or network interface; known interfaces are ")
				.withMessageEndingWith("; use 0.0.0.0, :: or * for all addresses of this host")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNKNOWN_NAME));
		}
	}

	@Test
	void refusesMulticastAddresses() {
		assertThatExceptionOfType(SctpBindException.class)
			.isThrownBy(() -> this.addresses.resolve(List.of("224.0.0.1")))
			.withMessageContaining("'224.0.0.1' is a multicast or broadcast address")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.ADDRESS_NOT_LOCAL));
	}

	@Test
	void withoutIpv4NamesAndWildcardsStandForIpv6() {
		assertThat(this.addresses.resolve(List.of(), true)).containsExactly(SctpAddress.parse("::1"));
		assertThat(this.addresses.resolve(List.of("::"), true)).containsExactly(LocalAddresses.ANY_IPV6);
		assertThat(this.addresses.resolve(List.of("*", "::"), true)).containsExactly(LocalAddresses.ANY_IPV6);
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> this.addresses.resolve(List.of("::1", "127.0.0.1"), true))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("ip.ipv6-only"))
			.withMessageContaining("127.0.0.1");
	}

	@Test
	void theIpv6WildcardStandsForIpv4IfItIsToldTo() {
		assertThat(this.addresses.resolve(List.of("::"), null)).containsExactly(LocalAddresses.ANY_IPV6);
		assertThat(this.addresses.resolve(List.of("::"), false)).containsExactly(LocalAddresses.ANY_IPV6,
				LocalAddresses.ANY_IPV4);
		assertThat(this.addresses.resolve(List.of("::1"), false)).containsExactly(SctpAddress.parse("::1"));
	}

}
