package dev.sock.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.sock.Reliability;
import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpEvent.Writable;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpReconfigurationException;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.StreamReconfiguration;
import org.awaitility.Awaitility;

/**
 * What options of an association do, seen from its user, its peer, or the wire.
 *
 * @param mine the association that has the options
 * @param theirs the peer's side of it
 * @param wire what lies between
 */
record OptionEffects(SctpAssociation mine, SctpAssociation theirs, Wire wire) {

	private static final int DATA = 0;

	private static final int INIT = 1;

	private static final int HEARTBEAT = 4;

	/** In front of the parameters of INIT (RFC 9260 §3.3.2). */
	private static final int INIT_HEADER = 20;

	private static final int SUPPORTED_EXTENSIONS = 0x8008;

	private static final int ADAPTATION_LAYER_INDICATION = 0xc006;

	private static final int KILOBYTE = 1024;

	private static <T> T await(Supplier<T> value) {
		return Awaitility.await().until(value::get, (found) -> found != null);
	}

	private static <T> T result(CompletableFuture<T> future) {
		return future.orTimeout(60, TimeUnit.SECONDS).join();
	}

	// On the wire

	/** A parameter of the INIT, or null. */
	private ByteBuffer parameterOfInit(int type) {
		ByteBuffer init = this.wire.chunks(INIT).get(0);
		int offset = INIT_HEADER;
		while (offset + 4 <= init.limit()) {
			int length = Short.toUnsignedInt(init.getShort(offset + 2));
			if (Short.toUnsignedInt(init.getShort(offset)) == type) {
				return init.slice(offset + 4, length - 4);
			}
			offset += (length + 3) & ~3;
		}
		return null;
	}

	/** Types of chunks that the peer is told are supported (RFC 5061 §4.2.7). */
	Set<Integer> supportedExtensions() {
		Set<Integer> types = new TreeSet<>();
		ByteBuffer parameter = parameterOfInit(SUPPORTED_EXTENSIONS);
		while (parameter != null && parameter.hasRemaining()) {
			types.add(Byte.toUnsignedInt(parameter.get()));
		}
		return types;
	}

	Long adaptationIndication() {
		ByteBuffer parameter = parameterOfInit(ADAPTATION_LAYER_INDICATION);
		return (parameter != null) ? Integer.toUnsignedLong(parameter.getInt()) : null;
	}

	/** How a message leaves of which nothing is said. */
	Sent sent() {
		this.mine.send(new byte[1]);
		ByteBuffer data = await(() -> this.wire.chunks(DATA).stream().findFirst().orElse(null));
		return new Sent(Short.toUnsignedInt(data.getShort(8)), Integer.toUnsignedLong(data.getInt(12)),
				(data.get(1) & 4) != 0, (data.get(1) & 8) != 0);
	}

	/** A DATA chunk (RFC 9260 §3.3.1). */
	record Sent(int stream, long ppid, boolean unordered, boolean immediateAck) {
	}

	/** How often INIT is sent to a peer that is silent. */
	int attempts() {
		this.wire.cut();
		int before = this.wire.chunks(INIT).size();
		this.mine.abort("");
		// The next attempt has a tag of its own.
		List<Integer> tags = await(() -> {
			List<Integer> sent = this.wire.chunks(INIT).stream().skip(before).map((init) -> init.getInt(4)).toList();
			return (sent.stream().distinct().count() > 1) ? sent : null;
		});
		restoreToPeerThatKnowsOfNoEnd();
		return (int) tags.stream().filter(tags.get(0)::equals).count();
	}

	/** Whether a message leaves while one before it is not acknowledged. */
	boolean leavesAtOnce() {
		this.wire.cut();
		this.mine.send(new byte[1], SendOptions.DEFAULT);
		await(() -> this.wire.chunks(DATA).isEmpty() ? null : true);
		this.mine.send(new byte[1], SendOptions.DEFAULT);
		// What leaves with the first leaves before the second is asked for.
		for (int i = 1; i <= 2; i++) {
			int heartbeats = this.wire.chunks(HEARTBEAT).size();
			this.mine.paths().get(0).requestHeartbeat();
			Awaitility.await().until(() -> this.wire.chunks(HEARTBEAT).size() > heartbeats);
		}
		this.wire.restore();
		return this.wire.chunks(DATA).stream().map((data) -> data.getInt(4)).distinct().count() > 1;
	}

	// Sending

	/** How a message is sent of which nothing is said, as its failure tells. */
	SendOptions failed() {
		Recorder recorder = record();
		this.wire.cut();
		this.mine.send(new byte[1]);
		this.mine.abort("");
		SendOptions options = await(() -> recorder.first(SendFailed.class)).options();
		restoreToPeerThatKnowsOfNoEnd();
		return options;
	}

	/** Whether a message of this length is taken, or why not. */
	Object taken(int length) {
		try {
			return this.mine.trySend(new byte[length], SendOptions.DEFAULT);
		}
		catch (SctpSendException ex) {
			return ex.reason();
		}
	}

	/**
	 * Fills the send buffer, of which all but 40 KB go again.
	 * @return whether there is said to be room then
	 */
	boolean writableAt40Kilobytes() {
		Recorder recorder = record();
		this.wire.cut();
		for (int i = 0; i < 4; i++) {
			this.mine.send(new byte[10 * KILOBYTE], SendOptions.DEFAULT);
		}
		// What waits behind these is given up.
		SendOptions perishable = SendOptions.DEFAULT.withReliability(Reliability.lifetime(Duration.ofMillis(500)));
		int count = 0;
		while (this.mine.trySend(new byte[10 * KILOBYTE], perishable)) {
			count++;
		}
		int accepted = count;
		Awaitility.await().until(() -> recorder.count(SendFailed.class) == accepted);
		boolean writable = recorder.first(Writable.class) != null;
		this.wire.restore();
		Awaitility.await().until(() -> recorder.first(Writable.class) != null);
		return writable;
	}

	// Receiving

	/** Whether a message of this length comes whole. */
	boolean comesWhole(int length) {
		CompletableFuture<SctpMessage> first = new CompletableFuture<>();
		this.mine.setHandler(first::complete);
		this.theirs.send(new byte[length], SendOptions.DEFAULT);
		return result(first).isWhole();
	}

	/** What a message of this length comes to: that it comes, or the end. */
	Object outcome(int length) {
		CompletableFuture<Object> outcome = new CompletableFuture<>();
		this.mine.setHandler((message) -> outcome.complete(message.payload().length));
		this.mine.closed().thenAccept((end) -> outcome.complete(end.change()));
		this.theirs.send(new byte[length], SendOptions.DEFAULT);
		return result(outcome);
	}

	// Life

	/** What the peer may do with the streams. */
	Set<StreamReconfiguration> allowed() {
		Map<StreamReconfiguration, Supplier<CompletableFuture<Void>>> requests = Map.of(
				StreamReconfiguration.RESET_STREAMS, () -> this.theirs.resetStreams(0),
				StreamReconfiguration.RESET_ASSOCIATION, this.theirs::resetAssociation,
				StreamReconfiguration.ADD_STREAMS, () -> this.theirs.addStreams(1, 0));
		Set<StreamReconfiguration> allowed = EnumSet.noneOf(StreamReconfiguration.class);
		requests.forEach((kind, request) -> {
			try {
				result(request.get());
				allowed.add(kind);
			}
			catch (CompletionException ex) {
				if (!(ex.getCause() instanceof SctpReconfigurationException)) {
					throw ex;
				}
			}
		});
		return allowed;
	}

	/** What is heard of a message that is acknowledged and of the peer's shutdown. */
	Set<SctpEvent.Kind> heard() {
		Recorder recorder = record();
		this.mine.send(new byte[1], SendOptions.DEFAULT);
		await(() -> recorder.first(SctpEvent.SenderDry.class));
		this.theirs.shutdown();
		await(() -> recorder.first(AssociationChanged.class));
		return recorder.kinds();
	}

	/** How it ends when its endpoint is closed. */
	AssociationChange closing() {
		this.mine.endpoint().close();
		return result(this.mine.closed()).change();
	}

	/** Else it would linger for the answer of somebody who is gone. */
	private void restoreToPeerThatKnowsOfNoEnd() {
		this.theirs.abort("");
		this.wire.restore();
	}

	private Recorder record() {
		Recorder recorder = new Recorder();
		this.mine.setHandler(recorder);
		return recorder;
	}

	/** Keeps events. */
	private static final class Recorder implements SctpHandler {

		private final List<SctpEvent> events = new CopyOnWriteArrayList<>();

		@Override
		public void onMessage(SctpMessage message) {
		}

		@Override
		public void onEvent(SctpEvent event) {
			this.events.add(event);
		}

		private <E extends SctpEvent> E first(Class<E> type) {
			return this.events.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
		}

		private long count(Class<?> type) {
			return this.events.stream().filter(type::isInstance).count();
		}

		private Set<SctpEvent.Kind> kinds() {
			Set<SctpEvent.Kind> kinds = EnumSet.noneOf(SctpEvent.Kind.class);
			this.events.forEach((event) -> kinds.add(event.kind()));
			return kinds;
		}

	}

}
