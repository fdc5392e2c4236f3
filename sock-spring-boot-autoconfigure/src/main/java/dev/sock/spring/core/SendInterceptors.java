package dev.sock.spring.core;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interceptors in their order.
 *
 * @param all the interceptors
 */
record SendInterceptors(List<SctpSendInterceptor> all) {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.template");

	SendInterceptors {
		all = List.copyOf(all);
	}

	OutgoingMessage beforeSend(OutgoingMessage message) {
		OutgoingMessage current = message;
		for (int i = 0; i < this.all.size(); i++) {
			try {
				current = this.all.get(i).beforeSend(current);
			}
			catch (RuntimeException ex) {
				afterSend(i, current, ex);
				throw ex;
			}
		}
		return current;
	}

	void afterSend(OutgoingMessage message, @Nullable Throwable failure) {
		afterSend(this.all.size(), message, failure);
	}

	private void afterSend(int asked, OutgoingMessage message, @Nullable Throwable failure) {
		for (int i = asked - 1; i >= 0; i--) {
			SctpSendInterceptor interceptor = this.all.get(i);
			try {
				interceptor.afterSend(message, failure);
			}
			catch (RuntimeException ex) {
				logger.error("Interceptor {} failed after a {}", interceptor, message, ex);
			}
		}
	}

}
