package dev.sock.spring.fake;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.sock.AssociationState;
import dev.sock.AssociationStatistics;
import dev.sock.AssociationStatus;
import dev.sock.PathState;
import dev.sock.PathStatistics;
import dev.sock.PathStatus;
import dev.sock.Demand;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpExtension;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.SctpPath;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;

/**
 * An association without a peer: remembers what is sent.
 */
public final class FakeAssociation implements SctpAssociation {

	private static final AtomicLong ids = new AtomicLong();

	public final List<byte[]> sent = Collections.synchronizedList(new ArrayList<>());

	public final List<SendOptions> sentOptions = Collections.synchronizedList(new ArrayList<>());

	/**
	 * How long each blocking send would have waited for room, {@code null} if forever.
	 */
	public final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

	/** What the handler kept for later. */
	public final List<SctpMessage> retained = Collections.synchronizedList(new ArrayList<>());

	/** What the handler was done with when it returned. */
	public final List<SctpMessage> consumed = Collections.synchronizedList(new ArrayList<>());

	public final List<SctpMessage> released = Collections.synchronizedList(new ArrayList<>());

	public final AtomicLong snapshots = new AtomicLong();

	public volatile AssociationState state = AssociationState.ESTABLISHED;

	public volatile Duration srtt = Duration.ofMillis(20);

	public volatile long messagesReceived = 3;

	public volatile SctpOptions options;

	public volatile List<SctpPath> paths = List.of();

	/** Refuses a message by throwing. */
	public volatile Consumer<byte[]> beforeSend = (payload) -> {
	};

	/** Acknowledges what is sent by {@code sendAsync}. */
	public volatile Supplier<CompletableFuture<Void>> acknowledgement = () -> CompletableFuture.completedFuture(null);

	private final long id = ids.incrementAndGet();

	private final FakeEndpoint endpoint;

	private final String name;

	private volatile boolean peeledOff;

	private final CompletableFuture<AssociationChanged> closed = new CompletableFuture<>();

	public FakeAssociation(FakeEndpoint endpoint, String name) {
		this.endpoint = endpoint;
		this.options = endpoint.options();
		this.name = name;
	}

	public SctpMessage message(byte[] payload, int stream, int ppid) {
		return new SctpMessage(this, payload, stream, 7, ppid, 1000, false);
	}

	public AssociationChanged event(AssociationChange change, String reason) {
		return new AssociationChanged(this, change, 10, 10, 0, reason);
	}

	/** Ends as the peer or the network would end it. */
	public void end(AssociationChange change, String reason) {
		this.state = AssociationState.CLOSED;
		this.endpoint.remove(this);
		AssociationChanged event = event(change, reason);
		this.endpoint.emit(event);
		this.closed.complete(event);
	}

	/** The peer starts anew. */
	public void restart() {
		this.endpoint.emit(event(AssociationChange.RESTART, "the peer started anew"));
	}

	@Override
	public long id() {
		return this.id;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public SctpEndpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public AssociationState state() {
		return this.state;
	}

	@Override
	public int outboundStreams() {
		return 10;
	}

	@Override
	public int inboundStreams() {
		return 10;
	}

	@Override
	public List<SctpAddress> localAddresses() {
		return List.of(SctpAddress.parse("127.0.0.1"));
	}

	@Override
	public int peerPort() {
		return 4000;
	}

	@Override
	public List<SctpAddress> peerAddresses() {
		return List.of(SctpAddress.parse("10.0.0.1"), SctpAddress.parse("10.0.0.2"));
	}

	@Override
	public List<SctpPath> paths() {
		return this.paths;
	}

	@Override
	public AssociationStatus status() {
		this.snapshots.incrementAndGet();
		return new AssociationStatus(this.state, 10, 10, 1000L, 2000L, 0L, 0L, 0L, 0L, 1400, 0,
				List.of(path("10.0.0.1", true, this.srtt), path("10.0.0.2", false, null)),
				Set.of(SctpExtension.PARTIAL_RELIABILITY),
				new AssociationStatistics(2L, this.messagesReceived, 200L, 300L, 0L, 1L, 1L, 1L, 1L, 1L, 1L, 0L, 0L, 0L,
						0L, 4L, 0L, 0L, 0L, 0L, 0L, null, 5L, 6L, 150L, 100L));
	}

	private static PathStatus path(String address, boolean primary, Duration srtt) {
		return new PathStatus(SctpAddress.parse(address), PathState.ACTIVE, primary, SctpAddress.parse("127.0.0.1"),
				9899, srtt, null, Duration.ofSeconds(1), 4380L, 65536L, 0L, 1500, 0,
				new PathStatistics(1L, 0L, 2L, 2L, 0L));
	}

	@Override
	public SctpOptions options() {
		return this.options;
	}

	@Override
	public CompletableFuture<Void> requestPeerPrimary(SctpAddress localAddress) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setOptions(UnaryOperator<SctpOptionsBuilder> change) {
		this.options = change.apply(this.options.toBuilder()).build();
	}

	@Override
	public SendOptions defaultSend() {
		return this.options.defaultSend();
	}

	@Override
	public void send(byte[] payload, SendOptions options) {
		accept(payload, options, null);
	}

	private void accept(byte[] payload, SendOptions options, Duration timeout) {
		this.waits.add(timeout);
		this.beforeSend.accept(payload);
		if (!this.state.canSend()) {
			throw new SctpSendException(SctpSendException.Reason.NOT_ESTABLISHED, false, "down", null);
		}
		this.sent.add(payload);
		this.sentOptions.add(options);
	}

	@Override
	public void send(byte[] payload, SendOptions options, Duration timeout) {
		accept(payload, options, timeout);
	}

	@Override
	public void send(ByteBuffer payload, SendOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean trySend(byte[] payload, SendOptions options) {
		send(payload, options);
		return true;
	}

	@Override
	public CompletableFuture<Void> sendAsync(byte[] payload, SendOptions options) {
		send(payload, options);
		return this.acknowledgement.get();
	}

	@Override
	public boolean awaitWritable(Duration timeout) {
		return true;
	}

	@Override
	public SctpMessage receive(Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void release(SctpMessage message) {
		this.released.add(message);
	}

	@Override
	public void setHandler(SctpHandler handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Demand demand() {
		return Demand.UNLIMITED;
	}

	@Override
	public void setDemand(Demand demand) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void addDemand(int messages) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void peelOff() {
		this.peeledOff = true;
		this.endpoint.remove(this);
	}

	@Override
	public boolean isPeeledOff() {
		return this.peeledOff;
	}

	@Override
	public CompletableFuture<Void> resetStreams(int... outboundStreams) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Void> requestStreamReset(int... inboundStreams) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Void> resetAssociation() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Void> addStreams(int outbound, int inbound) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Void> shutdown() {
		end(AssociationChange.SHUTDOWN_COMPLETE, "shut down");
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void abort(String reason) {
		end(AssociationChange.COMM_LOST, reason);
	}

	@Override
	public CompletableFuture<SctpEvent.AssociationChanged> closed() {
		return this.closed;
	}

}
