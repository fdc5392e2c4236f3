package dev.sock.spring.config;

import dev.sock.PayloadProtocol;
import dev.sock.SctpOptionException;
import dev.sock.spring.listener.SctpListenerException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * Resolves placeholders and expressions in the attributes of annotations, or tells which
 * attribute of which method is wrong.
 *
 * @param beanFactory resolves them
 */
record AttributeResolver(BeanFactory beanFactory) {

	private static final int MAX_STREAM = 65534;

	/** Returns the text, or {@code null} if there is none. */
	@Nullable String text(String value) {
		Object resolved = resolve(value);
		return (resolved != null && StringUtils.hasText(resolved.toString())) ? resolved.toString().trim() : null;
	}

	private @Nullable Object resolve(String value) {
		if (!(this.beanFactory instanceof ConfigurableBeanFactory configurable)) {
			return value;
		}
		String embedded = configurable.resolveEmbeddedValue(value);
		BeanExpressionResolver expressions = configurable.getBeanExpressionResolver();
		return (expressions != null) ? expressions.evaluate(embedded, new BeanExpressionContext(configurable, null))
				: embedded;
	}

	@Nullable Integer stream(String value, String annotated) {
		String text = text(value);
		return (text != null)
				? number(text, "stream", 0, MAX_STREAM, annotated, "Use a number from 0 to " + MAX_STREAM + ".") : null;
	}

	@Nullable Integer positive(String value, String attribute, int max, String annotated) {
		String text = text(value);
		return (text != null) ? number(text, attribute, 1, max, annotated, "Use a number from 1 to " + max + ".")
				: null;
	}

	private static int number(String text, String attribute, int min, int max, String annotated, String remedy) {
		try {
			int number = Integer.parseInt(text);
			if (number >= min && number <= max) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new SctpListenerException(annotated + " has the " + attribute + " '" + text + "', which is not "
				+ ("stream".equals(attribute) ? "a stream number" : "a number in the range"), remedy);
	}

	@Nullable Long ppid(String value, String annotated) {
		String text = text(value);
		if (text == null) {
			return null;
		}
		try {
			return PayloadProtocol.parseId(text);
		}
		catch (SctpOptionException ex) {
			throw new SctpListenerException(annotated + " has the ppid '" + text + "', which is not known",
					"Use a number from 0 to 4294967295 or a name such as Diameter, M3UA, NGAP or S1AP.");
		}
	}

	@Nullable Boolean bool(String value, String attribute, String annotated) {
		String text = text(value);
		if (text == null) {
			return null;
		}
		if (!"true".equalsIgnoreCase(text) && !"false".equalsIgnoreCase(text)) {
			throw new SctpListenerException(
					annotated + " has the " + attribute + " '" + text + "', which is neither true nor false",
					"Use one of them.");
		}
		return Boolean.valueOf(text);
	}

	/** Returns a bean, given by name or by an expression. */
	<T> @Nullable T bean(String value, String attribute, Class<T> type, String annotated) {
		Object resolved = resolve(value);
		if (type.isInstance(resolved)) {
			return type.cast(resolved);
		}
		String name = (resolved != null) ? resolved.toString().trim() : "";
		if (name.isEmpty()) {
			return null;
		}
		try {
			return this.beanFactory.getBean(name, type);
		}
		catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException ex) {
			throw new SctpListenerException(annotated + " has the " + attribute + " '" + name
					+ "', which is not the name of a " + type.getSimpleName() + " bean",
					"Define such a bean, or correct the name.");
		}
	}

}
