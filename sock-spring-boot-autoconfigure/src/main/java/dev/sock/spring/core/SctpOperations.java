package dev.sock.spring.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpAssociation;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;

import org.springframework.messaging.Message;

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
	 * Makes a payload of an object and sends it as the association's default send options
	 * say. Waits for room in the send buffer if there is none.
	 * @param association name of the association
	 * @param object {@code byte[]}, {@code String}, or what a {@code MessageConverter} of
	 * the application knows
	 * @throws SctpUnknownAssociationException if there is no such association
	 * @throws org.springframework.messaging.converter.MessageConversionException if no
	 * converter makes a payload of it
	 * @throws dev.sock.SctpSendException if the message was not accepted
	 */
	default void convertAndSend(String association, Object object) {
		to(association).convertAndSend(object);
	}

	/**
	 * Makes a payload of an object and sends it. Waits for room in the send buffer if
	 * there is none.
	 * @param association name of the association
	 * @param object the object
	 * @param options how to send it
	 * @see #convertAndSend(String, Object)
	 */
	void convertAndSend(String association, Object object, SendOptions options);

	/**
	 * Makes a payload of an object and sends it. Waits for room in the send buffer if
	 * there is none.
	 * @param association the association
	 * @param object the object
	 * @param options how to send it
	 * @see #convertAndSend(String, Object)
	 */
	void convertAndSend(SctpAssociation association, Object object, SendOptions options);

	/**
	 * Sends a message of Spring's: its payload as {@link #convertAndSend(String, Object)}
	 * does, with stream, ppid, unordered and lifetime of the headers that
	 * {@link SctpHeaders} names, and the association's default send options for the rest.
	 * @param association name of the association
	 * @param message the message
	 * @throws dev.sock.SctpOptionException if a header has a value that cannot be used
	 */
	void send(String association, Message<?> message);

	/**
	 * Sends messages one after the other, until one is refused. Waits for room in the
	 * send buffer as often as there is none.
	 * @param association name of the association
	 * @param payloads the payloads; not copied
	 * @param options how to send them
	 * @return how many were accepted, and why the next one was not
	 * @throws SctpUnknownAssociationException if there is no such association
	 */
	SctpBatchResult sendAll(String association, List<byte[]> payloads, SendOptions options);

	/**
	 * Sends a request and waits for its reply. Not for a listener that has no concurrency
	 * and deals with a message of the same association: the reply comes after that
	 * message, so that it is found only once the listener has returned.
	 * @param association name of the association
	 * @param payload the payload; not copied
	 * @param options how to send it
	 * @param correlation finds the reply among the messages of the association
	 * @param timeout how long to wait, for room in the send buffer and for the reply
	 * @return the reply, which no listener gets
	 * @throws SctpUnknownAssociationException if there is no such association
	 * @throws SctpReplyException if there is no reply, with the reason
	 */
	SctpMessage sendAndReceive(String association, byte[] payload, SendOptions options, SctpCorrelation correlation,
			Duration timeout);

	/**
	 * Sends a request. Never waits.
	 * @param association name of the association
	 * @param payload the payload; not copied
	 * @param options how to send it
	 * @param correlation finds the reply among the messages of the association
	 * @param timeout how long to wait for the reply, 1 ns or more
	 * @return completed with the reply on a listener thread, or failed with
	 * {@link SctpUnknownAssociationException} or {@link SctpReplyException}. Cancel it to
	 * wait no longer
	 */
	CompletableFuture<SctpMessage> sendAndReceiveAsync(String association, byte[] payload, SendOptions options,
			SctpCorrelation correlation, Duration timeout);

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
