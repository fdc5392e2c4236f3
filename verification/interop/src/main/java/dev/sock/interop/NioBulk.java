package dev.sock.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.nio.sctp.AbstractNotificationHandler;
import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.HandlerResult;
import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.PeerAddressChangeNotification;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;

import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;

/**
 * {@code nio-bulk}: the same as {@code bulk}, on the JDK's own {@code com.sun.nio.sctp},
 * so on the kernel's SCTP.
 */
final class NioBulk implements Command {

	private static final int RECEIVE_BUFFER = Numbered.MAX_SIZE;

	private Ledger received = new Ledger(0);

	private final CompletableFuture<Void> complete = new CompletableFuture<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	@Override
	public void run(Arguments arguments) throws Exception {
		boolean listen = arguments.flag("listen");
		boolean sends = arguments.flag("send");
		boolean receives = arguments.flag("receive");
		List<String> local = arguments.list("local", "127.0.0.1");
		int port = arguments.integer("port", 0);
		InetSocketAddress remote = new InetSocketAddress(arguments.text("remote", "127.0.0.1"),
				arguments.integer("remote-port", 2006));
		int streams = arguments.integer("streams", 10);
		int limit = arguments.integer("limit", 300);
		Outgoing outgoing = new Outgoing(arguments, streams);
		this.received = new Ledger(streams);
		arguments.complete();
		long start;
		try (SctpChannel channel = listen ? accept(local, port, streams) : connect(local, port, remote, streams)) {
			start = System.nanoTime();
			Thread receiver = new Thread(() -> receive(channel), "receiver");
			receiver.setDaemon(true);
			receiver.start();
			if (sends) {
				outgoing.sendAll((stream, message) -> channel.send(ByteBuffer.wrap(message),
						MessageInfo.createOutgoing(null, stream)));
			}
			if (receives) {
				this.complete.get(limit, TimeUnit.SECONDS);
			}
			if (!listen) {
				channel.shutdown();
			}
			this.closed.get(limit, TimeUnit.SECONDS);
		}
		Json json = new Json().put("event", "done").put("seconds", (System.nanoTime() - start) / 1e9);
		outgoing.report(json);
		this.received.report(json, "received");
		json.print();
	}

	private static SctpChannel accept(List<String> local, int port, int streams) throws IOException {
		try (SctpServerChannel server = SctpServerChannel.open()) {
			server.setOption(SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS,
					SctpStandardSocketOptions.InitMaxStreams.create(streams, streams));
			server.bind(new InetSocketAddress(local.get(0), port));
			for (String address : local.subList(1, local.size())) {
				server.bindAddress(InetAddress.getByName(address));
			}
			new Json().put("event", "open").print();
			return server.accept();
		}
	}

	private static SctpChannel connect(List<String> local, int port, InetSocketAddress remote, int streams)
			throws IOException {
		SctpChannel channel = SctpChannel.open();
		channel.bind(new InetSocketAddress(local.get(0), port));
		for (String address : local.subList(1, local.size())) {
			channel.bindAddress(InetAddress.getByName(address));
		}
		channel.connect(remote, streams, streams);
		new Json().put("event", "connected").print();
		return channel;
	}

	private void receive(SctpChannel channel) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(RECEIVE_BUFFER);
		try {
			while (true) {
				MessageInfo info = channel.receive(buffer, null, new Printer());
				if (info == null) {
					continue;
				}
				if (info.bytes() < 0) {
					this.closed.complete(null);
					this.complete.completeExceptionally(new IllegalStateException("The association ended first"));
					return;
				}
				// A message may come in pieces; they follow each other in the buffer.
				if (info.isComplete()) {
					byte[] message = new byte[buffer.flip().remaining()];
					buffer.get(message).clear();
					this.received.add(info.streamNumber(), message);
					if (this.received.complete()) {
						this.complete.complete(null);
					}
				}
			}
		}
		catch (IOException ex) {
			this.closed.completeExceptionally(ex);
			this.complete.completeExceptionally(ex);
		}
	}

	/**
	 * Prints what the kernel notifies of.
	 */
	private static final class Printer extends AbstractNotificationHandler<Void> {

		@Override
		public HandlerResult handleNotification(AssociationChangeNotification notification, Void attachment) {
			new Json().put("event", "association").put("change", notification.event()).print();
			return HandlerResult.CONTINUE;
		}

		@Override
		public HandlerResult handleNotification(PeerAddressChangeNotification notification, Void attachment) {
			new Json().put("event", "path")
				.put("address", notification.address())
				.put("change", notification.event())
				.print();
			return HandlerResult.CONTINUE;
		}

	}

}
