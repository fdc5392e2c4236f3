package dev.sock.spring.core;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sock.PayloadProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Uses a converter for messages of some payload protocols only, and leaves all others to
 * the next one:
 *
 * <pre class="code">
 * &#064;Bean
 * MessageConverter diameterConverter() {
 *     return PpidMessageConverter.of(new DiameterMessageConverter(), "Diameter", "DiameterDtls");
 * }
 * </pre>
 */
public final class PpidMessageConverter implements MessageConverter {

	private final MessageConverter delegate;

	private final Set<Long> ppids;

	private PpidMessageConverter(MessageConverter delegate, Set<Long> ppids) {
		this.delegate = delegate;
		this.ppids = ppids;
	}

	/**
	 * Makes a converter.
	 * @param delegate converts the messages
	 * @param ppids names or numbers of payload protocol identifiers, see
	 * {@link PayloadProtocol#parseId}
	 * @return the converter
	 * @throws dev.sock.SctpOptionException if one is neither
	 */
	public static PpidMessageConverter of(MessageConverter delegate, String... ppids) {
		return new PpidMessageConverter(delegate,
				Arrays.stream(ppids).map(PayloadProtocol::parseId).collect(Collectors.toUnmodifiableSet()));
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return isMine(message.getHeaders()) ? this.delegate.fromMessage(message, targetClass) : null;
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return (headers != null && isMine(headers)) ? this.delegate.toMessage(payload, headers) : null;
	}

	private boolean isMine(MessageHeaders headers) {
		return headers.get(SctpHeaders.PPID) instanceof Long ppid && this.ppids.contains(ppid);
	}

	@Override
	public String toString() {
		return this.delegate + " for ppids " + this.ppids;
	}

}
