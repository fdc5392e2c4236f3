package dev.sock.impl;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Inboxes of associations that have ended and left something that the application has not
 * taken yet. Bounded: while handlers are too far behind, the endpoint accepts no one; of
 * those that nobody pulls, the endpoint forgets the oldest.
 */
final class EndedInboxes {

	private static final int MAX_INBOXES = 1000;

	private final long maxBytes;

	/** With the bytes that were left when the association ended. */
	private final Map<Inbox, Long> inboxes = new LinkedHashMap<>();

	private long bytes;

	EndedInboxes(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * Adds an inbox.
	 * @return inboxes that are forgotten in exchange
	 */
	synchronized List<Inbox> add(Inbox inbox, long left) {
		if (this.inboxes.putIfAbsent(inbox, left) == null) {
			this.bytes += left;
		}
		List<Inbox> forgotten = new ArrayList<>();
		Iterator<Map.Entry<Inbox, Long>> eldest = this.inboxes.entrySet().iterator();
		while (isFull() && eldest.hasNext()) {
			Map.Entry<Inbox, Long> entry = eldest.next();
			if (!entry.getKey().hasHandler()) {
				eldest.remove();
				this.bytes -= entry.getValue();
				forgotten.add(entry.getKey());
			}
		}
		return forgotten;
	}

	synchronized void remove(Inbox inbox) {
		Long left = this.inboxes.remove(inbox);
		if (left != null) {
			this.bytes -= left;
		}
	}

	synchronized boolean isFull() {
		return this.inboxes.size() > MAX_INBOXES || this.bytes > this.maxBytes;
	}

	synchronized List<Inbox> list() {
		return List.copyOf(this.inboxes.keySet());
	}

	synchronized void clear() {
		this.inboxes.clear();
		this.bytes = 0;
	}

}
