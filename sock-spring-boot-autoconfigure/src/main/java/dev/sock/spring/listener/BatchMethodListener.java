package dev.sock.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.sock.SctpAssociation;
import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.GenericMessage;

/**
 * Calls a method of a bean with what messages were read as.
 *
 * @param method the method
 * @param reader reads each message
 */
record BatchMethodListener(InvocableHandlerMethod method, Reader reader) implements SctpBatchMessageListener {

	@Override
	public @Nullable CompletionStage<?> onMessages(List<SctpMessage> messages) throws Exception {
		Batch batch = new Batch(messages.get(0).association(), read(messages));
		return (this.method.invoke(new GenericMessage<>(batch)) instanceof CompletionStage<?> stage) ? stage : null;
	}

	private List<Object> read(List<SctpMessage> messages) throws UnreadableMessageException {
		List<Object> elements = new ArrayList<>(messages.size());
		for (SctpMessage message : messages) {
			try {
				elements.add(this.reader.read(message));
			}
			catch (Throwable ex) {
				throw new UnreadableMessageException(elements.size(), ex);
			}
		}
		return elements;
	}

	/** Makes an element of the method's list of a message. */
	interface Reader {

		Object read(SctpMessage message) throws Exception;

	}

	/**
	 * What the arguments are made of.
	 *
	 * @param association the association of all messages
	 * @param elements what they were read as
	 */
	private record Batch(SctpAssociation association, List<Object> elements) {

		/** Without the payloads, which may be confidential: exceptions quote this. */
		@Override
		public String toString() {
			return this.elements.size() + " messages of association " + this.association.name();
		}

	}

	/** Resolves the arguments. */
	static final class Arguments implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return true;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, Message<?> message) {
			if (!(message.getPayload() instanceof Batch batch)) {
				throw new IllegalStateException("Not a batch: " + message.getPayload().getClass().getName());
			}
			Class<?> type = parameter.getParameterType();
			if (type == SctpAssociation.class) {
				return batch.association;
			}
			return SctpArgumentResolver.isOwnType(type) ? batch.association.endpoint() : batch.elements;
		}

	}

}
