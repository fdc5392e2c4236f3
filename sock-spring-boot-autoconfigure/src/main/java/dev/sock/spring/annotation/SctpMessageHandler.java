package dev.sock.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a class that is an {@link SctpListener}. A message goes to a method
 * for its payload protocol identifier; or else to the one that takes what converters made
 * of the payload, the most specific type first; or else to the default one. The method
 * looks as one with {@link SctpListener} does.
 *
 * <p>
 * A message that no method takes goes to the error handler with a
 * {@code SctpNoHandlerException}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface SctpMessageHandler {

	/**
	 * Payload protocol identifier of the messages that the method gets. May hold
	 * <code>${…}</code> and <code>#{…}</code>.
	 * @return its name or number, or nothing if the type of the payload decides
	 */
	String ppid() default "";

	/**
	 * Whether the method gets what no other takes.
	 * @return whether it does; of one method at most
	 */
	boolean isDefault() default false;

}
