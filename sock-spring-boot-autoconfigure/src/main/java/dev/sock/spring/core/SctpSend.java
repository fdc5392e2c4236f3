package dev.sock.spring.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.sock.PayloadProtocol;
import dev.sock.Reliability;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;

/**
 * Takes, step by step, how a message is sent; what is not said is as the default send
 * options of the association say. Each step gives a new object, so that one can be kept
 * and reused by several threads.
 */
public final class SctpSend {

	private final Target target;

	/** What was said so far, over what the association says. */
	private final UnaryOperator<SendOptions> options;

	SctpSend(Target target) {
		this(target, UnaryOperator.identity());
	}

	private SctpSend(Target target, UnaryOperator<SendOptions> options) {
		this.target = target;
		this.options = options;
	}

	@SuppressWarnings("CheckReturnValue") // only to see whether it can be
	private SctpSend with(UnaryOperator<SendOptions> step) {
		step.apply(SendOptions.DEFAULT);
		return new SctpSend(this.target, (options) -> step.apply(this.options.apply(options)));
	}

	/**
	 * Sets the stream.
	 * @param stream stream number, 0 to 65534
	 * @return the next step
	 */
	public SctpSend stream(int stream) {
		return with((options) -> options.withStream(stream));
	}

	/**
	 * Sets the payload protocol identifier.
	 * @param ppid the identifier, 0 to 2^32 - 1
	 * @return the next step
	 */
	public SctpSend ppid(long ppid) {
		return with((options) -> options.withPayloadProtocolId(ppid));
	}

	/**
	 * Sets the payload protocol identifier.
	 * @param ppid its name or number, see {@link PayloadProtocol#parseId}
	 * @return the next step
	 */
	public SctpSend ppid(String ppid) {
		return ppid(PayloadProtocol.parseId(ppid));
	}

	/**
	 * Sets the payload protocol identifier.
	 * @param protocol the protocol that it stands for
	 * @return the next step
	 */
	public SctpSend ppid(PayloadProtocol protocol) {
		return with((options) -> options.withPayloadProtocol(protocol));
	}

	/**
	 * Lets the message overtake others of its stream.
	 * @return the next step
	 */
	public SctpSend unordered() {
		return with((options) -> options.withUnordered(true));
	}

	/**
	 * Sets how long the delivery is worth the trouble.
	 * @param reliability the reliability
	 * @return the next step
	 */
	public SctpSend reliability(Reliability reliability) {
		return with((options) -> options.withReliability(reliability));
	}

	/**
	 * Has the message given up when it has not arrived in time.
	 * @param lifetime 1 ms to 2^32-1 ms, counted from when the message is accepted
	 * @return the next step
	 */
	public SctpSend lifetime(Duration lifetime) {
		return with((options) -> options.withLifetime(lifetime));
	}

	/**
	 * Sends and waits for room in the send buffer if there is none.
	 * @param payload the payload; not copied
	 * @see SctpOperations#send(String, byte[], SendOptions)
	 */
	public void send(byte[] payload) {
		this.target.send(payload, this.options);
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
		return this.target.sendAsync(payload, this.options);
	}

	/**
	 * Sends text as UTF-8 and never waits.
	 * @param text the text
	 * @return completed once the peer's SCTP has the whole message
	 */
	public CompletableFuture<Void> sendAsync(String text) {
		return sendAsync(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Makes a payload of an object, sends it, and waits for room in the send buffer if
	 * there is none.
	 * @param object the object
	 * @see SctpOperations#convertAndSend(String, Object)
	 */
	public void convertAndSend(Object object) {
		this.target.send(object, this.options);
	}

	/**
	 * Makes a payload of an object, sends it, and never waits.
	 * @param object the object
	 * @return completed once the peer's SCTP has the whole message
	 */
	public CompletableFuture<Void> convertAndSendAsync(Object object) {
		return this.target.sendAsync(object, this.options);
	}

	/**
	 * Sends a request and waits for its reply.
	 * @param object {@code byte[]}, {@code String}, or what a converter knows
	 * @param correlation finds the reply
	 * @param timeout how long to wait
	 * @return the reply
	 * @see SctpOperations#sendAndReceive
	 */
	public SctpMessage sendAndReceive(Object object, SctpCorrelation correlation, Duration timeout) {
		return this.target.sendAndReceive(object, this.options, correlation, timeout);
	}

	/**
	 * Sends a request and never waits.
	 * @param object {@code byte[]}, {@code String}, or what a converter knows
	 * @param correlation finds the reply
	 * @param timeout how long to wait for the reply
	 * @return completed with the reply
	 * @see SctpOperations#sendAndReceiveAsync
	 */
	public CompletableFuture<SctpMessage> sendAndReceiveAsync(Object object, SctpCorrelation correlation,
			Duration timeout) {
		return this.target.sendAndReceiveAsync(object, this.options, correlation, timeout);
	}

	/** Where messages go. Options are what to change of the association's. */
	interface Target {

		void send(Object object, UnaryOperator<SendOptions> options);

		CompletableFuture<Void> sendAsync(Object object, UnaryOperator<SendOptions> options);

		SctpMessage sendAndReceive(Object object, UnaryOperator<SendOptions> options, SctpCorrelation correlation,
				Duration timeout);

		CompletableFuture<SctpMessage> sendAndReceiveAsync(Object object, UnaryOperator<SendOptions> options,
				SctpCorrelation correlation, Duration timeout);

	}

}
