package dev.sock.spring.actuate;

import dev.sock.spring.listener.ListenerCriteria;
import dev.sock.spring.listener.SctpListenerContainer;
import dev.sock.spring.listener.SctpListenerState;
import org.jspecify.annotations.Nullable;

/**
 * A listener.
 *
 * @param endpoint name of its endpoint
 * @param association name of the association that it is for, {@code null} for all
 * @param stream stream number that it is for, {@code null} for all
 * @param ppid payload protocol identifier that it is for, {@code null} for all
 * @param method what is called
 * @param state what it does with messages
 * @param autoStartup whether it starts with the application
 * @param concurrency most calls at once, {@code null} for one for each association
 * @param batchSize most messages of one call, {@code null} if it takes them one by one
 * @param failures calls that have failed
 * @param waiting messages that are kept for it
 */
public record ListenerDescriptor(String endpoint, @Nullable String association, @Nullable Integer stream,
		@Nullable Long ppid, String method, SctpListenerState state, boolean autoStartup, @Nullable Integer concurrency,
		@Nullable Integer batchSize, long failures, int waiting) {

	static ListenerDescriptor of(SctpListenerContainer container) {
		ListenerCriteria criteria = container.criteria();
		return new ListenerDescriptor(container.endpointName(), criteria.association(), criteria.stream(),
				criteria.ppid(), container.description(), container.state(), container.isAutoStartup(),
				container.concurrency(), container.batchSize(), container.failureCount(), container.waitingCount());
	}

}
