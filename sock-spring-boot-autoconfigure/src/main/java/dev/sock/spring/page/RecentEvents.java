package dev.sock.spring.page;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpEvent.PathChanged;
import dev.sock.spring.endpoint.SctpEndpointObserver;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last events of all endpoints, {@value #LIMIT} at most. Safe for use by
 * several threads.
 */
public final class RecentEvents implements SctpEndpointObserver {

	static final int LIMIT = 200;

	private final Clock clock;

	private final Deque<RecentEvent> events = new ArrayDeque<>();

	/**
	 * Creates it.
	 * @param clock tells the time
	 */
	public RecentEvents(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void associationChanged(AssociationChanged event) {
		boolean bad = event.change() == AssociationChange.COMM_LOST
				|| event.change() == AssociationChange.CANNOT_ESTABLISH;
		add(event, event.change() + ": " + event.reason(), bad);
	}

	@Override
	public void onEvent(SctpEvent event) {
		if (event instanceof PathChanged path) {
			boolean bad = path.change() == PathChange.UNREACHABLE || path.change() == PathChange.POTENTIALLY_FAILED;
			add(event, "path " + path.address() + ": " + path.change(), bad);
			return;
		}
		String text = text(event);
		if (text != null) {
			add(event, text, event instanceof SctpEvent.SendFailed || event instanceof SctpEvent.RemoteError);
		}
	}

	/** Returns {@code null} for what is told elsewhere, or comes with every message. */
	private static @Nullable String text(SctpEvent event) {
		if (event instanceof SctpEvent.SendFailed failed) {
			return "a message of " + failed.payload().length + " bytes failed: " + failed.reason();
		}
		if (event instanceof SctpEvent.RemoteError error) {
			return "the peer reports error " + error.errorCode() + ": " + error.description();
		}
		if (event instanceof SctpEvent.ShutdownReceived) {
			return "the peer shuts down";
		}
		if (event instanceof SctpEvent.PartialDeliveryAborted) {
			return "the rest of a message will not come";
		}
		if (event instanceof SctpEvent.AdaptationIndicated indicated) {
			return "the peer's adaptation layer is " + indicated.indication();
		}
		if (event instanceof SctpEvent.StreamsReset reset) {
			return reset.direction() + " streams were reset: "
					+ (reset.streams().isEmpty() ? "all" : reset.streams().toString());
		}
		if (event instanceof SctpEvent.AssociationReset) {
			return "all sequence numbers were reset";
		}
		if (event instanceof SctpEvent.StreamsAdded added) {
			return "there are " + added.outboundStreams() + " outbound and " + added.inboundStreams()
					+ " inbound streams now";
		}
		return null;
	}

	private void add(SctpEvent event, String text, boolean bad) {
		RecentEvent recent = new RecentEvent(this.clock.instant(), event.association().endpoint().name(),
				event.association().name(), event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'), text, bad,
				1);
		synchronized (this.events) {
			RecentEvent newest = this.events.peekFirst();
			if (newest != null && recent.isAsOften(newest)) {
				// Or the messages that a lost association fails would push out why it was
				// lost.
				this.events.removeFirst();
				this.events.addFirst(newest.again());
				return;
			}
			if (this.events.size() == LIMIT) {
				this.events.removeLast();
			}
			this.events.addFirst(recent);
		}
	}

	/**
	 * Returns the events.
	 * @return the last ones, the newest first
	 */
	public List<RecentEvent> list() {
		synchronized (this.events) {
			return List.copyOf(this.events);
		}
	}

}
