package dev.sock.interop;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.sock.Reliability;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpReconfigurationException;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;
import org.jspecify.annotations.Nullable;

/**
 * {@code console}: an endpoint that does what the lines on standard input say, and prints
 * all that happens to it. Ends with the input.
 *
 * <pre>
 * connect                to --remote and --remote-port
 * send STREAM TEXT       on the association that came up last
 * fill STREAM BYTES      a message of so many bytes
 * reset-streams [STREAM] | request-reset [STREAM] | reset-association | add-streams OUT IN
 * policy full | lifetime MILLISECONDS | retransmissions N | priority N   of later messages
 * add ADDRESS | remove ADDRESS   of our own
 * primary ADDRESS        one of our own that the peer is to send to
 * shutdown | abort TEXT
 * statistics
 * </pre>
 */
final class Console implements Command, SctpHandler {

	private boolean echo;

	private @Nullable String greeting;

	private volatile @Nullable SctpAssociation last;

	private Reliability reliability = Reliability.FULL;

	@Override
	public void run(Arguments arguments) throws Exception {
		this.echo = arguments.flag("echo");
		this.greeting = arguments.optional("greeting");
		try (Setup setup = new Setup(arguments)) {
			arguments.complete();
			SctpEndpoint endpoint = setup.open(this);
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				execute(line.split(" ", 3), setup, endpoint);
			}
		}
	}

	private void execute(String[] words, Setup setup, SctpEndpoint endpoint) throws Exception {
		switch (words[0]) {
			case "connect" -> {
				try {
					this.last = setup.connect(endpoint);
				}
				catch (SctpConnectException ex) {
					new Json().put("event", "not-connected")
						.put("reason", ex.reason())
						.put("message", ex.getMessage())
						.print();
				}
			}
			case "send" -> send(association(), words[2].getBytes(StandardCharsets.UTF_8), Integer.parseInt(words[1]));
			case "fill" ->
				send(association(), "x".repeat(Integer.parseInt(words[2])).getBytes(StandardCharsets.US_ASCII),
						Integer.parseInt(words[1]));
			case "policy" -> this.reliability = switch (words[1]) {
				case "full" -> Reliability.FULL;
				case "lifetime" -> Reliability.lifetime(Duration.ofMillis(Long.parseLong(words[2])));
				case "retransmissions" -> Reliability.retransmissions(Long.parseLong(words[2]));
				case "priority" -> Reliability.priority(Long.parseLong(words[2]));
				default -> throw new IllegalArgumentException("Unknown: " + words[1]);
			};
			case "reset-streams" -> tell(words[0], association().resetStreams(streams(words)));
			case "request-reset" -> tell(words[0], association().requestStreamReset(streams(words)));
			case "reset-association" -> tell(words[0], association().resetAssociation());
			case "add-streams" ->
				tell(words[0], association().addStreams(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
			case "add" -> tell("added", words[1], endpoint.addLocalAddress(address(words[1])));
			case "remove" -> tell("removed", words[1], endpoint.removeLocalAddress(address(words[1])));
			case "primary" -> tell("asked", words[1], association().requestPeerPrimary(address(words[1])));
			case "shutdown" -> association().shutdown().get(30, TimeUnit.SECONDS);
			case "abort" -> association().abort(words[1]);
			case "statistics" -> new Json().put("event", "statistics")
				.put("endpoint", endpoint.statistics())
				.put("association", association().status())
				.print();
			default -> throw new IllegalArgumentException("Unknown: " + words[0]);
		}
	}

	private static int[] streams(String[] words) {
		return Stream.of(words).skip(1).mapToInt(Integer::parseInt).toArray();
	}

	private static void tell(String what, CompletableFuture<Void> answer) {
		answer.whenComplete((done, failure) -> {
			Json json = new Json().put("event", (failure == null) ? "reconfigured" : "not-reconfigured")
				.put("what", what);
			if (failure instanceof SctpReconfigurationException refusal) {
				json.put("reason", refusal.reason()).put("message", refusal.getMessage());
			}
			json.print();
		});
	}

	private static SctpAddress address(String text) {
		SctpAddress address = SctpAddress.parse(text);
		if (address == null) {
			throw new IllegalArgumentException("No address: " + text);
		}
		return address;
	}

	private static void tell(String event, String address, CompletableFuture<Void> change) throws Exception {
		try {
			change.get(30, TimeUnit.SECONDS);
			new Json().put("event", event).put("address", address).print();
		}
		catch (ExecutionException ex) {
			new Json().put("event", "not-" + event)
				.put("address", address)
				.put("message", String.valueOf(ex.getCause()))
				.print();
		}
	}

	private SctpAssociation association() {
		SctpAssociation association = this.last;
		if (association == null) {
			throw new IllegalStateException("No association has come up yet");
		}
		return association;
	}

	private void send(SctpAssociation association, byte[] payload, int stream) {
		send(association, payload, SendOptions.stream(stream).withReliability(this.reliability));
	}

	private static void send(SctpAssociation association, byte[] payload, SendOptions options) {
		try {
			association.send(payload, options);
			new Json().put("event", "sent").put("stream", options.streamId()).put("bytes", payload.length).print();
		}
		catch (SctpSendException ex) {
			new Json().put("event", "refused")
				.put("stream", options.streamId())
				.put("reason", ex.reason())
				.put("message", ex.getMessage())
				.print();
		}
	}

	@Override
	public void onMessage(SctpMessage message) {
		byte[] payload = message.payload();
		Json json = new Json().put("event", "message")
			.put("stream", message.streamId())
			.put("ppid", message.payloadProtocolId())
			.put("unordered", message.unordered())
			.put("bytes", payload.length);
		if (payload.length <= 100) {
			json.put("text", message.text());
		}
		else {
			json.put("start", message.text().substring(0, 20));
		}
		json.put("ssn", message.streamSequenceNumber());
		json.print();
		if (this.echo) {
			send(message.association(), payload, message.replyOptions());
		}
	}

	@Override
	public void onEvent(SctpEvent event) {
		if (event instanceof SctpEvent.AssociationChanged changed && changed.change() == AssociationChange.COMM_UP) {
			this.last = changed.association();
		}
		EventPrinter.print(event);
		if (event instanceof SctpEvent.AssociationChanged changed && changed.change() == AssociationChange.COMM_UP
				&& this.greeting != null) {
			send(changed.association(), this.greeting.getBytes(StandardCharsets.UTF_8), 0);
		}
	}

}
