package dev.sock.spi;

import java.util.List;

/**
 * What the peer is asked to do with the streams of an association (RFC 6525 §3).
 */
public sealed interface Reconfiguration {

	/**
	 * Start the stream sequence numbers of streams anew that this side sends on. Messages
	 * handed over before still have the old numbers, those handed over later the new
	 * ones.
	 *
	 * @param streams the streams in rising order; none stands for all
	 */
	record ResetOutbound(List<Integer> streams) implements Reconfiguration {

		/**
		 * Copies the list.
		 */
		public ResetOutbound {
			streams = List.copyOf(streams);
		}

	}

	/**
	 * Start the stream sequence numbers of streams anew that the peer sends on.
	 *
	 * @param streams the streams in rising order; none stands for all
	 */
	record ResetInbound(List<Integer> streams) implements Reconfiguration {

		/**
		 * Copies the list.
		 */
		public ResetInbound {
			streams = List.copyOf(streams);
		}

	}

	/**
	 * Start all stream sequence numbers anew, and the transmission sequence numbers of
	 * both sides elsewhere.
	 */
	record ResetAssociation() implements Reconfiguration {
	}

	/**
	 * Add streams.
	 *
	 * @param outbound how many more this side sends on
	 * @param inbound how many more the peer sends on; not both are 0
	 */
	record AddStreams(int outbound, int inbound) implements Reconfiguration {
	}

}
