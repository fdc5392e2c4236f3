package dev.sock.impl;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.SendFailed;

/**
 * Bounds the events that wait for a handler, which no window holds back: their number,
 * and the bytes of messages that failed. That an association came or went is never left
 * out.
 */
final class EventLimit {

	private static final int MAX_EVENTS = 1000;

	private final AtomicInteger events = new AtomicInteger();

	private final AtomicLong failedBytes = new AtomicLong();

	private final long maxFailedBytes;

	EventLimit(long maxFailedBytes) {
		this.maxFailedBytes = maxFailedBytes;
	}

	boolean add(SctpEvent event) {
		long bytes = failedBytes(event);
		if (this.failedBytes.get() + bytes > this.maxFailedBytes) {
			return false;
		}
		// A message that failed is bounded by its bytes.
		if (this.events.get() >= MAX_EVENTS && bytes == 0 && !(event instanceof AssociationChanged)) {
			return false;
		}
		this.events.incrementAndGet();
		this.failedBytes.addAndGet(bytes);
		return true;
	}

	void remove(SctpEvent event) {
		this.events.decrementAndGet();
		this.failedBytes.addAndGet(-failedBytes(event));
	}

	private static long failedBytes(SctpEvent event) {
		return (event instanceof SendFailed failed) ? failed.payload().length : 0;
	}

}
