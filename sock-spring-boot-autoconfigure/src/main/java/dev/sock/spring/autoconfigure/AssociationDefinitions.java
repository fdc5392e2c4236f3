package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.sock.ConnectOptions;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.spring.endpoint.AssociationDefinition;
import dev.sock.spring.endpoint.ReconnectPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Makes definitions of associations out of properties.
 */
final class AssociationDefinitions {

	private AssociationDefinitions() {
	}

	static AssociationDefinition create(String endpointName, String name, Layered<AssociationSettings> settings,
			SctpOptions endpoint, Customization customization) {
		OptionMapper<AssociationSettings> mapper = new OptionMapper<>(settings, AssociationSettings::getOptions);
		SctpOptions options = mapper.apply(endpoint);
		mapper.checkEndpointOnly(endpoint, options);
		SockConnectionDetails.Peer peer = peer(endpointName, name, settings, customization);
		Duration timeout = or(settings.get("connect-timeout", AssociationSettings::getConnectTimeout),
				ConnectOptions.DEFAULT_TIMEOUT);
		boolean failFast = or(settings.get("fail-fast", AssociationSettings::getFailFast), false);
		try {
			ConnectOptions connect = new ConnectOptions(name, peer.addresses(), peer.port(), peer.udpPort(), timeout,
					options);
			for (SctpAssociationCustomizer customizer : customization.associations()) {
				connect = customizer.customize(endpointName, connect);
			}
			if (!name.equals(connect.name())) {
				throw new IllegalStateException("A SctpAssociationCustomizer has renamed association '" + name
						+ "' to '" + connect.name() + "': the name is that of the properties");
			}
			return new AssociationDefinition(name, connect, reconnect(settings), failFast);
		}
		catch (SctpOptionException ex) {
			throw SockPropertyException.of(ex, settings.paths(), "");
		}
	}

	private static SockConnectionDetails.Peer peer(String endpoint, String name, Layered<AssociationSettings> settings,
			Customization customization) {
		SockConnectionDetails details = customization.details();
		SockConnectionDetails.Peer known = (details != null) ? details.peer(endpoint, name) : null;
		if (known != null) {
			return known;
		}
		List<String> addresses = or(settings.get("remote-addresses", AssociationSettings::getRemoteAddresses),
				List.of());
		Integer port = settings.get("remote-port", AssociationSettings::getRemotePort);
		if (port == null) {
			throw SockPropertyException.missing(settings.paths().of("remote-port"),
					"Set it to the SCTP port of the peer, 1 to 65535.");
		}
		return new SockConnectionDetails.Peer(addresses, port,
				settings.get("remote-udp-port", AssociationSettings::getRemoteUdpPort));
	}

	private static ReconnectPolicy reconnect(Layered<AssociationSettings> settings) {
		ReconnectPolicy defaults = ReconnectPolicy.DEFAULT;
		boolean enabled = or(settings.get("reconnect.enabled", (s) -> s.getReconnect().getEnabled()),
				defaults.enabled());
		Duration initial = or(settings.get("reconnect.initial-delay", (s) -> s.getReconnect().getInitialDelay()),
				defaults.initialDelay());
		Duration max = or(settings.get("reconnect.max-delay", (s) -> s.getReconnect().getMaxDelay()),
				defaults.maxDelay());
		double multiplier = or(settings.get("reconnect.multiplier", (s) -> s.getReconnect().getMultiplier()),
				defaults.multiplier());
		double jitter = or(settings.get("reconnect.jitter", (s) -> s.getReconnect().getJitter()), defaults.jitter());
		if (initial.toMillis() < 1) {
			throw SockPropertyException.of(settings.paths().of("reconnect.initial-delay"), initial, "is below 1 ms",
					"Set a longer delay.");
		}
		if (initial.compareTo(max) > 0) {
			throw SockPropertyException.of(settings.paths().of("reconnect.initial-delay"), initial,
					"is above reconnect.max-delay (" + max + ")", "Lower it or raise reconnect.max-delay.");
		}
		if (!(multiplier >= 1 && multiplier <= 100)) {
			throw SockPropertyException.of(settings.paths().of("reconnect.multiplier"), multiplier,
					"is not in the range 1 to 100", "Set a value in this range.");
		}
		if (!(jitter >= 0 && jitter <= 1)) {
			throw SockPropertyException.of(settings.paths().of("reconnect.jitter"), jitter,
					"is not in the range 0 to 1", "Set a value in this range.");
		}
		return new ReconnectPolicy(enabled, initial, max, multiplier, jitter);
	}

	private static <T> T or(@Nullable T value, T defaultValue) {
		return (value != null) ? value : defaultValue;
	}

}
