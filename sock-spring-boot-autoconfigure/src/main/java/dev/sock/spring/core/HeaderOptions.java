package dev.sock.spring.core;

import java.time.Duration;

import dev.sock.PayloadProtocol;
import dev.sock.SctpOptionException;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;

/**
 * Makes send options of the headers of a message that is to be sent.
 */
public final class HeaderOptions {

	private HeaderOptions() {
	}

	/**
	 * Changes options as headers say.
	 * @param headers the headers; those not named in {@link SctpHeaders} do not matter
	 * @param options what holds for headers that are not there
	 * @return the options
	 * @throws SctpOptionException if a header has a value that cannot be used
	 */
	public static SendOptions apply(MessageHeaders headers, SendOptions options) {
		SendOptions result = options;
		Integer stream = get(headers, SctpHeaders.STREAM, Integer.class, "a number from 0 to 65534");
		if (stream != null) {
			result = result.withStream(stream);
		}
		Object ppid = headers.get(SctpHeaders.PPID);
		if (ppid instanceof String name) {
			result = result.withPayloadProtocolId(PayloadProtocol.parseId(name));
		}
		else {
			Number number = get(headers, SctpHeaders.PPID, Number.class, "a number, or the name of a protocol");
			result = (number != null) ? result.withPayloadProtocolId(number.longValue()) : result;
		}
		Boolean unordered = get(headers, SctpHeaders.UNORDERED, Boolean.class, "true or false");
		if (unordered != null) {
			result = result.withUnordered(unordered);
		}
		Duration lifetime = get(headers, SctpHeaders.LIFETIME, Duration.class, "a Duration");
		return (lifetime != null) ? result.withLifetime(lifetime) : result;
	}

	private static <T> @Nullable T get(MessageHeaders headers, String name, Class<T> type, String expected) {
		Object value = headers.get(name);
		if (value == null) {
			return null;
		}
		if (!type.isInstance(value)) {
			throw new SctpOptionException("header " + name, value.toString(),
					"is a " + value.getClass().getName() + "; use " + expected);
		}
		return type.cast(value);
	}

}
