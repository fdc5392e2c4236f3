package dev.sock.spring.listener;

import java.util.HashMap;
import java.util.Map;

import dev.sock.SctpMessage;
import dev.sock.spring.core.SctpHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A received message for Spring's argument resolvers. The headers are made when somebody
 * asks for them, which most listener methods never do.
 */
final class ReceivedMessage<T> implements Message<T> {

	private final SctpMessage message;

	private final T payload;

	private @Nullable MessageHeaders headers;

	private ReceivedMessage(SctpMessage message, T payload) {
		this.message = message;
		this.payload = payload;
	}

	static ReceivedMessage<byte[]> of(SctpMessage message) {
		return new ReceivedMessage<>(message, message.payload());
	}

	/** The same message with what its payload was converted to. */
	static ReceivedMessage<Object> converted(SctpMessage message, Object payload) {
		return new ReceivedMessage<>(message, payload);
	}

	SctpMessage sctpMessage() {
		return this.message;
	}

	@Override
	public T getPayload() {
		return this.payload;
	}

	@Override
	public MessageHeaders getHeaders() {
		MessageHeaders result = this.headers;
		if (result == null) {
			Map<String, Object> values = new HashMap<>();
			values.put(SctpHeaders.ENDPOINT, this.message.association().endpoint().name());
			values.put(SctpHeaders.ASSOCIATION, this.message.association().name());
			values.put(SctpHeaders.STREAM, this.message.streamId());
			values.put(SctpHeaders.PPID, this.message.payloadProtocolId());
			values.put(SctpHeaders.UNORDERED, this.message.unordered());
			values.put(SctpHeaders.FIRST_PART, this.message.isFirstPart());
			values.put(SctpHeaders.LAST_PART, this.message.isLastPart());
			values.put(SctpHeaders.STREAM_SEQUENCE_NUMBER, this.message.streamSequenceNumber());
			values.put(SctpHeaders.TSN, this.message.tsn());
			result = new MessageHeaders(values);
			this.headers = result;
		}
		return result;
	}

	/**
	 * Without the payload, which may be confidential: exceptions quote this.
	 */
	@Override
	public String toString() {
		return this.message.toString();
	}

}
