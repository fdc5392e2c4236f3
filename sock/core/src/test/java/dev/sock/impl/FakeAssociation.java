package dev.sock.impl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.PathParameters;
import dev.sock.PathState;
import dev.sock.PathStatistics;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpExtension;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.OptionChange;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.TransportAssociation;

class FakeAssociation implements TransportAssociation {

	private final FakeEndpoint endpoint;

	volatile ConnectTarget target;

	volatile AssociationListener listener;

	/** Everything that was handed over, in order. */
	final List<OutboundMessage> sent = Collections.synchronizedList(new ArrayList<>());

	/** Not acknowledged; of the event loop. */
	private final Deque<OutboundMessage> outstanding = new ArrayDeque<>();

	final AtomicLong consumed = new AtomicLong();

	final AtomicInteger consumedMessages = new AtomicInteger();

	final AtomicInteger consumedCalls = new AtomicInteger();

	volatile boolean acknowledgesAtOnce;

	volatile boolean releasesWhatFails = true;

	volatile boolean endsOnShutdown = true;

	volatile boolean endsOnAbort = true;

	volatile boolean shutdownAsked;

	volatile String abortReason;

	volatile SctpAddress primary;

	volatile boolean terminated;

	/** What a transport makes of what it was asked for. */
	volatile SctpOptions options;

	volatile SctpOptionException refuses;

	volatile Set<SctpExtension> extensions = Set.of(SctpExtension.PARTIAL_RELIABILITY);

	/** What was asked for, and where the answers go. */
	final List<Reconfiguration> requests = Collections.synchronizedList(new ArrayList<>());

	final List<CompletableFuture<Void>> answers = Collections.synchronizedList(new ArrayList<>());

	private int messages;

	FakeAssociation(FakeEndpoint endpoint) {
		this.endpoint = endpoint;
		this.options = endpoint.binding.options();
	}

	void establish() {
		establish(this.target.addresses().toArray(SctpAddress[]::new));
	}

	void establish(SctpAddress... peerAddresses) {
		this.endpoint.transport.run(() -> {
			this.listener.stateChanged(AssociationState.COOKIE_WAIT);
			this.listener.stateChanged(AssociationState.COOKIE_ECHOED);
			this.listener.stateChanged(AssociationState.ESTABLISHED);
			this.listener.established(5, 7, List.of(peerAddresses));
		});
	}

	void receive(String... texts) {
		for (String text : texts) {
			receive(text.getBytes());
		}
	}

	void receive(byte[] payload) {
		this.endpoint.transport.run(() -> this.listener.message(1, this.messages++, 46, 1000, false, payload));
	}

	void acknowledge(int count) {
		this.endpoint.transport.run(() -> {
			long bytes = 0;
			for (int i = 0; i < count; i++) {
				OutboundMessage message = this.outstanding.remove();
				message.acknowledged();
				bytes += message.length();
			}
			this.listener.released(bytes);
		});
	}

	void onLoop(Runnable task) {
		this.endpoint.transport.run(task);
	}

	void terminate(AssociationChange change, boolean refused, String reason) {
		this.endpoint.transport.run(() -> terminateHere(change, refused, reason));
	}

	private void terminateHere(AssociationChange change, boolean refused, String reason) {
		if (this.terminated || this.listener == null) {
			return;
		}
		this.terminated = true;
		this.listener.stateChanged(AssociationState.CLOSED);
		fail(reason);
		this.listener.terminated(change, 0, refused, reason, status(AssociationState.CLOSED, List.of()));
	}

	private void fail(String reason) {
		while (!this.outstanding.isEmpty()) {
			OutboundMessage message = this.outstanding.remove();
			this.listener.sendFailed(message, false, reason);
			if (this.releasesWhatFails) {
				this.listener.released(message.length());
			}
		}
	}

	@Override
	public void send(OutboundMessage message) {
		this.sent.add(message);
		this.endpoint.transport.execute(() -> {
			this.outstanding.add(message);
			if (this.terminated) {
				fail("the association has ended");
			}
			else if (this.acknowledgesAtOnce) {
				acknowledge(1);
			}
		});
	}

	@Override
	public void abandon(OutboundMessage message) {
		this.endpoint.transport.execute(() -> {
			if (this.outstanding.remove(message)) {
				this.listener.abandoned(message, false, "made room");
				this.listener.released(message.length());
			}
		});
	}

	@Override
	public Set<SctpExtension> extensions() {
		return this.extensions;
	}

	@Override
	public void reconfigure(Reconfiguration request, CompletableFuture<Void> answer) {
		this.requests.add(request);
		this.answers.add(answer);
	}

	@Override
	public void consumed(int bytes, int messages) {
		this.consumedMessages.addAndGet(messages);
		this.consumed.addAndGet(bytes);
		this.consumedCalls.incrementAndGet();
	}

	@Override
	public void shutdown() {
		this.shutdownAsked = true;
		if (this.endsOnShutdown) {
			this.endpoint.transport.execute(() -> {
				acknowledge(this.outstanding.size());
				terminateHere(AssociationChange.SHUTDOWN_COMPLETE, false, "shut down");
			});
		}
	}

	@Override
	public void abort(String reason) {
		this.abortReason = reason;
		if (this.endsOnAbort) {
			this.endpoint.transport
				.execute(() -> terminateHere(AssociationChange.COMM_LOST, false, "aborted: " + reason));
		}
	}

	@Override
	public void setPrimary(SctpAddress address) {
		this.primary = address;
	}

	@Override
	public SctpOptions options() {
		return this.options;
	}

	@Override
	public void change(OptionChange change) {
		if (this.refuses != null) {
			throw this.refuses;
		}
		this.options = change.applyTo(this.options);
	}

	@Override
	public PathParameters pathParameters(SctpAddress address) {
		return PathParameters.UNCHANGED;
	}

	@Override
	public void setPathParameters(SctpAddress address, PathParameters parameters) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void requestHeartbeat(SctpAddress address) {
		throw new UnsupportedOperationException();
	}

	@Override
	public AssociationStatus status() {
		List<SctpAddress> addresses = (this.target != null) ? this.target.addresses() : List.of();
		return status(AssociationState.ESTABLISHED, addresses);
	}

	private AssociationStatus status(AssociationState state, List<SctpAddress> addresses) {
		AssociationStatus unknown = Snapshots.status(state, 7, 5);
		List<PathStatus> paths = addresses.stream()
			.map((address) -> new PathStatus(address, PathState.ACTIVE, address.equals(addresses.get(0)), null, 9899,
					null, null, null, null, null, null, null, 0, new PathStatistics(0L, 0L, 0L, 0L, 0L)))
			.toList();
		return new AssociationStatus(state, 7, 5, null, null, null, null, null, null, null, null, paths,
				this.extensions, unknown.statistics());
	}

	@Override
	public List<SctpAddress> localAddresses() {
		return this.endpoint.localAddresses();
	}

	@Override
	public boolean inEventLoop() {
		return this.endpoint.transport.inEventLoop();
	}

	/** Texts of what was handed over. */
	List<String> sentTexts() {
		synchronized (this.sent) {
			return this.sent.stream().map((message) -> new String(message.payload())).toList();
		}
	}

	static byte[] bytes(int length) {
		byte[] result = new byte[length];
		Arrays.fill(result, (byte) 'x');
		return result;
	}

}
