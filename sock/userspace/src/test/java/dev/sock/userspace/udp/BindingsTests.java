package dev.sock.userspace.udp;

import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpOptions;
import dev.sock.UserspaceOptions;
import dev.sock.spi.EndpointBinding;
import dev.sock.userspace.udp.Bindings.Bound;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link Bindings}: which UDP port an endpoint gets.
 */
class BindingsTests {

	private final List<UdpBinding> open = new ArrayList<>();

	@AfterEach
	void close() {
		this.open.forEach(UdpBinding::close);
	}

	private Bindings bindings(int defaultPort) {
		return new Bindings(new NettyIo(), new UserspaceOptions(defaultPort, GsoMode.AUTO));
	}

	private UdpBinding bind(Bindings bindings, @Nullable Integer udpPort, boolean connectOnly,
			SctpAddress... addresses) {
		List<SctpAddress> local = List.of(addresses);
		Bound bound = bindings.bind(new EndpointBinding("client", local, 0, udpPort, connectOnly, SctpOptions.DEFAULT),
				local, Set.of());
		this.open.add(bound.binding());
		assertThat(bound.addresses()).isEqualTo(local);
		return bound.binding();
	}

	@Test
	void endpointsOfTheDefaultPortShareABinding() {
		int port = freePort();
		Bindings bindings = bindings(port);
		UdpBinding first = bind(bindings, null, false, Sockets.LOOPBACK);
		assertThat(first.port()).isEqualTo(port);
		assertThat(bind(bindings, port, true, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK)).isSameAs(first);
		assertThat(first.socket(Sockets.SECOND_LOOPBACK)).isNotNull();
	}

	@Test
	void port0TakesAFreePortOfItsOwn() {
		Bindings bindings = bindings(0);
		assertThat(bind(bindings, null, false, Sockets.LOOPBACK))
			.isNotSameAs(bind(bindings, 0, false, Sockets.LOOPBACK));
	}

	@Test
	void endpointsThatOnlyConnectFallBackToOneOtherPort() {
		try (DatagramSocket taken = Sockets.open(Sockets.LOOPBACK, 0)) {
			Bindings bindings = bindings(taken.getLocalPort());
			UdpBinding other = bind(bindings, null, true, Sockets.LOOPBACK);
			assertThat(other.port()).isNotEqualTo(taken.getLocalPort());
			assertThat(bind(bindings, null, true, Sockets.SECOND_LOOPBACK, Sockets.LOOPBACK)).isSameAs(other);
			bindings.close(other);
			assertThat(bind(bindings, null, true, Sockets.LOOPBACK)).isNotSameAs(other);
		}
	}

	@Test
	void anEndpointThatAcceptsOrNamesItsPortDoesNotFallBack() {
		try (DatagramSocket taken = Sockets.open(Sockets.LOOPBACK, 0)) {
			int port = taken.getLocalPort();
			Bindings bindings = bindings(port);
			for (SctpBindException ex : List.of(
					catchThrowableOfType(SctpBindException.class, () -> bind(bindings, null, false, Sockets.LOOPBACK)),
					catchThrowableOfType(SctpBindException.class,
							() -> bind(bindings, port, true, Sockets.LOOPBACK)))) {
				assertThat(ex.reason()).isEqualTo(Reason.UDP_PORT_IN_USE);
				assertThat(ex).hasMessageContaining("127.0.0.1:" + port)
					.hasMessageContaining("another process has it")
					.hasMessageContaining("sock.userspace.udp-port")
					.hasMessageContaining("'udp-port'");
			}
		}
	}

	@Test
	void anAddressTakenElsewhereLeavesASharedBindingAsItWas() {
		try (DatagramSocket taken = Sockets.open(Sockets.SECOND_LOOPBACK, 0)) {
			Bindings bindings = bindings(taken.getLocalPort());
			UdpBinding first = bind(bindings, null, false, Sockets.LOOPBACK);
			SctpBindException ex = catchThrowableOfType(SctpBindException.class,
					() -> bind(bindings, null, false, Sockets.LOOPBACK, Sockets.SECOND_LOOPBACK));
			assertThat(ex.reason()).isEqualTo(Reason.UDP_PORT_IN_USE);
			assertThat(first.socket(Sockets.LOOPBACK)).isNotNull();
			assertThat(first.socket(Sockets.SECOND_LOOPBACK)).isNull();
		}
	}

	private static int freePort() {
		try (DatagramSocket socket = Sockets.open(Sockets.LOOPBACK, 0)) {
			return socket.getLocalPort();
		}
	}

}
