package dev.sock.userspace.udp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs faults that the network can provoke at any rate: each kind once a minute at its
 * level, with the number since, and every one of them at DEBUG. Safe for every thread.
 */
final class FaultLog {

	static final Logger logger = LoggerFactory.getLogger("dev.sock.userspace");

	private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final int MAX_KINDS = 256;

	private final Map<String, Kind> kinds = new HashMap<>();

	private long total;

	/**
	 * Counts and logs a fault.
	 * @param level level of the first of its kind
	 * @param kind tells kinds apart
	 * @param message what happened, without any content of a packet
	 * @param cause the cause
	 * @return whether it was logged at its level
	 */
	synchronized boolean report(Level level, String kind, Supplier<String> message, Throwable cause) {
		this.total++;
		long now = System.nanoTime();
		if (this.kinds.size() >= MAX_KINDS) {
			this.kinds.clear();
		}
		Kind known = this.kinds.get(kind);
		if (known != null && now - known.loggedNanos < PERIOD_NANOS) {
			known.since++;
			if (logger.isDebugEnabled()) {
				logger.debug(message.get(), cause);
			}
			return false;
		}
		String text = message.get();
		if (known != null && known.since > 0) {
			text += " (and " + known.since + " times since this was last logged)";
		}
		logger.atLevel(level).setCause((level == Level.ERROR) ? cause : null).log(text);
		if (known == null) {
			known = new Kind();
			this.kinds.put(kind, known);
		}
		known.loggedNanos = now;
		known.since = 0;
		return true;
	}

	synchronized long total() {
		return this.total;
	}

	private static final class Kind {

		private long loggedNanos;

		private long since;

	}

}
