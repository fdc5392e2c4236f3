package dev.sock.userspace.sim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.sock.userspace.sim.RecordingListener.Message;
import org.jspecify.annotations.Nullable;

/**
 * The messages that came to an association. Joins those that come in parts, and notes a
 * violation where the parts are not as a user may rely on: one message at a time, from
 * its first part to its last, or to the word that the rest does not come.
 */
public final class ReceivedMessages {

	private final Consumer<String> violations;

	private final List<Message> kept = new ArrayList<>();

	private final ByteArrayOutputStream joined = new ByteArrayOutputStream();

	private Consumer<Message> onMessage = (message) -> {
	};

	private Consumer<Message> onAbortedMessage = (message) -> {
	};

	private IntConsumer onBytes = (bytes) -> {
	};

	private boolean keeps = true;

	private boolean partsAllowed;

	private long count;

	private int countInParts;

	private int countAborted;

	/** The first part of the message of which the last has not come. */
	private @Nullable Message open;

	ReceivedMessages(Consumer<String> violations) {
		this.violations = violations;
	}

	/**
	 * Sets what sees each message as it comes, joined if it came in parts.
	 * @param onMessage called within the engine's call, so it must not call the engine
	 */
	public void onMessage(Consumer<Message> onMessage) {
		this.onMessage = onMessage;
	}

	/**
	 * Sets what sees the size of each message, or of each part of one, as it comes.
	 * @param onBytes called within the engine's call, so it must not call the engine
	 */
	public void onBytes(IntConsumer onBytes) {
		this.onBytes = onBytes;
	}

	/**
	 * Sets whether messages are kept. On unless switched off.
	 * @param keeps whether to keep them
	 */
	public void keep(boolean keeps) {
		this.keeps = keeps;
	}

	/**
	 * Lets messages come in parts.
	 * @param onAbortedMessage sees the first part of a message whose rest does not come;
	 * called within the engine's call, so it must not call the engine
	 */
	public void allowParts(Consumer<Message> onAbortedMessage) {
		this.partsAllowed = true;
		this.onAbortedMessage = onAbortedMessage;
	}

	void whole(Message message) {
		Message begun = this.open;
		if (begun != null && isOrdered(begun) && isOrdered(message) && begun.streamId() == message.streamId()) {
			this.violations.accept("a message within another of its stream: " + message);
		}
		this.onBytes.accept(message.payload().length);
		add(message);
	}

	private static boolean isOrdered(Message message) {
		return !message.unordered();
	}

	void part(Message part, boolean first, boolean last) {
		if (!this.partsAllowed) {
			this.violations.accept("a part of a message, though nobody allows them");
		}
		Message begun = this.open;
		if (first) {
			if (begun != null || last) {
				this.violations.accept("a first part within another message, or that is the last: " + part);
			}
			this.open = part;
			this.joined.reset();
			this.countInParts++;
		}
		else if (begun == null || !isSame(begun, part)) {
			this.violations.accept("a part of " + part + " where " + begun + " goes on");
		}
		this.joined.writeBytes(part.payload());
		this.onBytes.accept(part.payload().length);
		if (last) {
			this.open = null;
			add(new Message(part.streamId(), part.streamSequenceNumber(), part.payloadProtocolId(), part.tsn(),
					part.unordered(), this.joined.toByteArray()));
		}
	}

	private static boolean isSame(Message one, Message other) {
		return one.streamId() == other.streamId() && one.streamSequenceNumber() == other.streamSequenceNumber()
				&& one.payloadProtocolId() == other.payloadProtocolId() && one.tsn() == other.tsn()
				&& one.unordered() == other.unordered();
	}

	private void add(Message message) {
		this.count++;
		if (this.keeps) {
			this.kept.add(message);
		}
		this.onMessage.accept(message);
	}

	/** The rest of a message does not come. */
	void aborted(int streamId, int streamSequenceNumber) {
		Message begun = this.open;
		if (begun == null || begun.streamId() != streamId || begun.streamSequenceNumber() != streamSequenceNumber) {
			this.violations
				.accept("the end of message " + streamId + "/" + streamSequenceNumber + " where " + begun + " goes on");
			return;
		}
		this.open = null;
		this.countAborted++;
		this.onAbortedMessage.accept(begun);
	}

	/** Nothing comes any more. */
	void end() {
		if (this.open != null) {
			this.violations.accept("nobody said that the rest does not come of " + this.open);
		}
	}

	List<Message> kept() {
		return this.kept;
	}

	long count() {
		return this.count;
	}

	/**
	 * Returns how many messages came in parts.
	 * @return the number, of those included whose rest did not come
	 */
	public int countInParts() {
		return this.countInParts;
	}

	/**
	 * Returns of how many messages the rest did not come.
	 * @return the number
	 */
	public int countAborted() {
		return this.countAborted;
	}

}
