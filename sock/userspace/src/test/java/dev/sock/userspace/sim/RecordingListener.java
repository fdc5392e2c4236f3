package dev.sock.userspace.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.StreamDirection;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Records what happens to an association, puts it into the trace, and notes a violation
 * where the calls do not come in the order that {@link AssociationListener} promises.
 */
public final class RecordingListener implements AssociationListener {

	private final SimulatedNetwork network;

	private final SimulatedHost host;

	private final List<AssociationState> states = new ArrayList<>();

	private final ReceivedMessages received = new ReceivedMessages(this::violation);

	private final List<PathEvent> pathEvents = new ArrayList<>();

	private final List<Failure> failures = new ArrayList<>();

	private final List<Failure> abandoned = new ArrayList<>();

	private final List<String> remoteErrors = new ArrayList<>();

	private Runnable onChange = () -> {
	};

	private Consumer<OutboundMessage> onFailure = (message) -> {
	};

	private Consumer<OutboundMessage> onAbandonment = (message) -> {
	};

	private BiConsumer<StreamDirection, List<Integer>> onReset = (direction, streams) -> {
	};

	private int established;

	private int restarted;

	private int shutdownReceived;

	private int senderDry;

	private long released;

	private int outboundStreams;

	private int inboundStreams;

	private List<SctpAddress> peerAddresses = List.of();

	private @Nullable Termination termination;

	/**
	 * Creates a listener.
	 * @param network the network
	 * @param host where the association is
	 */
	public RecordingListener(SimulatedNetwork network, SimulatedHost host) {
		this.network = network;
		this.host = host;
	}

	/**
	 * Returns the messages that came.
	 * @return the messages, which say how they are to be seen
	 */
	public ReceivedMessages received() {
		return this.received;
	}

	/**
	 * Sets what runs after the association came up or ended, room came free or the peer
	 * asked to shut down.
	 * @param onChange runs on the host right after the engine's call
	 */
	public void onChange(Runnable onChange) {
		this.onChange = onChange;
	}

	/**
	 * Sets what sees each message that failed.
	 * @param onFailure called within the engine's call, so it must not call the engine
	 */
	public void onFailure(Consumer<OutboundMessage> onFailure) {
		this.onFailure = onFailure;
	}

	/**
	 * Sets what sees each message that was given up.
	 * @param onAbandonment called within the engine's call, so it must not call the
	 * engine
	 */
	public void onAbandonment(Consumer<OutboundMessage> onAbandonment) {
		this.onAbandonment = onAbandonment;
	}

	/**
	 * Sets what sees each reset of streams.
	 * @param onReset called within the engine's call, so it must not call the engine; no
	 * streams stand for all
	 */
	public void onReset(BiConsumer<StreamDirection, List<Integer>> onReset) {
		this.onReset = onReset;
	}

	@Override
	public void stateChanged(AssociationState state) {
		event("state " + state);
		this.states.add(state);
	}

	@Override
	public void established(int outboundStreams, int inboundStreams, List<SctpAddress> peerAddresses) {
		event("established, streams " + outboundStreams + "/" + inboundStreams + ", peer " + peerAddresses);
		if (this.established++ > 0) {
			violation("established twice");
		}
		this.outboundStreams = outboundStreams;
		this.inboundStreams = inboundStreams;
		this.peerAddresses = List.copyOf(peerAddresses);
		changed();
	}

	@Override
	public void restarted(int outboundStreams, int inboundStreams) {
		event("restarted, streams " + outboundStreams + "/" + inboundStreams);
		checkEstablished("restarted");
		this.restarted++;
		this.outboundStreams = outboundStreams;
		this.inboundStreams = inboundStreams;
		changed();
	}

	@Override
	public void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload) {
		this.received
			.whole(arrived("message", streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload));
	}

	@Override
	public void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last) {
		this.received.part(arrived("part" + (first ? " first" : "") + (last ? " last" : ""), streamId,
				streamSequenceNumber, payloadProtocolId, tsn, unordered, payload), first, last);
	}

	private Message arrived(String what, int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn,
			boolean unordered, byte[] payload) {
		CRC32C crc = new CRC32C();
		crc.update(payload);
		event(what + " stream=" + streamId + (unordered ? " unordered" : " ssn=" + streamSequenceNumber) + " ppid="
				+ payloadProtocolId + " tsn=" + Integer.toUnsignedString(tsn) + " bytes=" + payload.length + " crc="
				+ Long.toHexString(crc.getValue()));
		checkEstablished(what);
		return new Message(streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload);
	}

	@Override
	public void partialDeliveryAborted(int streamId, int streamSequenceNumber) {
		event("partial delivery aborted stream=" + streamId + " ssn=" + streamSequenceNumber);
		this.received.aborted(streamId, streamSequenceNumber);
	}

	@Override
	public void released(long bytes) {
		event("released " + bytes);
		if (bytes <= 0) {
			violation("released " + bytes);
		}
		this.released += bytes;
		changed();
	}

	@Override
	public void sendFailed(OutboundMessage message, boolean sent, String reason) {
		event("send failed stream=" + message.options().streamId() + " bytes=" + message.length() + " sent=" + sent
				+ " " + reason);
		this.failures.add(new Failure(message, sent, reason));
		this.onFailure.accept(message);
	}

	@Override
	public void abandoned(OutboundMessage message, boolean sent, String reason) {
		event("abandoned stream=" + message.options().streamId() + " bytes=" + message.length() + " sent=" + sent + " "
				+ reason);
		this.abandoned.add(new Failure(message, sent, reason));
		this.onAbandonment.accept(message);
	}

	@Override
	public void senderDry() {
		event("sender dry");
		this.senderDry++;
	}

	@Override
	public void pathChanged(SctpAddress address, PathChange change, @Nullable Integer errorCount) {
		event("path " + address + " " + change + " errors=" + errorCount);
		this.pathEvents.add(new PathEvent(this.network.nowNanos(), address, change, errorCount));
	}

	@Override
	public void localAddressesChanged(List<SctpAddress> addresses) {
	}

	@Override
	public void remoteError(int errorCode, String description) {
		event("remote error " + errorCode + " " + description);
		this.remoteErrors.add(errorCode + " " + description);
	}

	@Override
	public void shutdownReceived() {
		event("shutdown received");
		this.shutdownReceived++;
		changed();
	}

	@Override
	public void adaptationIndicated(long indication) {
		event("adaptation " + indication);
	}

	@Override
	public void streamsReset(StreamDirection direction, List<Integer> streams) {
		event("streams reset " + direction + " " + streams);
		this.onReset.accept(direction, streams);
	}

	@Override
	public void associationReset(long localTsn, long peerTsn) {
		event("association reset " + localTsn + "/" + peerTsn);
		this.onReset.accept(StreamDirection.INBOUND, List.of());
		this.onReset.accept(StreamDirection.OUTBOUND, List.of());
	}

	@Override
	public void streamsAdded(int outboundStreams, int inboundStreams) {
		event("streams " + outboundStreams + "/" + inboundStreams);
		if (outboundStreams < this.outboundStreams || inboundStreams < this.inboundStreams) {
			violation("streams were taken away");
		}
		this.outboundStreams = outboundStreams;
		this.inboundStreams = inboundStreams;
		changed();
	}

	@Override
	public void terminated(AssociationChange change, int errorCode, boolean refused, String reason,
			AssociationStatus lastStatus) {
		event("terminated " + change + " error=" + errorCode + " refused=" + refused + " " + reason);
		if ((this.established == 0) != (change == AssociationChange.CANNOT_ESTABLISH)) {
			violation("terminated with " + change + " after " + this.established + " times established");
		}
		this.received.end();
		this.termination = new Termination(change, errorCode, refused, reason, lastStatus);
		changed();
	}

	private void changed() {
		this.network.at(this.network.nowNanos(), this.host, () -> this.onChange.run());
	}

	private void event(String text) {
		this.network.event(this.host, text);
		if (this.termination != null) {
			violation("after it was terminated: " + text);
		}
	}

	private void checkEstablished(String what) {
		if (this.established == 0) {
			violation(what + " before it was established");
		}
	}

	private void violation(String text) {
		this.network.violation(this.host + ": " + text);
	}

	/**
	 * Returns the states that it went through.
	 * @return the states
	 */
	public List<AssociationState> states() {
		return this.states;
	}

	/**
	 * Returns the messages that came.
	 * @return the messages, none if they are not kept
	 */
	public List<Message> messages() {
		return this.received.kept();
	}

	/**
	 * Returns how many messages came.
	 * @return the number
	 */
	public long messageCount() {
		return this.received.count();
	}

	/**
	 * Returns what happened to paths.
	 * @return the events
	 */
	public List<PathEvent> pathEvents() {
		return this.pathEvents;
	}

	/**
	 * Returns what happened to one path.
	 * @param address the peer's address
	 * @return the changes
	 */
	public List<PathChange> pathChanges(SctpAddress address) {
		return this.pathEvents.stream()
			.filter((event) -> event.address().equals(address))
			.map(PathEvent::change)
			.toList();
	}

	/**
	 * Returns the messages that failed.
	 * @return the failures
	 */
	public List<Failure> failures() {
		return this.failures;
	}

	/**
	 * Returns the messages that were given up by their policy.
	 * @return the messages, each with whether any part was on the wire
	 */
	public List<Failure> abandoned() {
		return this.abandoned;
	}

	/**
	 * Returns the errors that the peer reported.
	 * @return code and description of each
	 */
	public List<String> remoteErrors() {
		return this.remoteErrors;
	}

	/**
	 * Returns whether it came up.
	 * @return whether it did, even if it has ended since
	 */
	public boolean isEstablished() {
		return this.established > 0;
	}

	/**
	 * Returns how often the peer started anew.
	 * @return the number
	 */
	public int restarts() {
		return this.restarted;
	}

	/**
	 * Returns how often the peer asked to shut down.
	 * @return the number
	 */
	public int shutdownsReceived() {
		return this.shutdownReceived;
	}

	/**
	 * Returns how often everything was acknowledged.
	 * @return the number
	 */
	public int senderDries() {
		return this.senderDry;
	}

	/**
	 * Returns the bytes that came free in the send buffer.
	 * @return bytes
	 */
	public long releasedBytes() {
		return this.released;
	}

	/**
	 * Returns the negotiated number of outbound streams.
	 * @return the number, 0 before
	 */
	public int outboundStreams() {
		return this.outboundStreams;
	}

	/**
	 * Returns the negotiated number of inbound streams.
	 * @return the number, 0 before
	 */
	public int inboundStreams() {
		return this.inboundStreams;
	}

	/**
	 * Returns the peer's addresses.
	 * @return the addresses, none before
	 */
	public List<SctpAddress> peerAddresses() {
		return this.peerAddresses;
	}

	/**
	 * Returns how it ended.
	 * @return the end, or {@code null} while it lives
	 */
	public @Nullable Termination termination() {
		return this.termination;
	}

	/**
	 * Returns whether it has ended.
	 * @return whether it has
	 */
	public boolean isTerminated() {
		return this.termination != null;
	}

	/**
	 * A message that came.
	 *
	 * @param streamId stream
	 * @param streamSequenceNumber number within the stream
	 * @param payloadProtocolId payload protocol identifier
	 * @param tsn TSN of the first fragment
	 * @param unordered whether it was sent unordered
	 * @param payload the payload
	 */
	public record Message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload) {
	}

	/**
	 * Something that happened to a path.
	 *
	 * @param nowNanos when
	 * @param address the peer's address
	 * @param change what
	 * @param errorCount its error count
	 */
	public record PathEvent(long nowNanos, SctpAddress address, PathChange change, int errorCount) {
	}

	/**
	 * A message that failed.
	 *
	 * @param message the message
	 * @param sent whether any part was on the wire
	 * @param reason why
	 */
	public record Failure(OutboundMessage message, boolean sent, String reason) {
	}

	/**
	 * The end of an association.
	 *
	 * @param change how it ended
	 * @param errorCode cause code
	 * @param refused whether the peer refused
	 * @param reason why
	 * @param lastStatus the last snapshot
	 */
	public record Termination(AssociationChange change, int errorCode, boolean refused, String reason,
			AssociationStatus lastStatus) {
	}

}
