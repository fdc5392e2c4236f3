package dev.sock.impl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.UserspaceOptions;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportProvider;
import dev.sock.spi.TransportProvider.Availability;
import org.jspecify.annotations.Nullable;

/**
 * The transports of a Sock: chooses them by name, opens each when it is first needed. Not
 * safe for use by several threads.
 */
final class Transports {

	static final String AUTO = "auto";

	private static final List<String> AUTO_ORDER = List.of("kernel", "userspace");

	private final String defaultName;

	private final UserspaceOptions options;

	private final Map<String, Transport> open = new LinkedHashMap<>();

	private final Supplier<Map<String, TransportProvider>> loader;

	private @Nullable Map<String, TransportProvider> providers;

	private @Nullable String automatic;

	Transports(String defaultName, UserspaceOptions options, Supplier<Map<String, TransportProvider>> loader) {
		this.defaultName = defaultName;
		this.options = options;
		this.loader = loader;
	}

	/**
	 * Returns the name of the transport that an endpoint gets.
	 * @param requested a name, or {@code auto}
	 */
	String choose(String requested) {
		String name = requested.equals(AUTO) ? this.defaultName : requested;
		return name.equals(AUTO) ? automatic() : name;
	}

	private String automatic() {
		String chosen = this.automatic;
		if (chosen != null) {
			return chosen;
		}
		StringBuilder passedOver = new StringBuilder();
		boolean fallback = false;
		for (String name : AUTO_ORDER) {
			TransportProvider provider = providers().get(name);
			if (provider == null) {
				passedOver.append("; ").append(name).append(" is not on the class path");
				continue;
			}
			Availability availability = provider.availability();
			if (!availability.available()) {
				passedOver.append("; ").append(name).append(" cannot be used: ").append(availability.reason());
				fallback = true;
				continue;
			}
			log(name, availability.reason() + passedOver, fallback);
			this.automatic = name;
			return name;
		}
		throw new SctpBindException(Reason.TRANSPORT_UNAVAILABLE, "Transport 'auto': none can be used" + passedOver
				+ "; add the dependency dev.sock:sock-userspace, which runs everywhere", null);
	}

	private static void log(String name, String why, boolean fallback) {
		if (fallback) {
			Logs.ENDPOINT.warn(
					"Transport 'auto' falls back to '{}', which peers that speak SCTP over IP only cannot reach: {}",
					name, why);
		}
		else {
			Logs.ENDPOINT.info("Transport 'auto' is '{}': {}", name, why);
		}
	}

	/**
	 * Returns a transport, which this opens and closes.
	 */
	Transport get(String name) {
		Transport transport = this.open.get(name);
		if (transport == null) {
			transport = open(name);
			this.open.put(name, transport);
		}
		return transport;
	}

	private Transport open(String name) {
		TransportProvider provider = providers().get(name);
		if (provider == null) {
			throw new SctpBindException(Reason.TRANSPORT_UNAVAILABLE, unknown(name), null);
		}
		Availability availability = provider.availability();
		if (!availability.available()) {
			throw new SctpBindException(Reason.TRANSPORT_UNAVAILABLE, "Transport '" + name
					+ "' cannot be used on this machine: " + availability.reason() + "; known here: " + known(), null);
		}
		return provider.open(this.options);
	}

	private String unknown(String name) {
		String remedy = AUTO_ORDER.contains(name) ? "add the dependency dev.sock:sock-" + name
				: "use auto or one of these, or add the dependency that brings it (sock-userspace, sock-kernel)";
		return "Transport '" + name + "' is not known; known here: " + known() + "; " + remedy;
	}

	private String known() {
		return providers().isEmpty() ? "none" : String.join(", ", providers().keySet());
	}

	/**
	 * Returns the names of those on the class path.
	 */
	Set<String> names() {
		return Set.copyOf(providers().keySet());
	}

	private Map<String, TransportProvider> providers() {
		Map<String, TransportProvider> found = this.providers;
		if (found == null) {
			found = this.loader.get();
			this.providers = found;
		}
		return found;
	}

	/**
	 * Returns the transports on the class path by their names.
	 */
	static Map<String, TransportProvider> load() {
		Map<String, TransportProvider> found = new LinkedHashMap<>();
		ServiceLoader.load(TransportProvider.class, TransportProvider.class.getClassLoader())
			.stream()
			.forEach((entry) -> add(entry, found));
		return found;
	}

	private static void add(ServiceLoader.Provider<TransportProvider> entry, Map<String, TransportProvider> found) {
		try {
			TransportProvider provider = entry.get();
			found.putIfAbsent(provider.name(), provider);
		}
		catch (ServiceConfigurationError ex) {
			Logs.ENDPOINT.warn("Transport {} cannot be loaded and is left out", entry.type().getName(), ex);
		}
	}

	/**
	 * Returns what the operating system has counted, by transport.
	 */
	Map<String, Map<String, Long>> hostStatistics() {
		Map<String, Map<String, Long>> result = new LinkedHashMap<>();
		this.open.forEach((name, transport) -> {
			Map<String, Long> counters = transport.hostStatistics();
			if (!counters.isEmpty()) {
				result.put(name, counters);
			}
		});
		return result;
	}

	/**
	 * Gives up the open transports, which the caller is to close.
	 */
	Map<String, Transport> takeAll() {
		Map<String, Transport> all = new LinkedHashMap<>(this.open);
		this.open.clear();
		return all;
	}

	static void close(Map<String, Transport> transports) {
		transports.forEach((name, transport) -> {
			try {
				transport.close();
			}
			catch (RuntimeException ex) {
				Logs.ENDPOINT.warn("Transport '{}' failed to close", name, ex);
			}
		});
	}

}
