package dev.sock.sample;

import dev.sock.SctpMessage;

/**
 * A message that came in.
 *
 * @param association name of the association that it came by
 * @param stream stream number
 * @param ppid payload protocol identifier
 * @param bytes length of the payload
 * @param text the payload, cut off if it is long
 */
record ReceivedMessage(String association, int stream, long ppid, int bytes, String text) {

	private static final int MAX_TEXT = 1000;

	static ReceivedMessage of(SctpMessage message) {
		String text = message.text();
		return new ReceivedMessage(message.association().name(), message.streamId(), message.payloadProtocolId(),
				message.payload().length, (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) : text);
	}

}
