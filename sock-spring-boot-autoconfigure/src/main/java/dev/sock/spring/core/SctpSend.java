package dev.sock.spring.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import dev.sock.Reliability;
import dev.sock.SendOptions;

/**
 * Takes, step by step, how a message is sent. Each step gives a new object, so that one
 * can be kept and reused by several threads.
 */
public final class SctpSend {

	private final BiConsumer<byte[], SendOptions> sender;

	private final BiFunction<byte[], SendOptions, CompletableFuture<Void>> asyncSender;

	private final SendOptions options;

	SctpSend(BiConsumer<byte[], SendOptions> sender,
			BiFunction<byte[], SendOptions, CompletableFuture<Void>> asyncSender, SendOptions options) {
		this.sender = sender;
		this.asyncSender = asyncSender;
		this.options = options;
	}

	private SctpSend with(SendOptions options) {
		return new SctpSend(this.sender, this.asyncSender, options);
	}

	/**
	 * Sets the stream.
	 * @param stream stream number, 0 to 65534
	 * @return the next step
	 */
	public SctpSend stream(int stream) {
		return with(this.options.withStream(stream));
	}

	/**
	 * Sets the payload protocol identifier.
	 * @param ppid the identifier, 0 to 2^32 - 1
	 * @return the next step
	 */
	public SctpSend ppid(long ppid) {
		return with(this.options.withPayloadProtocolId(ppid));
	}

	/**
	 * Sets the payload protocol identifier.
	 * @param ppid its name or number, see {@link PayloadProtocolIds}
	 * @return the next step
	 */
	public SctpSend ppid(String ppid) {
		return ppid(PayloadProtocolIds.parse(ppid));
	}

	/**
	 * Lets the message overtake others of its stream.
	 * @return the next step
	 */
	public SctpSend unordered() {
		return with(this.options.withUnordered(true));
	}

	/**
	 * Sets how long the delivery is worth the trouble.
	 * @param reliability the reliability
	 * @return the next step
	 */
	public SctpSend reliability(Reliability reliability) {
		return with(this.options.withReliability(reliability));
	}

	/**
	 * Has the message given up when it has not arrived in time.
	 * @param lifetime 1 ms to 2^32-1 ms, counted from when the message is accepted
	 * @return the next step
	 */
	public SctpSend lifetime(Duration lifetime) {
		return with(this.options.withLifetime(lifetime));
	}

	/**
	 * Sends and waits for room in the send buffer if there is none.
	 * @param payload the payload; not copied
	 * @see SctpOperations#send(String, byte[], SendOptions)
	 */
	public void send(byte[] payload) {
		this.sender.accept(payload, this.options);
	}

	/**
	 * Sends text as UTF-8.
	 * @param text the text
	 */
	public void send(String text) {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends and never waits.
	 * @param payload the payload; not copied
	 * @return completed once the peer's SCTP has the whole message
	 * @see SctpOperations#sendAsync(String, byte[], SendOptions)
	 */
	public CompletableFuture<Void> sendAsync(byte[] payload) {
		return this.asyncSender.apply(payload, this.options);
	}

	/**
	 * Sends text as UTF-8 and never waits.
	 * @param text the text
	 * @return completed once the peer's SCTP has the whole message
	 */
	public CompletableFuture<Void> sendAsync(String text) {
		return sendAsync(text.getBytes(StandardCharsets.UTF_8));
	}

}
