package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;

import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.tx.OutstandingData;
import dev.sock.userspace.engine.tx.SendQueue;

/**
 * Finds the messages that were accepted and are not acknowledged, each of them once.
 */
final class UnfinishedMessages {

	private UnfinishedMessages() {
	}

	/**
	 * Empties the queue and returns its messages and those that are outstanding.
	 * @param outstanding what was sent, at least in part
	 * @param queue what was not sent, at least in part
	 * @return the messages in the order they were given
	 */
	static List<OutboundMessage> take(OutstandingData outstanding, SendQueue queue) {
		List<OutboundMessage> messages = new ArrayList<>();
		OutboundMessage previous = null;
		for (int tsn = outstanding.firstTsn(); tsn != outstanding.nextTsn(); tsn++) {
			OutboundMessage message = outstanding.liveMessage(tsn);
			if (message != null && message != previous) {
				messages.add(message);
				previous = message;
			}
		}
		for (OutboundMessage next = queue.drain(); next != null; next = queue.drain()) {
			if (next != previous) { // the first one may be partly outstanding
				messages.add(next);
			}
		}
		return messages;
	}

}
