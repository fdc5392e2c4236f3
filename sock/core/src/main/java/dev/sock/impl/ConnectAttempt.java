package dev.sock.impl;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpException;
import dev.sock.SctpOptions;
import dev.sock.spi.ConnectTarget;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open an association, from the look-up of names to the outcome. The
 * future completes after an association that failed has left the endpoint, so that
 * another attempt can follow at once.
 */
final class ConnectAttempt {

	private final DefaultEndpoint endpoint;

	private final ConnectOptions options;

	private final CompletableFuture<SctpAssociation> future = new CompletableFuture<>();

	/** Guarded by this, as are all fields below. */
	private boolean decided;

	/** Why the attempt was given up, until the association has ended. */
	private @Nullable SctpConnectException failure;

	private boolean underWay;

	private @Nullable DefaultAssociation association;

	private @Nullable ScheduledFuture<?> timeout;

	private List<SctpAddress> addresses = List.of();

	ConnectAttempt(DefaultEndpoint endpoint, ConnectOptions options) {
		this.endpoint = endpoint;
		this.options = options;
	}

	@SuppressWarnings("FutureReturnValueIgnored") // only to hear of a cancellation
	CompletableFuture<SctpAssociation> start() {
		this.endpoint.attempts().add(this);
		this.future.whenComplete((association, failure) -> {
			if (this.future.isCancelled()) {
				giveUp(calledOff("the future was cancelled"));
			}
		});
		synchronized (this) {
			this.timeout = this.endpoint.workers().schedule(this::timedOut, Nanos.of(this.options.timeout()));
		}
		if (PeerAddresses.areLiterals(this.options.addresses())) {
			resolveAndConnect();
		}
		else {
			this.endpoint.workers().execute(this::resolveAndConnect);
		}
		return this.future;
	}

	private void resolveAndConnect() {
		try {
			if (this.endpoint.isClosing()) {
				throw closed();
			}
			List<SctpAddress> resolved = PeerAddresses.reachable(
					PeerAddresses.resolve(this.options, this.endpoint.hostLookup()), this.endpoint.localAddresses(),
					this.options.port(), this.endpoint.name());
			connect(resolved);
		}
		catch (SctpException ex) {
			fail(ex);
		}
	}

	private void connect(List<SctpAddress> resolved) {
		SctpOptions protocol = this.options.options();
		SctpOptions chosen = (protocol != null) ? protocol : this.endpoint.defaults().kept();
		DefaultAssociation made;
		synchronized (this) {
			if (this.decided || this.failure != null) {
				return;
			}
			this.addresses = resolved;
			made = this.endpoint.register()
				.addOutgoing(this.options.name(), resolved, this.options.port(),
						(name) -> new DefaultAssociation(this.endpoint, this.endpoint.nextId(), name, resolved,
								this.options.port(), chosen));
			this.association = made;
		}
		made.chooseHandler();
		ConnectGate gate = new ConnectGate(new AssociationCallbacks(made, this));
		try {
			made.transport(this.endpoint.transportEndpoint()
				.connect(new ConnectTarget(resolved, this.options.port(), this.options.remoteUdpPort(), chosen), gate));
		}
		catch (RuntimeException ex) {
			made.discard("could not be opened: " + ex.getMessage());
			fail(failure(ex));
			return;
		}
		gate.open();
		boolean abort;
		synchronized (this) {
			abort = this.failure != null;
		}
		if (abort || this.endpoint.isClosing() || made.wasCalledOff()) {
			made.abort("");
		}
	}

	private SctpException failure(RuntimeException thrown) {
		if (thrown instanceof SctpClosedException || this.endpoint.isClosing()) {
			return closed();
		}
		if (thrown instanceof SctpException failure) {
			return failure;
		}
		return new SctpConnectException(Reason.UNREACHABLE, peer() + " could not be called: " + thrown, thrown);
	}

	/**
	 * INIT is on its way.
	 */
	synchronized void underWay() {
		this.underWay = true;
	}

	void established() {
		DefaultAssociation made;
		synchronized (this) {
			made = this.association;
			if (this.failure != null || made == null) {
				// Given up; the abort is on its way.
				return;
			}
			finish();
		}
		this.future.complete(made);
	}

	/**
	 * Returns why this side gave up, if it did: the transport knows of an abort only.
	 */
	synchronized String reason(String told) {
		return (this.failure != null && this.failure.getMessage() != null) ? this.failure.getMessage() : told;
	}

	void terminated(boolean refused, String reason) {
		SctpException outcome;
		synchronized (this) {
			if (this.decided) {
				return;
			}
			outcome = (this.failure != null) ? this.failure : failure(refused, reason);
			finish();
		}
		this.future.completeExceptionally(outcome);
	}

	private SctpConnectException failure(boolean refused, String reason) {
		DefaultAssociation made = this.association;
		if (refused) {
			return new SctpConnectException(Reason.REFUSED, peer() + " refused the association (" + reason
					+ "): check that an SCTP endpoint accepts there, and that it accepts this host", null);
		}
		if (this.endpoint.isClosing()) {
			return closed();
		}
		if (made != null && made.wasCalledOff()) {
			return calledOff("it was ended before it was established");
		}
		if (this.underWay) {
			return new SctpConnectException(Reason.TIMED_OUT, "no answer from " + peer() + ": " + reason + remedy(),
					null);
		}
		return new SctpConnectException(Reason.UNREACHABLE,
				peer() + " cannot be reached: " + reason + "; check the address, and the routes of this host", null);
	}

	private void timedOut() {
		String peer;
		synchronized (this) {
			peer = peer();
		}
		giveUp(new SctpConnectException(Reason.TIMED_OUT,
				"no answer from " + peer + " within " + text(this.options.timeout()) + remedy(), null));
	}

	/**
	 * Gives up because the endpoint is closing.
	 */
	void endpointCloses() {
		giveUp(closed());
	}

	/**
	 * Gives up because nobody waits for the outcome any more.
	 */
	void interrupted() {
		giveUp(calledOff("the thread that waited for it was interrupted"));
	}

	private void giveUp(SctpConnectException reason) {
		DefaultAssociation made;
		synchronized (this) {
			if (this.decided || this.failure != null) {
				return;
			}
			this.failure = reason;
			made = this.association;
		}
		if (made != null) {
			// The outcome is told when it has ended.
			made.abort("");
		}
		else {
			// What the user hangs on the future must not hold up the timer.
			this.endpoint.workers().execute(() -> fail(reason));
		}
	}

	private void fail(SctpException reason) {
		synchronized (this) {
			if (this.decided) {
				return;
			}
			finish();
		}
		this.future.completeExceptionally(reason);
	}

	private void finish() {
		this.decided = true;
		ScheduledFuture<?> timer = this.timeout;
		if (timer != null) {
			timer.cancel(false);
		}
		this.endpoint.attempts().remove(this);
	}

	private SctpConnectException closed() {
		return new SctpConnectException(Reason.CLOSED,
				"Endpoint '" + this.endpoint.name() + "' is closed: it cannot connect to " + this.options.addresses()
						+ " port " + this.options.port() + "; open a new endpoint",
				null);
	}

	private SctpConnectException calledOff(String why) {
		return new SctpConnectException(Reason.CLOSED, "The attempt to connect to " + this.options.addresses()
				+ " port " + this.options.port() + " was called off: " + why, null);
	}

	/** Returns the peer as it was tried. */
	private String peer() {
		String name = this.addresses.isEmpty() ? this.options.addresses() + " port " + this.options.port()
				: Names.text(this.addresses, this.options.port());
		OptionalInt udpPort = remoteUdpPort();
		return name + " (" + this.endpoint.transport() + ", "
				+ (udpPort.isPresent() ? "UDP port " + udpPort.getAsInt() : "SCTP over IP") + ")";
	}

	private OptionalInt remoteUdpPort() {
		Integer named = this.options.remoteUdpPort();
		if (named != null) {
			return OptionalInt.of(named);
		}
		return this.endpoint.udpPort().isPresent() ? OptionalInt.of(ConnectOptions.DEFAULT_UDP_PORT)
				: OptionalInt.empty();
	}

	private String remedy() {
		return remoteUdpPort().isPresent()
				? ": check that the peer runs, that it speaks SCTP in UDP on that UDP port (remote-udp-port), and that no firewall drops it"
				: ": check that the peer runs, that it speaks SCTP over IP, and that no firewall drops IP protocol 132";
	}

	private static String text(Duration duration) {
		long millis = duration.toMillis();
		return (millis % 1000 == 0) ? millis / 1000 + " s" : millis + " ms";
	}

}
