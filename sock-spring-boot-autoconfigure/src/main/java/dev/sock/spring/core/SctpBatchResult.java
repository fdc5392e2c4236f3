package dev.sock.spring.core;

import org.jspecify.annotations.Nullable;

/**
 * How far a batch of messages got.
 *
 * @param accepted how many were accepted, from the first on
 * @param failure why the next one was not: {@link dev.sock.SctpSendException}, or what an
 * interceptor has thrown; {@code null} if all were accepted
 */
public record SctpBatchResult(int accepted, @Nullable RuntimeException failure) {

	/**
	 * Returns whether every message was accepted.
	 * @return whether that is so
	 */
	public boolean isComplete() {
		return this.failure == null;
	}

}
