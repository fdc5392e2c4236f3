package dev.sock.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;

import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import dev.sock.SctpOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Json;

/**
 * One-to-one channels of the JDK's {@code com.sun.nio.sctp}, which block, with the
 * options that sock's kernel transport sets by default.
 */
final class NioChannels {

	final int streams;

	private final InetSocketAddress local;

	private final InetSocketAddress remote;

	private final boolean noDelay;

	private final int sendBuffer;

	private final int receiveBuffer;

	NioChannels(Arguments arguments) {
		SctpOptions defaults = SctpOptions.DEFAULT;
		int port = arguments.integer("port", 5001, 1, 65535);
		this.streams = arguments.integer("streams", 1, 1, 65535);
		this.local = new InetSocketAddress(arguments.text("local", "127.0.0.1"), port);
		this.remote = new InetSocketAddress(arguments.text("address", "127.0.0.1"), port);
		this.noDelay = arguments.integer("no-delay", defaults.noDelay() ? 1 : 0, 0, 1) == 1;
		this.sendBuffer = arguments.integer("send-buffer", defaults.sendBuffer(), 4096, 1 << 30);
		this.receiveBuffer = arguments.integer("receive-buffer", defaults.receiveBuffer(), 4096, 1 << 30);
	}

	SctpChannel accept() throws IOException {
		try (SctpServerChannel server = SctpServerChannel.open()) {
			server.setOption(SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS,
					SctpStandardSocketOptions.InitMaxStreams.create(this.streams, this.streams));
			server.bind(this.local);
			new Json().put("ready", true)
				.put("stack", "nio")
				.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"))
				.print();
			return prepared(server.accept());
		}
	}

	SctpChannel connect() throws IOException {
		SctpChannel channel = prepared(SctpChannel.open());
		channel.bind(new InetSocketAddress(this.local.getAddress(), 0));
		channel.connect(this.remote, this.streams, this.streams);
		return channel;
	}

	private SctpChannel prepared(SctpChannel channel) throws IOException {
		channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, this.noDelay);
		channel.setOption(SctpStandardSocketOptions.SO_SNDBUF, this.sendBuffer);
		channel.setOption(SctpStandardSocketOptions.SO_RCVBUF, this.receiveBuffer);
		return channel;
	}

	/**
	 * Puts the buffers as they were granted.
	 */
	static void report(Json json, SctpChannel channel) throws IOException {
		json.put("sendBuffer", channel.getOption(SctpStandardSocketOptions.SO_SNDBUF))
			.put("receiveBuffer", channel.getOption(SctpStandardSocketOptions.SO_RCVBUF));
	}

}
