package dev.sock.spring.core;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpAssociation;
import dev.sock.SendOptions;

/**
 * Sends messages. An association is named as in the properties; where several endpoints
 * have one of the same name, as {@code endpoint/association}. Text is sent as UTF-8.
 */
public interface SctpOperations {

	/**
	 * Sends a message and waits for room in the send buffer if there is none.
	 * @param association name of the association
	 * @param payload the payload; not copied, so the array must not be changed any more
	 * @param options how to send it
	 * @throws SctpUnknownAssociationException if there is no such association
	 * @throws dev.sock.SctpSendException if the message was not accepted
	 */
	void send(String association, byte[] payload, SendOptions options);

	/**
	 * Sends a message and waits for room in the send buffer if there is none.
	 * @param association the association
	 * @param payload the payload; not copied, so the array must not be changed any more
	 * @param options how to send it
	 * @throws dev.sock.SctpSendException if the message was not accepted
	 */
	void send(SctpAssociation association, byte[] payload, SendOptions options);

	/**
	 * Sends a message and tells when the peer has acknowledged it. Never waits.
	 * @param association name of the association
	 * @param payload the payload; not copied, so the array must not be changed any more
	 * @param options how to send it
	 * @return completed once the peer's SCTP has the whole message, or failed with
	 * {@link SctpUnknownAssociationException} or {@link dev.sock.SctpSendException}. It
	 * completes on an event loop: continue with an {@code …Async} method for anything
	 * that may block
	 */
	CompletableFuture<Void> sendAsync(String association, byte[] payload, SendOptions options);

	/**
	 * Sends a message and tells when the peer has acknowledged it. Never waits.
	 * @param association the association
	 * @param payload the payload; not copied, so the array must not be changed any more
	 * @param options how to send it
	 * @return as for {@link #sendAsync(String, byte[], SendOptions)}
	 */
	CompletableFuture<Void> sendAsync(SctpAssociation association, byte[] payload, SendOptions options);

	/**
	 * Sends text.
	 * @param association name of the association
	 * @param text the text
	 * @param options how to send it
	 * @see #send(String, byte[], SendOptions)
	 */
	default void send(String association, String text, SendOptions options) {
		send(association, text.getBytes(StandardCharsets.UTF_8), options);
	}

	/**
	 * Sends text.
	 * @param association name of the association
	 * @param text the text
	 * @param options how to send it
	 * @return as for {@link #sendAsync(String, byte[], SendOptions)}
	 */
	default CompletableFuture<Void> sendAsync(String association, String text, SendOptions options) {
		return sendAsync(association, text.getBytes(StandardCharsets.UTF_8), options);
	}

	/**
	 * Begins a message: {@code to("hlr").stream(1).ppid("Diameter").send(bytes)}.
	 * @param association name of the association
	 * @return what takes the rest of it
	 */
	SctpSend to(String association);

	/**
	 * Begins a message.
	 * @param association the association
	 * @return what takes the rest of it
	 */
	SctpSend to(SctpAssociation association);

}
