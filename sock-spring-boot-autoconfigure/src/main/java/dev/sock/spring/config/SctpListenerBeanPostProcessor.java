package dev.sock.spring.config;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sock.SctpEvent;
import dev.sock.spring.annotation.SctpEventListener;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.annotation.SctpListeners;
import dev.sock.spring.annotation.SctpMessageHandler;
import dev.sock.spring.endpoint.EventMethods;
import dev.sock.spring.listener.HandlerMethod;
import dev.sock.spring.listener.ListenerCriteria;
import dev.sock.spring.listener.ReplyDestination;
import dev.sock.spring.listener.SctpListenerContainerFactory;
import dev.sock.spring.listener.SctpListenerDefinition;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpListenerException;
import dev.sock.spring.listener.SctpListenerMethods;
import dev.sock.spring.listener.SctpMessageListener;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.ReflectionUtils;

/**
 * Finds classes and methods with {@link SctpListener} and methods with
 * {@link SctpEventListener}, and registers them once all singletons are there.
 */
public final class SctpListenerBeanPostProcessor
		implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton {

	/** Name of the factory that makes containers of listeners which name none. */
	public static final String DEFAULT_FACTORY = "sctpListenerContainerFactory";

	private final ObjectProvider<SctpListenerRegistry> registry;

	private final ObjectProvider<SctpListenerMethods> methods;

	private final ObjectProvider<EventMethods> events;

	private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();

	/** Beans may be made by several threads. */
	private final Object lock = new Object();

	private @Nullable List<Runnable> found = new ArrayList<>();

	@SuppressWarnings("NullAway.Init") // set before any bean is made
	private BeanFactory beanFactory;

	@SuppressWarnings("NullAway.Init")
	private AttributeResolver attributes;

	/**
	 * Creates the post-processor.
	 * @param registry takes the listeners
	 * @param methods makes listeners of methods
	 * @param events takes listeners of events
	 */
	public SctpListenerBeanPostProcessor(ObjectProvider<SctpListenerRegistry> registry,
			ObjectProvider<SctpListenerMethods> methods, ObjectProvider<EventMethods> events) {
		this.registry = registry;
		this.methods = methods;
		this.events = events;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.attributes = new AttributeResolver(beanFactory);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (ScopedProxyUtils.isScopedTarget(beanName) || this.withoutListeners.contains(type) || !AnnotationUtils
			.isCandidateClass(type, List.of(SctpListener.class, SctpEventListener.class, SctpMessageHandler.class))) {
			return bean;
		}
		Set<SctpListener> ofClass = AnnotatedElementUtils.getMergedRepeatableAnnotations(type, SctpListener.class,
				SctpListeners.class);
		Set<Method> withListener = methods(type, (method) -> !annotations(method).isEmpty());
		Set<Method> withEvents = methods(type,
				(method) -> AnnotatedElementUtils.hasAnnotation(method, SctpEventListener.class));
		if (ofClass.isEmpty()) {
			methods(type, SctpListenerBeanPostProcessor::isHandler).forEach((method) -> add(() -> {
				throw new SctpListenerException(
						"@SctpMessageHandler on " + SctpListenerMethods.describe(method)
								+ " is never called, as its class has no @SctpListener",
						"Mark the class with @SctpListener, or the method instead.");
			}));
		}
		if (ofClass.isEmpty() && withListener.isEmpty() && withEvents.isEmpty()) {
			this.withoutListeners.add(type);
			return bean;
		}
		ofClass.forEach((annotation) -> add(() -> registerClass(bean, beanName, type, annotation)));
		withListener.forEach((method) -> annotations(method)
			.forEach((annotation) -> add(() -> registerMethod(bean, beanName, method, annotation))));
		withEvents.forEach((method) -> add(() -> registerEvents(bean, method)));
		return bean;
	}

	private static Set<Method> methods(Class<?> type, ReflectionUtils.MethodFilter filter) {
		return MethodIntrospector.selectMethods(type, filter);
	}

	/**
	 * Returns whether a class, or a method of it, listens to messages or events.
	 * @param type a class
	 * @return whether it does
	 */
	public static boolean hasListeners(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, List.of(SctpListener.class, SctpEventListener.class))
				&& (AnnotatedElementUtils.hasAnnotation(type, SctpListener.class)
						|| AnnotatedElementUtils.hasAnnotation(type, SctpListeners.class)
						|| !methods(type,
								(method) -> !annotations(method).isEmpty()
										|| AnnotatedElementUtils.hasAnnotation(method, SctpEventListener.class))
							.isEmpty());
	}

	private static boolean isHandler(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, SctpMessageHandler.class);
	}

	private static Set<SctpListener> annotations(Method method) {
		return AnnotatedElementUtils.getMergedRepeatableAnnotations(method, SctpListener.class, SctpListeners.class);
	}

	/** Registers now, or when all singletons are there. */
	private void add(Runnable registration) {
		synchronized (this.lock) {
			if (this.found != null) {
				this.found.add(registration);
				return;
			}
		}
		registration.run();
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Runnable> waiting;
		synchronized (this.lock) {
			waiting = (this.found != null) ? this.found : List.of();
			this.found = null;
		}
		waiting.forEach(Runnable::run);
	}

	private void registerMethod(Object bean, String beanName, Method method, SctpListener annotation) {
		String description = SctpListenerMethods.describe(method);
		String annotated = "@SctpListener on " + description;
		boolean batch = this.attributes.text(annotation.batchSize()) != null;
		if (batch && AnnotatedElementUtils.hasAnnotation(method, SendTo.class)) {
			throw new SctpListenerException(annotated + " has a batchSize and a @SendTo, although a batch has no reply",
					"Remove one of them, and send by SctpTemplate.");
		}
		SctpListenerMethods makers = this.methods.getObject();
		SctpMessageListener listener = batch ? makers.createBatch(bean, invocable(bean, method))
				: makers.create(bean, invocable(bean, method), replyTo(method, annotated));
		register(listener, annotation, beanName + "." + method.getName(), description);
	}

	private void registerClass(Object bean, String beanName, Class<?> type, SctpListener annotation) {
		String annotated = "@SctpListener on " + type.getName();
		if (this.attributes.text(annotation.batchSize()) != null) {
			throw new SctpListenerException(annotated + " has a batchSize, which only that of a method can have",
					"Remove it, or move @SctpListener to a method that takes a List.");
		}
		List<HandlerMethod> handlers = new ArrayList<>();
		for (Method method : methods(type, SctpListenerBeanPostProcessor::isHandler)) {
			SctpMessageHandler handler = AnnotatedElementUtils.getMergedAnnotation(method, SctpMessageHandler.class);
			String where = "@SctpMessageHandler on " + SctpListenerMethods.describe(method);
			if (handler != null) {
				handlers.add(new HandlerMethod(invocable(bean, method), this.attributes.ppid(handler.ppid(), where),
						handler.isDefault(), replyTo(method, where)));
			}
		}
		if (handlers.isEmpty()) {
			throw new SctpListenerException(annotated + " has no methods to call",
					"Mark methods of the class with @SctpMessageHandler, or move @SctpListener to a method.");
		}
		register(this.methods.getObject().create(bean, handlers), annotation, beanName, type.getName());
	}

	private void register(SctpMessageListener listener, SctpListener annotation, String defaultId, String description) {
		String annotated = "@SctpListener on " + description;
		ListenerCriteria criteria = new ListenerCriteria(this.attributes.text(annotation.association()),
				this.attributes.stream(annotation.stream(), annotated),
				this.attributes.ppid(annotation.ppid(), annotated));
		String endpoint = endpoint(annotation.endpoint(), annotated);
		Integer concurrency = this.attributes.positive(annotation.concurrency(), "concurrency",
				SctpListenerDefinition.MAX_CONCURRENCY, annotated);
		SctpListenerDefinition definition = new SctpListenerDefinition(id(annotation, defaultId, annotated), endpoint,
				criteria, listener, description,
				this.attributes.bool(annotation.autoStartup(), "autoStartup", annotated), concurrency,
				this.attributes.bean(annotation.errorHandler(), "errorHandler", SctpListenerErrorHandler.class,
						annotated),
				this.attributes.positive(annotation.batchSize(), "batchSize", SctpListenerDefinition.MAX_BATCH_SIZE,
						annotated));
		SctpListenerContainerFactory factory = this.attributes.bean(annotation.containerFactory(), "containerFactory",
				SctpListenerContainerFactory.class, annotated);
		this.registry.getObject()
			.register(definition, (factory != null) ? factory
					: this.beanFactory.getBean(DEFAULT_FACTORY, SctpListenerContainerFactory.class));
	}

	private String id(SctpListener annotation, String defaultId, String annotated) {
		String id = this.attributes.text(annotation.id());
		if (id != null) {
			if (!id.matches("[A-Za-z0-9._-]+")) {
				throw new SctpListenerException(annotated + " has the id '" + id + "'",
						"Use letters, digits, dots, dashes and underscores.");
			}
			return id;
		}
		String base = defaultId.replaceAll("[^A-Za-z0-9._-]", "-");
		String free = base;
		for (int i = 2; this.registry.getObject().find(free).isPresent(); i++) {
			free = base + "-" + i;
		}
		return free;
	}

	private String endpoint(String value, String annotated) {
		String endpoint = this.attributes.text(value);
		if (endpoint == null) {
			throw new SctpListenerException(annotated + " names no endpoint",
					"Set its attribute 'endpoint' to a name in 'sock.endpoints'.");
		}
		return endpoint;
	}

	private ReplyDestination replyTo(Method method, String annotated) {
		SendTo sendTo = AnnotatedElementUtils.findMergedAnnotation(method, SendTo.class);
		if (sendTo == null) {
			sendTo = AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), SendTo.class);
		}
		if (sendTo == null) {
			return ReplyDestination.SENDER;
		}
		String name = (sendTo.value().length == 1) ? this.attributes.text(sendTo.value()[0]) : null;
		if (name == null) {
			throw new SctpListenerException(annotated + " has a @SendTo that does not name one association",
					"Give it the name of an association, such as 'hlr' or 'endpoint/hlr', or remove it.");
		}
		if (ReplyExpression.isIn(name)) {
			return new ReplyExpression(name, annotated, this.beanFactory);
		}
		this.registry.getObject().checkDestination(annotated, name);
		return (request, reply) -> name;
	}

	private void registerEvents(Object bean, Method method) {
		String description = SctpListenerMethods.describe(method);
		String annotated = "@SctpEventListener on " + description;
		SctpEventListener annotation = AnnotatedElementUtils.getMergedAnnotation(method, SctpEventListener.class);
		if (annotation == null) {
			return;
		}
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length != 1 || !SctpEvent.class.isAssignableFrom(parameters[0])) {
			throw new SctpListenerException(annotated + " does not take one event",
					"Give the method one parameter, of type SctpEvent or one of its types such as "
							+ "SctpEvent.AssociationChanged.");
		}
		String endpoint = endpoint(annotation.endpoint(), annotated);
		String association = this.attributes.text(annotation.association());
		this.registry.getObject().checkNames(annotated, endpoint, association);
		Method invocable = invocable(bean, method);
		ReflectionUtils.makeAccessible(invocable);
		this.events.getObject()
			.add(endpoint, association, parameters[0], (event) -> ReflectionUtils.invokeMethod(invocable, bean, event),
					description);
	}

	private static Method invocable(Object bean, Method method) {
		return AopUtils.selectInvocableMethod(method, bean.getClass());
	}

}
