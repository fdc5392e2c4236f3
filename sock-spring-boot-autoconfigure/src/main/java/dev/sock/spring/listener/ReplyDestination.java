package dev.sock.spring.listener;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Where what a listener method returns is sent.
 */
@FunctionalInterface
public interface ReplyDestination {

	/** Replies go to the association that the message came by. */
	ReplyDestination SENDER = (request, reply) -> null;

	/**
	 * Names the association that a reply goes to.
	 * @param request the message
	 * @param reply what the method has returned
	 * @return a name as {@link dev.sock.spring.core.SctpAssociations#get} takes it, or
	 * {@code null} for the association of the message
	 */
	@Nullable String associationName(SctpMessage request, Object reply);

}
