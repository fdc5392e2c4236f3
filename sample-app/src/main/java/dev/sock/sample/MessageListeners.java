package dev.sock.sample;

import java.util.concurrent.atomic.LongAdder;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;

import org.springframework.stereotype.Component;

/**
 * What the three endpoints do with messages.
 */
@Component
class MessageListeners {

	private final MessageHistory history;

	private final LongAdder sinkMessages = new LongAdder();

	private final LongAdder sinkBytes = new LongAdder();

	MessageListeners(MessageHistory history) {
		this.history = history;
	}

	/** What is returned goes back on the same association, stream and ppid. */
	@SctpListener(endpoint = "server")
	byte[] echo(SctpMessage message) {
		this.history.add("server", message);
		return message.payload();
	}

	@SctpListener(endpoint = "client", association = "to-server")
	void echoed(SctpMessage message) {
		this.history.add("client", message);
	}

	@SctpListener(endpoint = "sink")
	void count(byte[] payload) {
		this.sinkMessages.increment();
		this.sinkBytes.add(payload.length);
	}

	long sinkMessages() {
		return this.sinkMessages.sum();
	}

	long sinkBytes() {
		return this.sinkBytes.sum();
	}

}
