package dev.sock.spring.listener;

import dev.sock.SctpMessage;

/**
 * Receives messages.
 */
@FunctionalInterface
public interface SctpMessageListener {

	/**
	 * Takes one message.
	 * @param message the message
	 * @throws Exception whatever goes wrong, which is logged
	 */
	void onMessage(SctpMessage message) throws Exception;

}
