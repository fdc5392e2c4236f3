package dev.sock;

import java.time.Duration;

/**
 * How long the delivery of a message is worth the trouble (partial reliability, RFC 3758
 * and RFC 7496). A message that is given up is reported by {@link SctpEvent.SendFailed},
 * and those after it are delivered without it.
 *
 * <p>
 * What was sent already is given up only if both sides support it, see
 * {@link AssociationStatus#extensions()}. With a peer that does not, a lifetime still
 * holds for what was not sent at all; the others make no difference.
 */
public sealed interface Reliability {

	/** The message is delivered, or the association ends. */
	Reliability FULL = new Full();

	/**
	 * Gives a message up when its time is over.
	 * @param lifetime 1 ms to 2^32-1 ms, counted from when the message is accepted
	 * @return the policy
	 * @throws SctpOptionException if it is out of its range
	 */
	static Reliability lifetime(Duration lifetime) {
		return new Timed(lifetime);
	}

	/**
	 * Gives a message up rather than sending any part of it again more often than this.
	 * @param maxRetransmissions 0 to 2^32-1; 0 sends everything once
	 * @return the policy
	 * @throws SctpOptionException if it is out of its range
	 */
	static Reliability retransmissions(long maxRetransmissions) {
		return new LimitedRetransmissions(maxRetransmissions);
	}

	/**
	 * Gives a message up when the send buffer has no room for a more important one.
	 * @param priority 0 to 2^32-1, a smaller number for a more important message
	 * @return the policy
	 * @throws SctpOptionException if it is out of its range
	 */
	static Reliability priority(long priority) {
		return new Prioritized(priority);
	}

	/**
	 * Delivered, or the association ends.
	 */
	record Full() implements Reliability {
	}

	/**
	 * Given up when its time is over (RFC 3758 §4.1).
	 *
	 * @param lifetime 1 ms to 2^32-1 ms, counted from when the message is accepted
	 */
	record Timed(Duration lifetime) implements Reliability {

		/**
		 * Checks the lifetime.
		 * @throws SctpOptionException if it is out of its range
		 */
		public Timed {
			OptionChecks.between("lifetime", lifetime, Duration.ofMillis(1), Duration.ofMillis(0xffffffffL));
		}

	}

	/**
	 * Given up when a part of it would have to be sent again once more (RFC 7496 §3.1).
	 *
	 * @param maxRetransmissions how often each part may be sent again, 0 to 2^32-1
	 */
	record LimitedRetransmissions(long maxRetransmissions) implements Reliability {

		/**
		 * Checks the number.
		 * @throws SctpOptionException if it is out of its range
		 */
		public LimitedRetransmissions {
			OptionChecks.between("max-retransmissions", maxRetransmissions, 0, 0xffffffffL);
		}

	}

	/**
	 * Given up when a more important message needs its room in the send buffer (RFC 7496
	 * §3.2). Every message without a priority is more important than all that have one.
	 *
	 * @param priority 0 to 2^32-1, a smaller number for a more important message
	 */
	record Prioritized(long priority) implements Reliability {

		/**
		 * Checks the priority.
		 * @throws SctpOptionException if it is out of its range
		 */
		public Prioritized {
			OptionChecks.between("priority", priority, 0, 0xffffffffL);
		}

	}

}
