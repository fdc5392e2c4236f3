package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.Reliability;
import dev.sock.Reliability.Prioritized;
import dev.sock.SendOptions;
import dev.sock.userspace.sim.SeededRandom;

/**
 * The messages that one side sends, in order. The payload protocol identifier of each is
 * its index, and its payload follows from plan, stream and index.
 */
final class MessagePlan {

	private final long id;

	private final List<Planned> messages = new ArrayList<>();

	/**
	 * Creates a plan without messages.
	 * @param id makes its payloads differ from those of other plans
	 */
	MessagePlan(long id) {
		this.id = id;
	}

	void add(int streamId, int length, boolean unordered, long afterNanos) {
		add(streamId, length, unordered, afterNanos, Reliability.FULL);
	}

	void add(int streamId, int length, boolean unordered, long afterNanos, Reliability reliability) {
		this.messages.add(new Planned(this.messages.size(), streamId, length, unordered, afterNanos, reliability));
	}

	int size() {
		return this.messages.size();
	}

	Planned get(int index) {
		return this.messages.get(index);
	}

	List<Planned> messages() {
		return this.messages;
	}

	/**
	 * Ordered messages of a stream, in order.
	 */
	List<Planned> ordered(int streamId) {
		return this.messages.stream().filter((message) -> message.streamId == streamId && !message.unordered).toList();
	}

	byte[] payload(Planned message) {
		return payload(this.id, message.streamId, message.index, message.length);
	}

	static byte[] payload(long id, int streamId, int index, int length) {
		byte[] payload = new byte[length];
		long state = SeededRandom.mix(SeededRandom.mix(id * 31 + streamId) * 31 + index);
		for (int i = 0; i < length; i++) {
			if ((i & 7) == 0) {
				state = SeededRandom.mix(state + i + 1);
			}
			payload[i] = (byte) (state >>> ((i & 7) << 3));
		}
		return payload;
	}

	/**
	 * One message.
	 *
	 * @param index number within the plan
	 * @param streamId stream
	 * @param length bytes
	 * @param unordered whether it is sent unordered
	 * @param afterNanos time after the association came up before which it is not sent
	 * @param reliability how reliably it is sent
	 */
	record Planned(int index, int streamId, int length, boolean unordered, long afterNanos, Reliability reliability) {

		SendOptions options() {
			return SendOptions.stream(this.streamId)
				.withPayloadProtocolId(this.index)
				.withUnordered(this.unordered)
				.withReliability(this.reliability);
		}

		boolean isReliable() {
			return this.reliability.equals(Reliability.FULL);
		}

		/** Smaller for a more important message; -1 for one without a priority. */
		long priority() {
			return (this.reliability instanceof Prioritized prioritized) ? prioritized.priority() : -1;
		}

	}

}
