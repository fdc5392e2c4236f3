package dev.sock.spring.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.stream.Stream;

import org.springframework.core.MethodParameter;

/**
 * What payloads of a batch become: the innermost type of the method's list. It has the
 * annotations of the parameter and its own, since {@code List<@Valid Order>} asks for the
 * same as {@code @Valid List<Order>}.
 */
final class PayloadParameter extends MethodParameter {

	PayloadParameter(MethodParameter nested) {
		super(nested);
	}

	@Override
	public Annotation[] getParameterAnnotations() {
		AnnotatedType type = getExecutable().getAnnotatedParameterTypes()[getParameterIndex()];
		for (int level = 1; level < getNestingLevel() && type instanceof AnnotatedParameterizedType list; level++) {
			type = list.getAnnotatedActualTypeArguments()[0];
		}
		return Stream.of(super.getParameterAnnotations(), type.getAnnotations())
			.flatMap(Stream::of)
			.toArray(Annotation[]::new);
	}

	@Override
	public PayloadParameter clone() {
		return new PayloadParameter(this);
	}

}
