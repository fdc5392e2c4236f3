package dev.sock.userspace.udp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RouteSources}.
 */
class RouteSourcesTests {

	private final Map<SctpAddress, SctpAddress> routes = new HashMap<>();

	private final List<SctpAddress> asked = new ArrayList<>();

	private final Set<SctpAddress> gone = new HashSet<>();

	private long now;

	private final RouteSources sources = new RouteSources((address) -> !this.gone.contains(address), (destination) -> {
		this.asked.add(destination);
		return this.routes.get(destination);
	}, () -> this.now);

	private String select(String destination, String... candidates) {
		List<SctpAddress> addresses = new ArrayList<>();
		for (String candidate : candidates) {
			addresses.add(Sockets.address(candidate));
		}
		return String.valueOf(this.sources.select(Sockets.address(destination), addresses));
	}

	@Test
	void theSystemsRouteIsPreferred() {
		this.routes.put(Sockets.address("198.51.100.7"), Sockets.address("10.0.1.1"));
		assertThat(select("198.51.100.7", "10.0.0.1", "10.0.1.1", "192.0.2.9")).isEqualTo("10.0.1.1");
	}

	@Test
	void withoutAUsableRouteTheSameScopeIsPreferredThenTheFamily() {
		this.routes.put(Sockets.address("198.51.100.7"), Sockets.address("10.9.9.9"));
		assertThat(select("198.51.100.7", "10.0.0.1", "192.0.2.9")).isEqualTo("192.0.2.9");
		assertThat(select("198.51.100.8", "10.0.0.1", "10.0.1.1")).isEqualTo("10.0.0.1");
	}

	@Test
	void onlyAddressesOfTheSameFamilyCount() {
		assertThat(select("2001:db8::1", "10.0.0.1", "192.0.2.9")).isEqualTo("null");
		assertThat(select("2001:db8::1", "10.0.0.1", "2001:db8::2")).isEqualTo("2001:db8::2");
	}

	@Test
	void loopbackGoesWithLoopbackOnly() {
		assertThat(select("10.0.0.2", "127.0.0.1")).isEqualTo("null");
		assertThat(select("127.0.0.1", "10.0.0.1", "192.0.2.9")).isEqualTo("null");
		assertThat(select("::1", "::1", "2001:db8::2")).isEqualTo("::1");
	}

	@Test
	void withinAHostTheDestinationsOwnAddressIsPreferred() {
		assertThat(select("127.0.0.2", "127.0.0.1", "127.0.0.2")).isEqualTo("127.0.0.2");
		assertThat(select("127.0.0.3", "127.0.0.1", "127.0.0.2")).isEqualTo("127.0.0.1");
		assertThat(this.asked).isEmpty();
	}

	@Test
	void theSystemIsAskedOnceInHalfAMinute() {
		select("198.51.100.7", "10.0.0.1", "10.0.1.1");
		this.now += TimeUnit.SECONDS.toNanos(29);
		select("198.51.100.7", "10.0.0.1", "10.0.1.1");
		assertThat(this.asked).hasSize(1);
		this.now += TimeUnit.SECONDS.toNanos(2);
		select("198.51.100.7", "10.0.0.1", "10.0.1.1");
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void anAddressWhoseSocketHasGoneIsNotChosen() {
		this.gone.add(Sockets.address("10.0.0.1"));
		assertThat(select("10.0.0.2", "10.0.0.1", "10.0.1.1")).isEqualTo("10.0.1.1");
		this.gone.add(Sockets.address("10.0.1.1"));
		assertThat(select("10.0.0.2", "10.0.0.1", "10.0.1.1")).isEqualTo("null");
	}

	@Test
	void theRealSystemCanBeAsked() {
		RouteSources real = new RouteSources((address) -> true);
		List<SctpAddress> candidates = List.of(Sockets.address("10.255.1.1"), Sockets.address("10.255.1.2"));
		assertThat(real.select(Sockets.address("203.0.113.1"), candidates)).isIn(candidates);
	}

}
