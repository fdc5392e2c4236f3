package dev.sock.spring.listener;

import dev.sock.SctpAssociation;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts endpoint and association into the log context (MDC) of the calling thread.
 */
public final class LogContext {

	/** Key of the endpoint's name. */
	public static final String ENDPOINT = "sock.endpoint";

	/** Key of the association's name. */
	public static final String ASSOCIATION = "sock.association";

	private LogContext() {
	}

	/**
	 * Runs a task with the names of an association in the log context, and puts the
	 * former values back.
	 * @param association the association
	 * @param task the task
	 */
	public static void run(SctpAssociation association, Runnable task) {
		String formerEndpoint = MDC.get(ENDPOINT);
		String formerAssociation = MDC.get(ASSOCIATION);
		MDC.put(ENDPOINT, association.endpoint().name());
		MDC.put(ASSOCIATION, association.name());
		try {
			task.run();
		}
		finally {
			restore(ENDPOINT, formerEndpoint);
			restore(ASSOCIATION, formerAssociation);
		}
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
