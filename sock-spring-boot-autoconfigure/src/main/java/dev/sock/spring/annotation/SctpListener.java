package dev.sock.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that receives the messages of an endpoint.
 *
 * <p>
 * The method may take the payload as {@code byte[]} or {@code String} (UTF-8), or as a
 * type that a {@link org.springframework.messaging.converter.MessageConverter} bean makes
 * of it; the {@link dev.sock.SctpMessage}; the {@link dev.sock.SctpAssociation}, to
 * answer by; a {@link org.springframework.messaging.Message}; and
 * {@link org.springframework.messaging.handler.annotation.Header @Header} values named in
 * {@code SctpHeaders}. What it returns, {@code byte[]}, {@code String} or
 * {@code Message}, or a {@link java.util.concurrent.CompletionStage} of these, is sent
 * back on the same association and stream with the same payload protocol identifier.
 *
 * <p>
 * Methods are called on threads of their own, never on an event loop; for one association
 * one call after the other, in the order of its messages. Each message goes to one
 * method: of those that match, the one that states most of association, stream and ppid.
 * A message whose method fails is logged and not repeated.
 *
 * <p>
 * Every attribute may hold <code>${…}</code> and <code>#{…}</code>. The annotation can be
 * repeated, and can stand on an annotation of your own.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(SctpListeners.class)
@Reflective
public @interface SctpListener {

	/**
	 * Name of the endpoint.
	 * @return a name in {@code sock.endpoints}
	 */
	String endpoint();

	/**
	 * Name of the association or peer.
	 * @return the name, or nothing for every association
	 */
	String association() default "";

	/**
	 * Stream number.
	 * @return a number from 0 to 65534, or nothing for every stream
	 */
	String stream() default "";

	/**
	 * Payload protocol identifier.
	 * @return its name or number, or nothing for every one
	 */
	String ppid() default "";

}
