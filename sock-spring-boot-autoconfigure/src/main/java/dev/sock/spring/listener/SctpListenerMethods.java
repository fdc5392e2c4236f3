package dev.sock.spring.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;

/**
 * Makes listeners of methods and checks their signatures.
 */
public final class SctpListenerMethods {

	private final DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();

	private final boolean converts;

	private final ReplySender replies;

	private final Executor executor;

	/**
	 * Creates the factory.
	 * @param converters converters of payloads, asked before those for bytes and text
	 * @param executor where replies are sent that come later
	 * @param beanFactory resolves expressions in header names, or {@code null}
	 */
	public SctpListenerMethods(List<MessageConverter> converters, Executor executor,
			@Nullable BeanFactory beanFactory) {
		this.converts = !converters.isEmpty();
		List<MessageConverter> all = new ArrayList<>(converters);
		all.add(new StringMessageConverter());
		all.add(new ByteArrayMessageConverter());
		MessageConverter converter = new CompositeMessageConverter(all);
		this.factory.setMessageConverter(converter);
		this.factory.setCustomArgumentResolvers(List.of(new SctpArgumentResolver()));
		if (beanFactory != null) {
			this.factory.setBeanFactory(beanFactory);
		}
		this.factory.afterPropertiesSet();
		this.replies = new ReplySender(converter);
		this.executor = executor;
	}

	/**
	 * Makes a listener of a method.
	 * @param bean the bean
	 * @param method a method of it
	 * @return the listener
	 * @throws SctpListenerException if the method has a signature that cannot be used
	 */
	public SctpMessageListener create(Object bean, Method method) {
		check(method);
		return new MethodSctpListener(this.factory.createInvocableHandlerMethod(bean, method), this.replies,
				this.executor);
	}

	private void check(Method method) {
		int payloads = 0;
		for (int i = 0; i < method.getParameterCount(); i++) {
			MethodParameter parameter = new MethodParameter(method, i);
			if (isPayload(parameter)) {
				payloads++;
				if (!isReadable(parameter.getParameterType())) {
					throw unusable(method,
							"parameter " + (i + 1) + " of type " + parameter.getParameterType().getName()
									+ " cannot be made of a message",
							"Take byte[], String, SctpMessage, SctpAssociation, Message or @Header values, "
									+ "or define a MessageConverter bean for the type.");
				}
			}
		}
		if (payloads > 1) {
			throw unusable(method, "it takes the payload " + payloads + " times",
					"Leave one payload parameter and mark the others with @Header.");
		}
		checkReturnType(method);
	}

	private void checkReturnType(Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		if (CompletionStage.class.isAssignableFrom(type.toClass())) {
			type = type.as(CompletionStage.class).getGeneric();
		}
		Class<?> reply = type.toClass();
		boolean usable = reply == void.class || reply == Void.class || reply == Object.class || reply == String.class
				|| reply == byte[].class || Message.class.isAssignableFrom(reply)
				|| (this.converts && !reply.isPrimitive());
		if (!usable) {
			throw unusable(method, "its return type " + type + " cannot be sent as a reply",
					"Return void, byte[], String or Message, or define a MessageConverter bean for the type.");
		}
	}

	private static boolean isPayload(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return !SctpArgumentResolver.isOwnType(type) && !Message.class.isAssignableFrom(type)
				&& !MessageHeaders.class.isAssignableFrom(type) && !parameter.hasParameterAnnotation(Header.class)
				&& !(parameter.hasParameterAnnotation(Headers.class) && Map.class.isAssignableFrom(type));
	}

	private boolean isReadable(Class<?> type) {
		return type == byte[].class || type == String.class || type == Object.class || type == CharSequence.class
				|| (this.converts && !type.isPrimitive());
	}

	private static SctpListenerException unusable(Method method, String problem, String remedy) {
		return new SctpListenerException("@SctpListener cannot be used on method " + describe(method) + ": " + problem,
				remedy);
	}

	/**
	 * Describes a method for messages.
	 * @param method the method
	 * @return class, name and parameter types
	 */
	public static String describe(Method method) {
		return method.getDeclaringClass().getName() + "." + method.getName() + "("
				+ String.join(", ", Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList()) + ")";
	}

}
