package dev.sock.spring.listener;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves arguments of sock's own types.
 */
final class SctpArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return isOwnType(parameter.getParameterType());
	}

	static boolean isOwnType(Class<?> type) {
		return type == SctpMessage.class || type == SctpAssociation.class || type == SctpEndpoint.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		if (!(message instanceof ReceivedMessage<?> received)) {
			throw new IllegalStateException("Not a message received by SCTP: " + message.getClass().getName());
		}
		SctpMessage sctpMessage = received.sctpMessage();
		Class<?> type = parameter.getParameterType();
		if (type == SctpMessage.class) {
			return sctpMessage;
		}
		SctpAssociation association = sctpMessage.association();
		return (type == SctpAssociation.class) ? association : association.endpoint();
	}

}
