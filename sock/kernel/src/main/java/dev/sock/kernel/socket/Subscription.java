package dev.sock.kernel.socket;

import java.util.Set;

/**
 * Notifications that are asked for: places in {@code sctp_event_subscribe} (RFC 6458
 * §6.2.1).
 */
final class Subscription {

	private static final int ASSOCIATION = 1;

	private static final int ADDRESS = 2;

	private static final int PEER_ERROR = 4;

	private static final int SHUTDOWN = 5;

	private static final int PARTIAL_DELIVERY = 6;

	private static final int ADAPTATION_LAYER = 7;

	private static final int SENDER_DRY = 9;

	private static final int STREAM_RESET = 10;

	private static final int ASSOCIATION_RESET = 11;

	private static final int STREAM_CHANGE = 12;

	private static final int SEND_FAILURE_EVENT = 13;

	static final Set<Integer> WANTED = Set.of(ASSOCIATION, ADDRESS, PEER_ERROR, SHUTDOWN, PARTIAL_DELIVERY,
			ADAPTATION_LAYER, SENDER_DRY, STREAM_RESET, ASSOCIATION_RESET, STREAM_CHANGE, SEND_FAILURE_EVENT);

	private Subscription() {
	}

}
