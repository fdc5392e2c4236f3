package dev.sock.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The bean that counts for all listeners: the only one of its type, or the primary one.
 */
final class DefaultBean {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private DefaultBean() {
	}

	/**
	 * Finds it.
	 * @param beans the beans
	 * @param type their type
	 * @param otherwise what to do instead of making one primary
	 * @return the bean, or {@code null} if there is none, or several of which none is
	 * primary, which the log tells
	 */
	static <T> @Nullable T of(ObjectProvider<T> beans, Class<T> type, String otherwise) {
		try {
			return beans.getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			logger.warn(
					"Several beans are of type {} and none is primary: {}. None of them is the default: mark one as "
							+ "@Primary, or {}; @Bean(defaultCandidate = false) keeps one out of this choice",
					type.getSimpleName(), ex.getBeanNamesFound(), otherwise);
			return null;
		}
	}

}
