package dev.sock.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that receives the messages of an endpoint, or a class whose
 * {@link SctpMessageHandler} methods do.
 *
 * <p>
 * The method can take the payload as {@code byte[]}, {@code String} or whatever a
 * {@code MessageConverter} bean makes of it ({@code @Valid} or {@code @Validated} has it
 * validated), {@link dev.sock.SctpMessage}, {@link dev.sock.SctpAssociation},
 * {@link org.springframework.messaging.Message} and
 * {@link org.springframework.messaging.handler.annotation.Header @Header} values named in
 * {@code SctpHeaders}. What it returns, {@code byte[]}, {@code String}, {@code Message}
 * or what a converter knows, or a {@link java.util.concurrent.CompletionStage} of these,
 * is sent back on the same association and stream with the same payload protocol
 * identifier; or with
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo} to the
 * association that it names, as that association's default send options say but with the
 * identifier of the message. There <code>!{…}</code> is an expression that is evaluated
 * for each reply, of {@code request}, the {@code SctpMessage}, and {@code result}, the
 * reply.
 *
 * <p>
 * Methods are called on threads of their own, never on an event loop, and in the order of
 * the messages: of an association, or of each of its streams if there is a
 * {@link #concurrency()}. Each message goes to one listener: of those that match, the one
 * that states most of association, stream and ppid. A message whose method fails goes to
 * the error handler.
 *
 * <p>
 * Every attribute may hold <code>${…}</code> and <code>#{…}</code>. The annotation can be
 * repeated, and can stand on an annotation of your own.
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(SctpListeners.class)
@Reflective
public @interface SctpListener {

	/**
	 * Name of the listener, unique in the application: for the registry, the actuator,
	 * metrics and logs.
	 * @return a name of letters, digits, dots, dashes and underscores; by default that of
	 * the bean and the method
	 */
	String id() default "";

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

	/**
	 * Whether the listener starts with the application. If not, messages for it are kept
	 * until it is started by the registry, and receive windows close.
	 * @return {@code true} or {@code false}, or nothing for what the container factory
	 * says
	 */
	String autoStartup() default "";

	/**
	 * How many calls are under way at once at most. Then only messages of the same stream
	 * of an association wait for each other.
	 * @return a number from 1, or nothing for what the container factory says, which is
	 * one call at a time for each association and any number of associations
	 */
	String concurrency() default "";

	/**
	 * How many messages one call gets at most. Then the method takes a {@code List} of
	 * payloads, of {@link dev.sock.SctpMessage} or of
	 * {@link org.springframework.messaging.Message}, and, if it wants,
	 * {@link dev.sock.SctpAssociation} and {@link dev.sock.SctpEndpoint}; it has no
	 * reply. A call gets what has come while the one before was under way, of one
	 * association, or of one of its streams if there is a {@link #concurrency()}; it
	 * never waits for more. A message that cannot be converted or is not valid goes to
	 * the error handler by itself, in its place: between a call for those before it and
	 * one for those after it. Not for a class.
	 * @return a number from 1 to 10000, or nothing for one message, and no list
	 */
	String batchSize() default "";

	/**
	 * What deals with failures.
	 * @return name of a {@code SctpListenerErrorHandler} bean or an expression that gives
	 * one, or nothing for what the container factory says
	 */
	String errorHandler() default "";

	/**
	 * What makes the container.
	 * @return name of a {@code SctpListenerContainerFactory} bean, or nothing for
	 * {@code sctpListenerContainerFactory}
	 */
	String containerFactory() default "";

}
