package dev.sock.spring.autoconfigure;

import dev.sock.EndpointOptions;
import dev.sock.SctpBindException;
import dev.sock.SctpOptionException;
import dev.sock.spring.endpoint.EndpointDefinition;
import dev.sock.spring.endpoint.SctpEndpointStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why an endpoint cannot be opened and names the property to change.
 */
final class SctpEndpointStartFailureAnalyzer extends AbstractFailureAnalyzer<SctpEndpointStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SctpEndpointStartException cause) {
		EndpointDefinition definition = cause.definition();
		if (cause.getCause() instanceof SctpBindException bind) {
			return new FailureAnalysis(description(definition, bind), action(definition, bind), cause);
		}
		if (cause.getCause() instanceof SctpOptionException option) {
			SockPropertyException property = SockPropertyException.of(option, definition.paths(),
					option.option().equals("name") ? "" : "options.");
			return new FailureAnalysis(property.description() + ".", property.action(), cause);
		}
		return new FailureAnalysis(cause.getMessage() + ".",
				"Check the properties in '" + definition.paths().base() + "'.", cause);
	}

	private static String description(EndpointDefinition definition, SctpBindException bind) {
		return "Endpoint '" + definition.name() + "' cannot be opened (" + property(definition, bind) + "): "
				+ bind.getMessage() + (String.valueOf(bind.getMessage()).endsWith(".") ? "" : ".");
	}

	private static String property(EndpointDefinition definition, SctpBindException bind) {
		EndpointOptions options = definition.options();
		return switch (bind.reason()) {
			case SCTP_PORT_IN_USE -> named(definition, "port", options.port());
			case UDP_PORT_IN_USE -> (options.udpPort() != null) ? named(definition, "udp-port", options.udpPort())
					: "property 'sock.userspace.udp-port'";
			case ADDRESS_NOT_LOCAL, UNKNOWN_NAME -> named(definition, "local-addresses", options.localAddresses());
			case TRANSPORT_UNAVAILABLE -> named(definition, "transport", options.transport());
			case REFUSED -> "properties in '" + definition.paths().base() + "'";
		};
	}

	private static String named(EndpointDefinition definition, String option, Object value) {
		return "property '" + definition.paths().of(option) + "' with the value '" + value + "'";
	}

	private static String action(EndpointDefinition definition, SctpBindException bind) {
		String base = definition.paths().base();
		return switch (bind.reason()) {
			case SCTP_PORT_IN_USE -> "Set '" + definition.paths().of("port")
					+ "' to a port that no other endpoint of this host has on these addresses, or to 0 for a free one.";
			case UDP_PORT_IN_USE -> "Set 'sock.userspace.udp-port', or '" + definition.paths().of("udp-port")
					+ "' for this endpoint only, to a free UDP port and tell the peers, whose 'remote-udp-port' it is; "
					+ "or stop the process that has the port.";
			case ADDRESS_NOT_LOCAL -> "List addresses of this host in '" + definition.paths().of("local-addresses")
					+ "', or '*' for all of them. On macOS a second loopback address must be added first: "
					+ "sudo ifconfig lo0 alias 127.0.0.2 up";
			case UNKNOWN_NAME -> "List IP addresses, host names or interface names of this host in '"
					+ definition.paths().of("local-addresses") + "'.";
			case TRANSPORT_UNAVAILABLE -> "Do what it says, or set 'sock.transport', or '"
					+ definition.paths().of("transport")
					+ "' for this endpoint only, to userspace, which runs everywhere, or to auto, which takes the kernel's SCTP where there is one.";
			case REFUSED -> "Check the addresses and ports in '" + base + "'.";
		};
	}

}
