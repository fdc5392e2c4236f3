package dev.sock.spring.listener;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import dev.sock.spring.core.PayloadConverter;
import dev.sock.spring.core.SctpAssociations;
import dev.sock.spring.core.SctpOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.validation.Validator;

/**
 * Makes listeners of methods and checks their signatures.
 */
public final class SctpListenerMethods {

	private final DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();

	private final PayloadConverter converter;

	private final BatchMethods batches;

	private final SctpOperations operations;

	private final SctpAssociations associations;

	/**
	 * Creates the factory.
	 * @param converter converts payloads
	 * @param operations sends replies
	 * @param associations finds associations that replies go to
	 * @param validator validates payloads whose parameter is {@code @Valid} or
	 * {@code @Validated}, or {@code null}
	 * @param beanFactory resolves expressions in header names, or {@code null}
	 */
	public SctpListenerMethods(PayloadConverter converter, SctpOperations operations, SctpAssociations associations,
			@Nullable Validator validator, @Nullable BeanFactory beanFactory) {
		this.converter = converter;
		this.operations = operations;
		this.associations = associations;
		this.factory.setMessageConverter(converter.asMessageConverter());
		this.factory.setCustomArgumentResolvers(List.of(new SctpArgumentResolver()));
		if (validator != null) {
			this.factory.setValidator(validator);
		}
		if (beanFactory != null) {
			this.factory.setBeanFactory(beanFactory);
		}
		this.factory.afterPropertiesSet();
		this.batches = new BatchMethods(converter.asMessageConverter(), validator, this::isReadable);
	}

	/**
	 * Makes a listener of a method.
	 * @param bean the bean
	 * @param method a method of it
	 * @param replyTo where replies go
	 * @return the listener
	 * @throws SctpListenerException if the method has a signature that cannot be used
	 */
	public SctpMessageListener create(Object bean, Method method, ReplyDestination replyTo) {
		return methodListener(bean, method, replyTo);
	}

	/**
	 * Makes a listener that takes batches of a method.
	 * @param bean the bean
	 * @param method a method of it
	 * @return the listener
	 * @throws SctpListenerException if the method has a signature that cannot be used
	 */
	public SctpBatchMessageListener createBatch(Object bean, Method method) {
		return this.batches.create(bean, method);
	}

	/**
	 * Makes one listener of several methods.
	 * @param bean the bean
	 * @param methods methods of it
	 * @return the listener
	 * @throws SctpListenerException if a method has a signature that cannot be used, or
	 * two get the same messages
	 */
	public SctpMessageListener create(Object bean, List<HandlerMethod> methods) {
		List<ClassSctpListener.Handler> handlers = methods.stream()
			.map((method) -> new ClassSctpListener.Handler(method, payloadType(method.method()),
					methodListener(bean, method.method(), method.replyTo())))
			.toList();
		return new ClassSctpListener(AopUtils.getTargetClass(bean).getName(), this.converter, handlers);
	}

	private MethodSctpListener methodListener(Object bean, Method method, ReplyDestination replyTo) {
		check(method);
		return new MethodSctpListener(this.factory.createInvocableHandlerMethod(bean, method),
				new ReplySender(this.operations, this.associations::get, replyTo));
	}

	private static Class<?> payloadType(Method method) {
		for (int i = 0; i < method.getParameterCount(); i++) {
			MethodParameter parameter = new MethodParameter(method, i);
			if (isPayload(parameter)) {
				return parameter.getParameterType();
			}
		}
		return Object.class;
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
				|| (this.converter.convertsObjects() && !reply.isPrimitive());
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
				|| (this.converter.convertsObjects() && !type.isPrimitive());
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
