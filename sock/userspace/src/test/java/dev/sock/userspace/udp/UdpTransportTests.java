package dev.sock.userspace.udp;

import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpClosedException;
import dev.sock.SctpOptions;
import dev.sock.UserspaceOptions;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportAssociation;
import dev.sock.spi.TransportProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UdpTransport}, as far as they need no engine.
 */
class UdpTransportTests {

	private static final EndpointListener NOBODY = new EndpointListener() {

		@Override
		public @Nullable AssociationListener accept(IncomingAssociation request, TransportAssociation association) {
			return null;
		}

		@Override
		public void ended(String reason) {
		}

	};

	private static EndpointBinding request(int udpPort, SctpAddress... addresses) {
		return new EndpointBinding("server", List.of(addresses), 30400, udpPort, false, SctpOptions.DEFAULT);
	}

	private static UdpTransport transport(List<SctpAddress> interfaceAddresses) {
		return new UdpTransport(new UserspaceOptions(0, GsoMode.AUTO), new NettyIo(), () -> interfaceAddresses,
				Duration.ofSeconds(5));
	}

	@Test
	void theProviderIsFoundAndRunsEverywhere() {
		TransportProvider provider = ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow();
		assertThat(provider.name()).isEqualTo("userspace");
		assertThat(provider.availability().available()).isTrue();
		provider.open(UserspaceOptions.DEFAULT).close();
	}

	@Test
	void aTakenUdpPortIsReportedToTheCaller() {
		try (DatagramSocket taken = Sockets.open(Sockets.LOOPBACK, 0); Transport transport = transport(List.of())) {
			SctpBindException ex = catchThrowableOfType(SctpBindException.class,
					() -> transport.open(request(taken.getLocalPort(), Sockets.LOOPBACK), NOBODY));
			assertThat(ex.reason()).isEqualTo(Reason.UDP_PORT_IN_USE);
		}
	}

	@Test
	void aWildcardThatStandsForNothingIsReported() {
		try (Transport transport = transport(List.of(Sockets.LOOPBACK))) {
			SctpBindException ex = catchThrowableOfType(SctpBindException.class,
					() -> transport.open(request(0, Sockets.address("::")), NOBODY));
			assertThat(ex.reason()).isEqualTo(Reason.ADDRESS_NOT_LOCAL);
			assertThat(ex).hasMessageContaining("No interface has an address that [::] stands for");
		}
	}

	@Test
	void aClosedTransportOpensNothingAndCanBeClosedAgain() {
		Transport transport = transport(List.of());
		transport.close();
		transport.close();
		assertThatExceptionOfType(SctpClosedException.class)
			.isThrownBy(() -> transport.open(request(0, Sockets.LOOPBACK), NOBODY));
	}

}
