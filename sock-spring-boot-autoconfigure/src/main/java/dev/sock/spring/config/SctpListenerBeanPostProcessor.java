package dev.sock.spring.config;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sock.PayloadProtocol;
import dev.sock.SctpOptionException;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.annotation.SctpListeners;
import dev.sock.spring.listener.ListenerCriteria;
import dev.sock.spring.listener.SctpListenerException;
import dev.sock.spring.listener.SctpListenerMethods;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.EmbeddedValueResolverAware;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * Finds methods with {@link SctpListener} and registers them once all singletons are
 * there.
 */
public final class SctpListenerBeanPostProcessor
		implements BeanPostProcessor, EmbeddedValueResolverAware, SmartInitializingSingleton {

	private static final int MAX_STREAM = 65534;

	private final ObjectProvider<SctpListenerRegistry> registry;

	private final ObjectProvider<SctpListenerMethods> methods;

	private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();

	private @Nullable List<Found> found = new ArrayList<>();

	private @Nullable StringValueResolver resolver;

	/**
	 * Creates the post-processor.
	 * @param registry takes the listeners
	 * @param methods makes listeners of methods
	 */
	public SctpListenerBeanPostProcessor(ObjectProvider<SctpListenerRegistry> registry,
			ObjectProvider<SctpListenerMethods> methods) {
		this.registry = registry;
		this.methods = methods;
	}

	@Override
	public void setEmbeddedValueResolver(StringValueResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (this.withoutListeners.contains(type) || !AnnotationUtils.isCandidateClass(type, SctpListener.class)) {
			return bean;
		}
		Set<Method> annotated = MethodIntrospector.selectMethods(type,
				(ReflectionUtils.MethodFilter) (method) -> !annotations(method).isEmpty());
		if (annotated.isEmpty()) {
			this.withoutListeners.add(type);
		}
		annotated
			.forEach((method) -> annotations(method).forEach((annotation) -> add(new Found(bean, method, annotation))));
		return bean;
	}

	private static Set<SctpListener> annotations(Method method) {
		return AnnotatedElementUtils.getMergedRepeatableAnnotations(method, SctpListener.class, SctpListeners.class);
	}

	private void add(Found listener) {
		List<Found> waiting = this.found;
		if (waiting != null) {
			waiting.add(listener);
		}
		else {
			register(listener);
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Found> waiting = this.found;
		this.found = null;
		if (waiting != null) {
			waiting.forEach(this::register);
		}
	}

	private void register(Found listener) {
		String description = SctpListenerMethods.describe(listener.method());
		SctpListener annotation = listener.annotation();
		ListenerCriteria criteria = new ListenerCriteria(resolve(annotation.association()),
				stream(resolve(annotation.stream()), description), ppid(resolve(annotation.ppid()), description));
		String endpoint = resolve(annotation.endpoint());
		if (endpoint == null) {
			throw new SctpListenerException("@SctpListener on " + description + " names no endpoint",
					"Set its attribute 'endpoint' to a name in 'sock.endpoints'.");
		}
		Method invocable = AopUtils.selectInvocableMethod(listener.method(), listener.bean().getClass());
		this.registry.getObject()
			.register(endpoint, criteria, this.methods.getObject().create(listener.bean(), invocable), description);
	}

	private @Nullable String resolve(String value) {
		String resolved = (this.resolver != null) ? this.resolver.resolveStringValue(value) : value;
		return StringUtils.hasText(resolved) ? resolved.trim() : null;
	}

	private static @Nullable Integer stream(@Nullable String value, String description) {
		if (value == null) {
			return null;
		}
		try {
			int stream = Integer.parseInt(value);
			if (stream >= 0 && stream <= MAX_STREAM) {
				return stream;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new SctpListenerException(
				"@SctpListener on " + description + " has the stream '" + value + "', which is not a stream number",
				"Use a number from 0 to " + MAX_STREAM + ".");
	}

	private static @Nullable Long ppid(@Nullable String value, String description) {
		if (value == null) {
			return null;
		}
		try {
			return PayloadProtocol.parseId(value);
		}
		catch (SctpOptionException ex) {
			throw new SctpListenerException(
					"@SctpListener on " + description + " has the ppid '" + value + "', which is not known",
					"Use a number from 0 to 4294967295 or a name such as Diameter, M3UA, NGAP or S1AP.");
		}
	}

	private record Found(Object bean, Method method, SctpListener annotation) {
	}

}
