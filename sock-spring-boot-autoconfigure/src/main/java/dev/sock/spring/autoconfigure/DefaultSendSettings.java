package dev.sock.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How messages are sent for which nothing is said.
 */
public class DefaultSendSettings {

	/**
	 * Stream number, 0 to 65534.
	 */
	private @Nullable Integer stream;

	/**
	 * Payload protocol identifier, by name or number.
	 */
	private @Nullable String ppid;

	/**
	 * Whether messages may overtake others of their stream.
	 */
	private @Nullable Boolean unordered;

	/**
	 * A value of the sender's own, given back with a message that failed.
	 */
	private @Nullable Long context;

	/**
	 * IP address of the peer whose path is used instead of the primary one.
	 */
	private @Nullable String destination;

	/**
	 * Whether the peer is asked to acknowledge at once.
	 */
	private @Nullable Boolean immediateAck;

	/**
	 * Time after which a message that has not arrived is given up, 1 ms to 2^32-1 ms.
	 */
	private @Nullable Duration lifetime;

	public @Nullable Duration getLifetime() {
		return this.lifetime;
	}

	public void setLifetime(@Nullable Duration lifetime) {
		this.lifetime = lifetime;
	}

	public @Nullable Integer getStream() {
		return this.stream;
	}

	public void setStream(@Nullable Integer stream) {
		this.stream = stream;
	}

	public @Nullable String getPpid() {
		return this.ppid;
	}

	public void setPpid(@Nullable String ppid) {
		this.ppid = ppid;
	}

	public @Nullable Boolean getUnordered() {
		return this.unordered;
	}

	public void setUnordered(@Nullable Boolean unordered) {
		this.unordered = unordered;
	}

	public @Nullable Long getContext() {
		return this.context;
	}

	public void setContext(@Nullable Long context) {
		this.context = context;
	}

	public @Nullable String getDestination() {
		return this.destination;
	}

	public void setDestination(@Nullable String destination) {
		this.destination = destination;
	}

	public @Nullable Boolean getImmediateAck() {
		return this.immediateAck;
	}

	public void setImmediateAck(@Nullable Boolean immediateAck) {
		this.immediateAck = immediateAck;
	}

}
