package dev.sock.spring.listener;

import dev.sock.SctpAssociation;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts endpoint and association into the log context (MDC) of the calling thread.
 */
public final class LogContext implements AutoCloseable {

	/** Key of the endpoint's name. */
	public static final String ENDPOINT = "sock.endpoint";

	/** Key of the association's name. */
	public static final String ASSOCIATION = "sock.association";

	private final @Nullable String formerEndpoint = MDC.get(ENDPOINT);

	private final @Nullable String formerAssociation = MDC.get(ASSOCIATION);

	private LogContext(SctpAssociation association) {
		MDC.put(ENDPOINT, association.endpoint().name());
		MDC.put(ASSOCIATION, association.name());
	}

	/**
	 * Puts the names of an association into the log context.
	 * @param association the association
	 * @return puts the former values back when it is closed, by the same thread
	 */
	public static LogContext of(SctpAssociation association) {
		return new LogContext(association);
	}

	@Override
	public void close() {
		restore(ENDPOINT, this.formerEndpoint);
		restore(ASSOCIATION, this.formerAssociation);
	}

	private static void restore(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

}
