package dev.sock.spring.listener;

import java.util.Objects;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of an endpoint a listener gets. What is {@code null} matches everything.
 *
 * @param association name of the association
 * @param stream stream number
 * @param ppid payload protocol identifier
 */
public record ListenerCriteria(@Nullable String association, @Nullable Integer stream, @Nullable Long ppid) {

	/** Every message. */
	public static final ListenerCriteria ALL = new ListenerCriteria(null, null, null);

	boolean matches(SctpMessage message) {
		return (this.stream == null || this.stream == message.streamId())
				&& (this.ppid == null || this.ppid == message.payloadProtocolId())
				&& (this.association == null || this.association.equals(message.association().name()));
	}

	/** How much is stated: the more, the earlier a listener is asked. */
	int specificity() {
		return ((this.association != null) ? 1 : 0) + ((this.stream != null) ? 1 : 0) + ((this.ppid != null) ? 1 : 0);
	}

	/** Whether a message could match both, and neither states more. */
	boolean conflictsWith(ListenerCriteria other) {
		return specificity() == other.specificity() && compatible(this.association, other.association)
				&& compatible(this.stream, other.stream) && compatible(this.ppid, other.ppid);
	}

	private static boolean compatible(@Nullable Object one, @Nullable Object other) {
		return one == null || other == null || Objects.equals(one, other);
	}

	@Override
	public String toString() {
		return "association " + text(this.association) + ", stream " + text(this.stream) + ", ppid " + text(this.ppid);
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "any";
	}

}
