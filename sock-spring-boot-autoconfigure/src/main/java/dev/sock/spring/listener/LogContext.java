package dev.sock.spring.listener;

import dev.sock.SctpAssociation;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts endpoint and association into the log context (MDC) of the calling thread, and the
 * former values back when closed.
 */
public final class LogContext implements AutoCloseable {

	/** Key of the endpoint's name. */
	public static final String ENDPOINT = "sock.endpoint";

	/** Key of the association's name. */
	public static final String ASSOCIATION = "sock.association";

	private final @Nullable String formerEndpoint;

	private final @Nullable String formerAssociation;

	private LogContext(String endpoint, String association) {
		this.formerEndpoint = MDC.get(ENDPOINT);
		this.formerAssociation = MDC.get(ASSOCIATION);
		MDC.put(ENDPOINT, endpoint);
		MDC.put(ASSOCIATION, association);
	}

	/**
	 * Begins.
	 * @param association the association
	 * @return what must be closed
	 */
	public static LogContext of(SctpAssociation association) {
		return new LogContext(association.endpoint().name(), association.name());
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
