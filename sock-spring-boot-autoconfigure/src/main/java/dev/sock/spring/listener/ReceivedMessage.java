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
final class ReceivedMessage implements Message<byte[]> {

	private final SctpMessage message;

	private @Nullable MessageHeaders headers;

	ReceivedMessage(SctpMessage message) {
		this.message = message;
	}

	SctpMessage sctpMessage() {
		return this.message;
	}

	@Override
	public byte[] getPayload() {
		return this.message.payload();
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
