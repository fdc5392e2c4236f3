package dev.sock.spring.listener;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Makes batch listeners of methods and checks their signatures.
 */
final class BatchMethods {

	private final DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();

	private final Payloads payloads;

	private final Predicate<Class<?>> readable;

	/**
	 * Creates the factory.
	 * @param converter converts payloads
	 * @param validator validates them, or {@code null}
	 * @param readable tells which types payloads can be converted to
	 */
	BatchMethods(MessageConverter converter, @Nullable Validator validator, Predicate<Class<?>> readable) {
		this.payloads = new Payloads(converter, validator);
		this.readable = readable;
		this.factory.setArgumentResolvers(List.of(new BatchMethodListener.Arguments()));
		this.factory.afterPropertiesSet();
	}

	SctpBatchMessageListener create(Object bean, Method method) {
		BatchMethodListener.Reader reader = reader(list(method).withContainingClass(AopUtils.getTargetClass(bean)));
		checkReturnType(method);
		return new BatchMethodListener(this.factory.createInvocableHandlerMethod(bean, method), reader);
	}

	private static MethodParameter list(Method method) {
		MethodParameter list = null;
		for (int i = 0; i < method.getParameterCount(); i++) {
			MethodParameter parameter = new MethodParameter(method, i);
			Class<?> type = parameter.getParameterType();
			boolean isList = type == List.class || type == Collection.class;
			if (isList && list == null) {
				list = parameter;
			}
			else if (isList || (type != SctpAssociation.class && type != SctpEndpoint.class)) {
				throw unusable(method,
						"parameter " + (i + 1) + " of type " + type.getName() + " cannot be made of a batch");
			}
		}
		if (list == null) {
			throw unusable(method, "it takes no list of messages");
		}
		return list;
	}

	private BatchMethodListener.Reader reader(MethodParameter list) {
		MethodParameter element = list.nested();
		Class<?> type = type(element);
		if (type == SctpMessage.class) {
			return (message) -> message;
		}
		boolean isMessage = type == Message.class;
		MethodParameter payload = new PayloadParameter(isMessage ? element.nested() : element);
		if (!this.readable.test(type(payload))) {
			throw unusable(method(list),
					"its list is of " + type(payload).getName() + ", which a payload cannot be converted to");
		}
		return (message) -> {
			Message<byte[]> received = ReceivedMessage.of(message);
			Object converted = this.payloads.resolveArgument(payload, received);
			if (converted == null) {
				throw new MessageConversionException(received, "There is no payload to convert");
			}
			return isMessage ? ReceivedMessage.converted(message, converted) : converted;
		};
	}

	/**
	 * Returns what a payload is to become, also where a wildcard or a subclass says it.
	 */
	private static Class<?> type(MethodParameter nested) {
		return ResolvableType.forMethodParameter(nested).resolve(Object.class);
	}

	private static void checkReturnType(Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		Class<?> result = type.toClass();
		boolean usable = result == void.class || result == Void.class;
		if (CompletionStage.class.isAssignableFrom(result)) {
			Class<?> value = type.as(CompletionStage.class).getGeneric().toClass();
			usable = value == Void.class || value == Object.class;
		}
		if (!usable) {
			throw new SctpListenerException(
					"@SctpListener with a batchSize cannot be used on method " + SctpListenerMethods.describe(method)
							+ ": its return type " + type + " cannot be sent, as a batch has no reply",
					"Return void or CompletionStage<Void>, and send by SctpTemplate.");
		}
	}

	private static Method method(MethodParameter parameter) {
		Method method = parameter.getMethod();
		if (method == null) {
			throw new IllegalStateException("Not a parameter of a method: " + parameter);
		}
		return method;
	}

	private static SctpListenerException unusable(Method method, String problem) {
		return new SctpListenerException(
				"@SctpListener with a batchSize cannot be used on method " + SctpListenerMethods.describe(method) + ": "
						+ problem,
				"Take one List of byte[], String, SctpMessage or Message, or of a type that a MessageConverter bean "
						+ "knows, and SctpAssociation or SctpEndpoint if you need them.");
	}

	/** Converts and validates what is in a list, as Spring does what stands alone. */
	private static final class Payloads extends PayloadMethodArgumentResolver {

		Payloads(MessageConverter converter, @Nullable Validator validator) {
			super(converter, validator);
		}

		@Override
		protected Class<?> resolveTargetClass(MethodParameter parameter, Message<?> message) {
			return type(parameter);
		}

	}

}
