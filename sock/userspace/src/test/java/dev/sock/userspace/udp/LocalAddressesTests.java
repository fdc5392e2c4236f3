package dev.sock.userspace.udp;

import java.util.List;
import java.util.stream.Stream;

import dev.sock.SctpAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalAddresses}.
 */
class LocalAddressesTests {

	private static final List<SctpAddress> INTERFACES = addresses("127.0.0.1", "::1", "192.0.2.2", "fe80::1%2");

	private static List<SctpAddress> addresses(String... literals) {
		return Stream.of(literals).map((literal) -> {
			int scope = literal.indexOf('%');
			SctpAddress address = Sockets.address((scope < 0) ? literal : literal.substring(0, scope));
			return (scope < 0) ? address
					: SctpAddress.of(address.toBytes(), Integer.parseInt(literal.substring(scope + 1)));
		}).toList();
	}

	private static LocalAddresses wanted(String... literals) {
		return new LocalAddresses(addresses(literals));
	}

	@Test
	void explicitAddressesStandForThemselves() {
		LocalAddresses wanted = wanted("127.0.0.1", "127.0.0.2", "127.0.0.1");
		assertThat(wanted.hasWildcard()).isFalse();
		assertThat(wanted.expand(INTERFACES)).containsExactlyElementsOf(addresses("127.0.0.1", "127.0.0.2"));
		assertThat(wanted.optional(INTERFACES)).isEmpty();
	}

	@Test
	void aWildcardStandsForTheAddressesOfItsFamily() {
		assertThat(wanted("0.0.0.0").expand(INTERFACES)).containsExactlyElementsOf(addresses("127.0.0.1", "192.0.2.2"));
		assertThat(wanted("::").expand(INTERFACES)).containsExactlyElementsOf(addresses("::1", "fe80::1%2"));
		assertThat(wanted("::", "0.0.0.0").expand(INTERFACES)).containsExactlyElementsOf(INTERFACES);
	}

	@Test
	void anExplicitAddressBesideAWildcardMustBeThere() {
		LocalAddresses wanted = wanted("0.0.0.0", "127.0.0.1", "127.0.0.2");
		assertThat(wanted.expand(INTERFACES))
			.containsExactlyElementsOf(addresses("127.0.0.1", "127.0.0.2", "192.0.2.2"));
		assertThat(wanted.optional(INTERFACES)).containsExactlyElementsOf(addresses("192.0.2.2"));
	}

	@Test
	void severalExplicitAddressesAreMultiHomed() {
		assertThat(wanted("127.0.0.1", "127.0.0.2").isMultiHomed(addresses("127.0.0.1", "127.0.0.2"))).isTrue();
		assertThat(wanted("127.0.0.1").isMultiHomed(addresses("127.0.0.1"))).isFalse();
	}

	@Test
	void aWildcardIsMultiHomedWithSeveralAddressesThatReachBeyondTheLink() {
		LocalAddresses wanted = wanted("0.0.0.0", "::");
		assertThat(wanted.isMultiHomed(addresses("127.0.0.1", "::1", "192.168.1.5", "fe80::1%2"))).isFalse();
		assertThat(wanted.isMultiHomed(addresses("127.0.0.1", "192.168.1.5", "10.0.0.1"))).isTrue();
	}

	@Test
	void theHostsInterfacesHaveALoopbackAddress() {
		assertThat(LocalAddresses.ofInterfaces()).contains(Sockets.LOOPBACK);
	}

}
