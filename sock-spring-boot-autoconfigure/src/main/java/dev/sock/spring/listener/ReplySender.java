package dev.sock.spring.listener;

import java.nio.charset.StandardCharsets;

import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.spring.core.SctpHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Sends what a listener method has returned.
 */
final class ReplySender {

	private final MessageConverter converter;

	ReplySender(MessageConverter converter) {
		this.converter = converter;
	}

	void send(Object reply, SctpMessage request) {
		SendOptions options = request.replyOptions();
		Object payload = reply;
		if (reply instanceof Message<?> message) {
			options = options(message.getHeaders(), options);
			payload = message.getPayload();
		}
		request.association().send(bytes(payload), options);
	}

	private static SendOptions options(MessageHeaders headers, SendOptions defaults) {
		SendOptions options = defaults;
		Integer stream = headers.get(SctpHeaders.STREAM, Integer.class);
		if (stream != null) {
			options = options.withStream(stream);
		}
		Number ppid = headers.get(SctpHeaders.PPID, Number.class);
		if (ppid != null) {
			options = options.withPayloadProtocolId(ppid.longValue());
		}
		Boolean unordered = headers.get(SctpHeaders.UNORDERED, Boolean.class);
		return (unordered != null) ? options.withUnordered(unordered) : options;
	}

	private byte[] bytes(Object payload) {
		if (payload instanceof byte[] bytes) {
			return bytes;
		}
		if (payload instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		@Nullable Message<?> message = this.converter.toMessage(payload, null);
		if (message != null && message.getPayload() instanceof byte[] bytes) {
			return bytes;
		}
		throw new IllegalStateException("Cannot make a message of a reply of type " + payload.getClass().getName()
				+ "; return byte[], String or Message, or define a MessageConverter bean for it");
	}

}
