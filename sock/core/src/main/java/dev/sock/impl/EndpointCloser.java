package dev.sock.impl;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sock.AssociationState;
import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint closes, and with it its associations, but for those that were peeled
 * off: its sockets stay until the last of these has ended.
 */
final class EndpointCloser {

	/** How long a transport may take to abort and to close. */
	private static final long CLOSE_SECONDS = 5;

	private final DefaultEndpoint endpoint;

	private final CompletableFuture<Void> transportClosed = new CompletableFuture<>();

	private final Object monitor = new Object();

	private volatile boolean closing;

	private volatile boolean closed;

	/** Guarded by the monitor. */
	private boolean transportClosing;

	private volatile @Nullable EndpointStatistics lastStatistics;

	private volatile List<SctpAddress> lastAddresses;

	EndpointCloser(DefaultEndpoint endpoint, List<SctpAddress> addresses) {
		this.endpoint = endpoint;
		this.lastAddresses = addresses;
	}

	/** Returns whether closing has begun. */
	boolean isClosing() {
		return this.closing;
	}

	/** Returns whether nothing of it is left but what was peeled off. */
	boolean isClosed() {
		return this.closed;
	}

	/** Returns what was counted when it closed. */
	@Nullable EndpointStatistics lastStatistics() {
		return this.lastStatistics;
	}

	/** Returns the addresses that it had when it closed. */
	List<SctpAddress> lastAddresses() {
		return this.lastAddresses;
	}

	/**
	 * Stops accepting, connecting and pulling, and asks every association to shut down if
	 * there is time for that.
	 */
	void begin(Duration linger) {
		synchronized (this.monitor) {
			if (this.closing) {
				return;
			}
			this.closing = true;
		}
		this.endpoint.listen();
		this.endpoint.pullQueue().close();
		this.endpoint.attempts().forEach(ConnectAttempt::endpointCloses);
		askShutdown(this.endpoint.register().list(), linger);
	}

	private static void askShutdown(List<DefaultAssociation> associations, Duration linger) {
		if (linger.isZero() || linger.isNegative()) {
			return;
		}
		for (DefaultAssociation association : associations) {
			if (association.state() == AssociationState.ESTABLISHED) {
				association.askShutdown();
			}
		}
	}

	void close(Duration linger, boolean mayWait) {
		begin(mayWait ? linger : Duration.ZERO);
		if (mayWait) {
			Linger.forEnd(this.endpoint.register().list(), Nanos.of(linger));
		}
		abort(this.endpoint.register().list(), mayWait);
		int peeledOff;
		try {
			keepWhatWasLast();
		}
		finally {
			this.closed = true;
			peeledOff = this.endpoint.register().peeledOff().size();
			this.endpoint.sock().closed(this.endpoint, peeledOff > 0);
			closeTransportIfUnused();
		}
		if (peeledOff > 0) {
			Logs.ENDPOINT.info("Endpoint '{}' is closed; {} associations that were peeled off keep its port",
					this.endpoint.name(), peeledOff);
		}
		else if (mayWait) {
			Linger.on(this.transportClosed, TimeUnit.SECONDS.toNanos(CLOSE_SECONDS));
		}
	}

	private void keepWhatWasLast() {
		// Without the monitor, which the event loop may want that is asked here.
		EndpointStatistics statistics = this.endpoint.statistics();
		List<SctpAddress> addresses = this.endpoint.localAddresses();
		synchronized (this.monitor) {
			if (!this.closed) {
				this.lastStatistics = statistics;
				this.lastAddresses = addresses;
			}
		}
	}

	/**
	 * Asks the associations that were peeled off to shut down if there is time for that.
	 */
	void beginPeeledOff(Duration linger) {
		askShutdown(this.endpoint.register().peeledOff(), linger);
	}

	/**
	 * Ends the associations that were peeled off, too, of an endpoint that is closed.
	 */
	void closePeeledOff(Duration linger, boolean mayWait) {
		if (mayWait) {
			Linger.forEnd(this.endpoint.register().peeledOff(), Nanos.of(linger));
		}
		abort(this.endpoint.register().peeledOff(), mayWait);
		if (mayWait) {
			Linger.on(this.transportClosed, TimeUnit.SECONDS.toNanos(CLOSE_SECONDS));
		}
	}

	private static void abort(List<DefaultAssociation> associations, boolean mayWait) {
		associations.forEach((association) -> association.abort("the endpoint was closed"));
		if (mayWait) {
			Linger.forEnd(associations, TimeUnit.SECONDS.toNanos(CLOSE_SECONDS));
		}
	}

	/**
	 * Closes the sockets if the endpoint is closed and nothing was peeled off that still
	 * is. Those of an endpoint that is not opened yet are left to whoever opens it.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the transport's does not fail
	void closeTransportIfUnused() {
		synchronized (this.monitor) {
			if (!this.closed || this.transportClosing || !this.endpoint.hasTransport()
					|| !this.endpoint.register().peeledOff().isEmpty()) {
				return;
			}
			this.transportClosing = true;
		}
		this.endpoint.transportEndpoint().close().whenComplete((nothing, failure) -> {
			try {
				// A transport tells the end of each; this is for one that did not.
				this.endpoint.register()
					.list()
					.forEach((association) -> association.discard("the endpoint was closed"));
			}
			finally {
				this.endpoint.endedInboxes().clear();
				this.endpoint.sock().remove(this.endpoint);
				Logs.guarded(() -> Logs.ENDPOINT.info("Endpoint '{}' is closed", this.endpoint.name()));
				this.transportClosed.complete(null);
			}
		});
	}

}
