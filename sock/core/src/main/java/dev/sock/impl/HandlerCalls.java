package dev.sock.impl;

import java.util.concurrent.atomic.AtomicLong;

import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpRetainingHandler;

/**
 * Calls the handlers of one association, whatever they throw, and counts what they
 * retain.
 */
final class HandlerCalls {

	private final DefaultAssociation association;

	private final AtomicLong retained = new AtomicLong();

	HandlerCalls(DefaultAssociation association) {
		this.association = association;
	}

	/**
	 * Hands over a message.
	 * @return its bytes, 0 if the handler retains it
	 */
	@SuppressWarnings("CatchingUnchecked")
	int message(SctpMessage message, SctpHandler handler) {
		int bytes = message.payload().length;
		if (handler instanceof SctpRetainingHandler retaining) {
			return offer(message, retaining);
		}
		try {
			handler.onMessage(message);
		}
		catch (Throwable ex) {
			failed("a message", ex);
		}
		return bytes;
	}

	@SuppressWarnings("CatchingUnchecked")
	private int offer(SctpMessage message, SctpRetainingHandler handler) {
		int bytes = message.payload().length;
		// Before the call, since another thread may release it before that returns.
		this.retained.addAndGet(bytes);
		try {
			if (handler.retain(message)) {
				return 0;
			}
		}
		catch (Throwable ex) {
			failed("a message", ex);
		}
		this.retained.addAndGet(-bytes);
		return bytes;
	}

	@SuppressWarnings("CatchingUnchecked")
	void event(SctpEvent event, SctpHandler handler) {
		try {
			handler.onEvent(event);
		}
		catch (Throwable ex) {
			failed(event.getClass().getSimpleName(), ex);
		}
	}

	/**
	 * Whatever it is, it must not stop the reader (or the event loop).
	 */
	private void failed(String what, Throwable cause) {
		Logs.guarded(() -> Logs.ENDPOINT.error("The handler of endpoint '{}' failed on {} of association '{}'",
				this.association.endpoint().name(), what, this.association.name(), cause));
	}

	/**
	 * Takes back a message that a handler has retained.
	 */
	void release(SctpMessage message) {
		if (message.association() != this.association) {
			throw new IllegalArgumentException(
					"Association '" + this.association.name() + "' cannot release a message of another: " + message);
		}
		int bytes = message.payload().length;
		if (this.retained.addAndGet(-bytes) < 0) {
			this.retained.addAndGet(bytes);
			throw new IllegalStateException(
					"Association '" + this.association.name() + "' of endpoint '" + this.association.endpoint().name()
							+ "': the message was not retained, or was released before: " + message);
		}
	}

	/** Returns the bytes of messages that handlers go on with. */
	long retained() {
		return this.retained.get();
	}

}
