package dev.sock.interop;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpHandler;
import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.Sock;
import dev.sock.programs.Arguments;
import dev.sock.programs.Json;
import org.jspecify.annotations.Nullable;

/**
 * Our side: the transport, where to bind, whom to connect to, and one endpoint. Protocol
 * options are sock's defaults unless given.
 */
final class Setup implements AutoCloseable {

	final String transport;

	final int streams;

	private final List<String> localAddresses;

	private final int port;

	private final @Nullable String udpPort;

	private final List<String> remoteAddresses;

	private final int remotePort;

	private final @Nullable String remoteUdpPort;

	private final int accept;

	private final SctpOptions options;

	private final Sock sock;

	private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> new Thread(task, "handler"));

	Setup(Arguments arguments) {
		this.transport = arguments.text("transport", "userspace");
		this.localAddresses = arguments.list("local", "127.0.0.1");
		this.port = arguments.integer("port", 0);
		this.udpPort = arguments.optional("udp-port");
		this.remoteAddresses = arguments.list("remote", "127.0.0.1");
		this.remotePort = arguments.integer("remote-port", 2006);
		this.remoteUdpPort = arguments.optional("remote-udp-port");
		this.accept = arguments.integer("accept", 0);
		this.streams = arguments.integer("streams", 10);
		this.options = options(arguments, this.streams);
		this.sock = Sock.builder().transport(this.transport).build();
	}

	private static SctpOptions options(Arguments arguments, int streams) {
		SctpOptions defaults = SctpOptions.DEFAULT;
		RtoOptions rto = defaults.rto();
		return defaults.toBuilder()
			.outboundStreams(streams)
			.rto(new RtoOptions(millis(arguments, "rto-initial", rto.initial()),
					millis(arguments, "rto-min", rto.min()), millis(arguments, "rto-max", rto.max())))
			.heartbeatInterval(millis(arguments, "heartbeat-interval", defaults.heartbeatInterval()))
			.sackDelay(millis(arguments, "sack-delay", defaults.sackDelay()))
			.validCookieLife(millis(arguments, "valid-cookie-life", defaults.validCookieLife()))
			.adaptationIndication((arguments.optional("adaptation") != null)
					? Long.valueOf(arguments.integer("adaptation", 0)) : null)
			.streamReconfiguration(arguments.flag("reconfigure") ? Set.of(StreamReconfiguration.values()) : Set.of())
			.pathMaxRetransmissions(arguments.integer("path-max-retransmissions", defaults.pathMaxRetransmissions()))
			.dynamicAddresses(arguments.flag("dynamic-addresses"))
			.build();
	}

	private static Duration millis(Arguments arguments, String name, Duration defaultValue) {
		return Duration.ofMillis(arguments.integer(name, Math.toIntExact(defaultValue.toMillis())));
	}

	SctpEndpoint open(SctpHandler handler) {
		SctpEndpoint endpoint = this.sock.createEndpoint(EndpointOptions.builder()
			.name("ours")
			.localAddresses(this.localAddresses)
			.port(this.port)
			.udpPort((this.udpPort != null) ? Integer.valueOf(this.udpPort) : null)
			.accept(this.accept)
			.options(this.options)
			.handler(handler)
			.executor(this.executor)
			.build());
		new Json().put("event", "open")
			.put("transport", endpoint.transport())
			.put("port", endpoint.localPort())
			.put("addresses", endpoint.localAddresses())
			.print();
		return endpoint;
	}

	SctpAssociation connect(SctpEndpoint endpoint) {
		ConnectOptions target = ConnectOptions.to(this.remoteAddresses, this.remotePort)
			.withTimeout(Duration.ofSeconds(30));
		if (this.remoteUdpPort != null) {
			target = target.withRemoteUdpPort(Integer.parseInt(this.remoteUdpPort));
		}
		return endpoint.connect(target);
	}

	@Override
	public void close() {
		this.sock.close();
		this.executor.shutdownNow();
	}

}
