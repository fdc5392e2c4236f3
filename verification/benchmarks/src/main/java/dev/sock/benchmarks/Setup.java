package dev.sock.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.GsoMode;
import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpHandler;
import dev.sock.SctpOptions;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the commands have in common: the options for addresses, ports and protocol, and
 * the {@link Sock} with one endpoint that they make. Protocol options are sock's defaults
 * unless given, the transport is the userspace one.
 */
final class Setup implements AutoCloseable {

	/** As the public API names it: {@code userspace} or {@code kernel}. */
	final String transport;

	final int udpPort;

	final int peerUdpPort;

	final int port;

	final int streams;

	final GsoMode gso;

	final List<String> localAddresses;

	final List<String> addresses;

	final SctpOptions options;

	private final Sock sock;

	private @Nullable ExecutorService executor;

	Setup(Arguments arguments) {
		this(arguments, SctpOptions.DEFAULT);
	}

	Setup(Arguments arguments, SctpOptions defaults) {
		this.transport = arguments.text("transport", "userspace");
		this.udpPort = arguments.integer("udp-port", 9899, 1, 65535);
		this.peerUdpPort = arguments.integer("peer-udp-port", 9900, 1, 65535);
		this.port = arguments.integer("port", 5001, 1, 65535);
		this.streams = arguments.integer("streams", 1, 1, 65535);
		this.gso = arguments.choice("gso", GsoMode.AUTO);
		this.localAddresses = arguments.list("local", "127.0.0.1");
		this.addresses = arguments.list("address", "127.0.0.1");
		this.options = options(arguments, defaults, this.streams);
		this.sock = Sock.builder()
			.transport(this.transport)
			.userspace(new UserspaceOptions(this.udpPort, this.gso))
			.build();
	}

	private static SctpOptions options(Arguments arguments, SctpOptions defaults, int streams) {
		RtoOptions rto = defaults.rto();
		return defaults.toBuilder()
			.outboundStreams(Math.max(streams, defaults.outboundStreams()))
			.maxInboundStreams(Math.max(streams, defaults.maxInboundStreams()))
			.maxBurst(arguments.integer("max-burst", defaults.maxBurst(), 1, 1024))
			.pathMtu(arguments.integer("mtu", defaults.pathMtu(), 0, 65535))
			.noDelay(arguments.integer("no-delay", defaults.noDelay() ? 1 : 0, 0, 1) == 1)
			.sendBuffer(arguments.integer("send-buffer", defaults.sendBuffer(), 4096, 1 << 30))
			.receiveBuffer(arguments.integer("receive-buffer", defaults.receiveBuffer(), 4096, 1 << 30))
			.rto(new RtoOptions(millis(arguments, "rto-initial", rto.initial()),
					millis(arguments, "rto-min", rto.min()), millis(arguments, "rto-max", rto.max())))
			.heartbeatInterval(millis(arguments, "heartbeat-interval", defaults.heartbeatInterval()))
			.sackDelay(millis(arguments, "sack-delay", defaults.sackDelay()))
			.pathMaxRetransmissions(
					arguments.integer("path-max-retransmissions", defaults.pathMaxRetransmissions(), 0, 255))
			.potentiallyFailedThreshold(
					arguments.integer("potentially-failed-threshold", defaults.potentiallyFailedThreshold(), 0, 255))
			.build();
	}

	private static Duration millis(Arguments arguments, String name, Duration defaultValue) {
		return Duration.ofMillis(arguments.integer(name, Math.toIntExact(defaultValue.toMillis()), 0, 86_400_000));
	}

	SctpEndpoint server(Delivery delivery, SctpHandler handler, int associations) {
		EndpointOptions.Builder builder = endpoint("server").port(this.port).accept(associations);
		return this.sock.createEndpoint(deliver(builder, delivery, handler).build());
	}

	SctpEndpoint client(Delivery delivery, @Nullable SctpHandler handler) {
		return client("client", delivery, handler);
	}

	SctpEndpoint client(String name, Delivery delivery, @Nullable SctpHandler handler) {
		return this.sock.createEndpoint(deliver(endpoint(name), delivery, handler).build());
	}

	SctpAssociation connect(SctpEndpoint endpoint) {
		ConnectOptions target = ConnectOptions.to(this.addresses, this.port);
		// the kernel speaks SCTP over IP
		return endpoint
			.connect(this.transport.equals("userspace") ? target.withRemoteUdpPort(this.peerUdpPort) : target);
	}

	void ready() {
		new Json().put("ready", true)
			.put("stack", "sock")
			.put("transport", this.transport)
			.put("udpPort", this.udpPort)
			.put("port", this.port)
			.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"))
			.print();
	}

	private EndpointOptions.Builder endpoint(String name) {
		return EndpointOptions.builder()
			.name(name)
			.localAddresses(this.localAddresses)
			.udpPort(this.udpPort)
			.options(this.options);
	}

	private EndpointOptions.Builder deliver(EndpointOptions.Builder builder, Delivery delivery,
			@Nullable SctpHandler handler) {
		return switch (delivery) {
			case LOOP -> builder.handler(handler);
			case EXECUTOR -> builder.handler(handler).executor(executor());
			case PULL -> builder;
		};
	}

	private ExecutorService executor() {
		if (this.executor == null) {
			this.executor = Executors.newSingleThreadExecutor((task) -> new Thread(task, "handler"));
		}
		return this.executor;
	}

	@Override
	public void close() {
		this.sock.close();
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

}
