package dev.sock.spring.core;

import java.util.function.Function;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reply to a request, by something that both have in their payload, such as
 * Diameter's hop-by-hop identifier. Use one object for all requests of a kind. Called by
 * several threads at once.
 */
public interface SctpCorrelation {

	/**
	 * Returns what the reply to a request will have.
	 * @param payload the payload of the request
	 * @return a key with {@code equals}, which no other request that waits on the
	 * association has
	 */
	Object requestKey(byte[] payload);

	/**
	 * Returns what a reply has.
	 * @param message a message that came by the association
	 * @return the key of the request, or {@code null} if it is no reply
	 */
	@Nullable Object replyKey(SctpMessage message);

	/**
	 * Makes a correlation of two functions.
	 * @param requestKey gives the key of a request's payload
	 * @param replyKey gives the key of a reply, or {@code null} for other messages
	 * @return the correlation
	 */
	static SctpCorrelation of(Function<byte[], Object> requestKey, Function<SctpMessage, @Nullable Object> replyKey) {
		return new SctpCorrelation() {

			@Override
			public Object requestKey(byte[] payload) {
				return requestKey.apply(payload);
			}

			@Override
			public @Nullable Object replyKey(SctpMessage message) {
				return replyKey.apply(message);
			}

		};
	}

}
