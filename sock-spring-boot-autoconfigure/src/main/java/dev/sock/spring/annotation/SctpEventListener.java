package dev.sock.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that hears what happens to the associations of an endpoint:
 *
 * <pre class="code">
 * &#064;SctpEventListener(endpoint = "client")
 * void pathChanged(SctpEvent.PathChanged event) {
 * </pre>
 *
 * Its only parameter says which events: a type of {@link dev.sock.SctpEvent}, such as
 * {@code AssociationChanged}, or {@code SctpEvent} for all. Only events that the option
 * {@code events} of the endpoint or association names come; by default all do. It is
 * called on a listener thread, in its place among the association's messages, which wait
 * meanwhile. What it throws is logged.
 *
 * <p>
 * Every event is published as a {@link dev.sock.spring.event.SctpApplicationEvent
 * SctpApplicationEvent}, too, but for {@link dev.sock.SctpEvent.SenderDry}, which may
 * come after each message.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface SctpEventListener {

	/**
	 * Name of the endpoint. May hold <code>${…}</code> and <code>#{…}</code>.
	 * @return a name in {@code sock.endpoints}
	 */
	String endpoint();

	/**
	 * Name of the association or peer. May hold <code>${…}</code> and <code>#{…}</code>.
	 * @return the name, or nothing for every association
	 */
	String association() default "";

}
