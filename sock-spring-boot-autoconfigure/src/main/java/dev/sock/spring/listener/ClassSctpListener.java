package dev.sock.spring.listener;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.sock.SctpMessage;
import dev.sock.spring.core.PayloadConverter;
import org.jspecify.annotations.Nullable;

/**
 * Calls one of several methods: of those for the payload protocol identifier of the
 * message, or else of those for none, the one that takes what the payload was converted
 * to; else the default one.
 */
final class ClassSctpListener implements SctpMessageListener {

	private final String description;

	private final PayloadConverter converter;

	private final List<Handler> handlers;

	private final @Nullable Handler defaultHandler;

	ClassSctpListener(String description, PayloadConverter converter, List<Handler> handlers) {
		this.description = description;
		this.converter = converter;
		this.handlers = handlers.stream()
			.filter((handler) -> !handler.method.isDefault() || handler.method.ppid() != null)
			.toList();
		this.defaultHandler = handlers.stream()
			.filter((handler) -> handler.method.isDefault())
			.findFirst()
			.orElse(null);
		checkUnambiguous(handlers);
	}

	private void checkUnambiguous(List<Handler> all) {
		for (int i = 0; i < all.size(); i++) {
			for (int j = 0; j < i; j++) {
				if (all.get(i).isAlike(all.get(j))) {
					throw new SctpListenerException(
							"@SctpListener on " + this.description + " has two methods for the same messages: "
									+ SctpListenerMethods.describe(all.get(j).method.method()) + " and "
									+ SctpListenerMethods.describe(all.get(i).method.method()),
							"Give them different payload types or ppids, and leave one default.");
				}
			}
		}
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(SctpMessage message) throws Exception {
		return onMessage(message, Runnable::run);
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(SctpMessage message, Executor later) throws Exception {
		List<Handler> candidates = candidates(message.payloadProtocolId());
		if (candidates.size() == 1 && candidates.get(0).method.ppid() != null) {
			return candidates.get(0).listener.onMessage(message, later);
		}
		Object converted = candidates.isEmpty() ? null : this.converter.toObject(ReceivedMessage.of(message));
		Handler handler = (converted != null) ? mostSpecific(candidates, converted) : raw(candidates);
		if (handler != null && converted != null) {
			return handler.listener.invoke(ReceivedMessage.converted(message, converted), message, later);
		}
		Handler last = (handler != null) ? handler : this.defaultHandler;
		if (last != null) {
			return last.listener.onMessage(message, later);
		}
		throw new SctpNoHandlerException("No @SctpMessageHandler of " + this.description + " takes a message with ppid "
				+ message.payloadProtocolId() + " and a payload of type "
				+ ((converted != null) ? converted.getClass().getName() : "byte[]")
				+ "; add one for it, or one with isDefault = true");
	}

	private List<Handler> candidates(long ppid) {
		List<Handler> stated = this.handlers.stream()
			.filter((handler) -> handler.method.ppid() != null && handler.method.ppid() == ppid)
			.toList();
		return !stated.isEmpty() ? stated
				: this.handlers.stream().filter((handler) -> handler.method.ppid() == null).toList();
	}

	private static @Nullable Handler mostSpecific(List<Handler> candidates, Object payload) {
		Handler best = null;
		for (Handler handler : candidates) {
			if (handler.payloadType.isInstance(payload)
					&& (best == null || best.payloadType.isAssignableFrom(handler.payloadType))) {
				best = handler;
			}
		}
		return best;
	}

	/**
	 * For bytes that no converter knows: those who take bytes, then those who take text.
	 */
	private static @Nullable Handler raw(List<Handler> candidates) {
		for (Class<?> type : List.of(byte[].class, String.class, CharSequence.class, Object.class)) {
			for (Handler handler : candidates) {
				if (handler.payloadType == type) {
					return handler;
				}
			}
		}
		return null;
	}

	/**
	 * A method that can be called.
	 *
	 * @param method the method
	 * @param payloadType what it takes, {@code Object} if it takes no payload
	 * @param listener calls it
	 */
	record Handler(HandlerMethod method, Class<?> payloadType, MethodSctpListener listener) {

		boolean isAlike(Handler other) {
			if (this.method.isDefault() && other.method.isDefault()) {
				return true;
			}
			boolean byType = this.method.ppid() == null && other.method.ppid() == null;
			if (byType && (this.method.isDefault() || other.method.isDefault())) {
				return false;
			}
			return Objects.equals(this.method.ppid(), other.method.ppid()) && this.payloadType == other.payloadType;
		}

	}

}
