package dev.sock.spring.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sock.SctpAssociation;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

/**
 * Makes payloads of objects and objects of payloads: by the converters of the application
 * in their order, then bytes as they are and text as UTF-8. Safe for use by several
 * threads if the converters are.
 *
 * @see PpidMessageConverter
 */
public final class PayloadConverter {

	private final MessageConverter converter;

	private final boolean custom;

	/**
	 * Creates a converter.
	 * @param converters those of the application, the first asked first
	 */
	public PayloadConverter(List<MessageConverter> converters) {
		List<MessageConverter> all = new ArrayList<>(converters);
		all.add(new StringMessageConverter());
		all.add(new ByteArrayMessageConverter());
		this.converter = new CompositeMessageConverter(all);
		this.custom = !converters.isEmpty();
	}

	/**
	 * Returns all converters as one.
	 * @return a converter for received messages, whose payload is {@code byte[]}
	 */
	public MessageConverter asMessageConverter() {
		return this.converter;
	}

	/**
	 * Returns whether the application has converters, so that payloads can be of any
	 * type.
	 * @return whether it has
	 */
	public boolean convertsObjects() {
		return this.custom;
	}

	/**
	 * Makes an object of a received message if a converter of the application knows what
	 * it is.
	 * @param message the message
	 * @return the object, or {@code null} if none does
	 */
	public @Nullable Object toObject(Message<byte[]> message) {
		return this.custom ? this.converter.fromMessage(message, Object.class) : null;
	}

	/**
	 * Makes a payload.
	 * @param object what to send
	 * @param association where it is sent
	 * @param options how it is sent
	 * @return the payload; the array itself if the object is one
	 * @throws MessageConversionException if no converter can
	 */
	public byte[] toBytes(Object object, SctpAssociation association, SendOptions options) {
		if (object instanceof byte[] bytes) {
			return bytes;
		}
		if (object instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		long ppid = Integer.toUnsignedLong(options.payloadProtocolId());
		MessageHeaders headers = new MessageHeaders(
				Map.of(SctpHeaders.ASSOCIATION, association.name(), SctpHeaders.ENDPOINT, association.endpoint().name(),
						SctpHeaders.STREAM, options.streamId(), SctpHeaders.PPID, ppid));
		@Nullable Message<?> message = this.converter.toMessage(object, headers);
		if (message != null && message.getPayload() instanceof byte[] bytes) {
			return bytes;
		}
		throw new MessageConversionException("Cannot make a payload of type " + object.getClass().getName() + " (ppid "
				+ ppid
				+ "): send byte[], String or Message, or define a MessageConverter bean that makes byte[] of it");
	}

}
