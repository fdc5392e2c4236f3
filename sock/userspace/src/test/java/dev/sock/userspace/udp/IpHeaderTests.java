package dev.sock.userspace.udp;

import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.sock.GsoMode;
import dev.sock.IpOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.UserspaceOptions;
import dev.sock.spi.EndpointBinding;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IpHeader} and what sockets make of it.
 */
class IpHeaderTests {

	private static final IpOptions URGENT = IpOptions.DEFAULT.withTrafficClass(0xb8);

	private final List<UdpBinding> open = new ArrayList<>();

	@AfterEach
	void close() {
		this.open.forEach(UdpBinding::close);
	}

	private UdpBinding bind(Bindings bindings, String name, int udpPort, IpOptions ip, SctpAddress address) {
		SctpOptions options = SctpOptions.builder().ip(ip).build();
		UdpBinding binding = bindings
			.bind(new EndpointBinding(name, List.of(address), 0, udpPort, false, options), List.of(address), Set.of())
			.binding();
		this.open.add(binding);
		return binding;
	}

	private static Bindings bindings(boolean epoll) {
		return new Bindings(new NettyIo(epoll), new UserspaceOptions(0, GsoMode.AUTO));
	}

	private static int freePort() {
		try (DatagramSocket socket = Sockets.open(Sockets.LOOPBACK, 0)) {
			return socket.getLocalPort();
		}
	}

	@Test
	void socketsOfBothFamiliesHaveTheTrafficClass() {
		for (boolean epoll : UdpBindingTests.loops()) {
			for (SctpAddress address : List.of(Sockets.LOOPBACK, Sockets.LOOPBACK_IPV6)) {
				UdpBinding binding = bind(bindings(epoll), "server", 0, URGENT, address);
				assertThat(binding.ipInForce()).as("%s, epoll %s", address, epoll).isEqualTo(new IpHeader(0xb8, null));
			}
		}
	}

	@Test
	void whatIsNotSetIsTheSystems() {
		assertThat(bind(bindings(Epoll.isAvailable()), "server", 0, IpOptions.DEFAULT, Sockets.LOOPBACK).ipInForce())
			.isEqualTo(IpHeader.DEFAULT);
	}

	@Test
	void socketsHaveTheTimeToLiveWhereThereIsEpollAndItIsRefusedElsewhere() {
		IpOptions ttl = IpOptions.DEFAULT.withTtl(3);
		for (boolean epoll : UdpBindingTests.loops()) {
			for (SctpAddress address : List.of(Sockets.LOOPBACK, Sockets.LOOPBACK_IPV6)) {
				if (epoll) {
					assertThat(bind(bindings(true), "server", 0, ttl, address).ipInForce())
						.isEqualTo(new IpHeader(null, 3));
				}
				else {
					assertThatExceptionOfType(SctpOptionException.class)
						.isThrownBy(() -> bind(bindings(false), "server", 0, ttl, address))
						.satisfies((ex) -> assertThat(ex.option()).isEqualTo("ip.ttl"))
						.withMessageContainingAll("3", "userspace", "leave it out");
				}
			}
		}
	}

	@Test
	void endpointsOfOneUdpPortHaveToAgree() {
		Bindings bindings = bindings(Epoll.isAvailable());
		int port = freePort();
		UdpBinding first = bind(bindings, "first", port, URGENT, Sockets.LOOPBACK);
		assertThat(bind(bindings, "second", port, URGENT, Sockets.LOOPBACK)).isSameAs(first);
		for (IpOptions other : List.of(IpOptions.DEFAULT, IpOptions.DEFAULT.withTrafficClass(1))) {
			assertThatExceptionOfType(SctpOptionException.class)
				.isThrownBy(() -> bind(bindings, "third", port, other, Sockets.LOOPBACK))
				.satisfies((ex) -> assertThat(ex.option()).isEqualTo("ip.traffic-class"))
				.withMessageContainingAll("'first'", "184", String.valueOf(port), "another udp-port");
		}
		assertThat(bind(bindings, "fourth", 0, IpOptions.DEFAULT, Sockets.LOOPBACK)).isNotSameAs(first);
		assertThat(first.ipInForce().trafficClass()).isEqualTo(0xb8);
	}

	@Test
	void anAssociationHasWhatItsEndpointHas() {
		IpHeader header = new IpHeader(0xb8, null);
		header.checkAssociation(IpOptions.DEFAULT);
		header.checkAssociation(URGENT);
		for (IpOptions other : List.of(IpOptions.DEFAULT.withTtl(3), IpOptions.DEFAULT.withTrafficClass(1),
				IpOptions.DEFAULT.withPriority(1), IpOptions.DEFAULT.withDontRoute(true))) {
			assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> header.checkAssociation(other))
				.withMessageContaining("userspace");
		}
	}

}
