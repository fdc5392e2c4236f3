package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

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
 * Notes what the user is told, in the words of the expectation files.
 */
final class EventLog implements AssociationListener {

	static final String DELIVER = "deliver";

	static final String COMM_UP = "comm-up";

	static final String COMM_LOST = "comm-lost";

	static final String SHUTDOWN_COMPLETE = "shutdown-complete";

	private final List<String> events = new ArrayList<>();

	private final List<byte[]> messages = new ArrayList<>();

	private final List<PathChange> pathChanges = new ArrayList<>();

	private final List<String> paths = new ArrayList<>();

	private final List<String> failures = new ArrayList<>();

	private final List<String> changes = new ArrayList<>();

	private int outboundStreams;

	private @Nullable String reason;

	/** What happened since this was last asked. */
	List<String> take() {
		List<String> taken = List.copyOf(this.events);
		this.events.clear();
		return taken;
	}

	List<byte[]> messages() {
		return this.messages;
	}

	List<PathChange> pathChanges() {
		return this.pathChanges;
	}

	/** What happened to which path since this was last asked. */
	List<String> paths() {
		List<String> taken = List.copyOf(this.paths);
		this.paths.clear();
		return taken;
	}

	/** A word for each message that failed: sent or unsent. */
	List<String> failures() {
		return this.failures;
	}

	/** What was reset or added, in a few words, since this was last asked. */
	List<String> takeChanges() {
		List<String> taken = List.copyOf(this.changes);
		this.changes.clear();
		return taken;
	}

	int outboundStreams() {
		return this.outboundStreams;
	}

	/** Why it ended, or {@code null} while it lives. */
	@Nullable String reason() {
		return this.reason;
	}

	@Override
	public void stateChanged(AssociationState state) {
	}

	@Override
	public void established(int outbound, int inbound, List<SctpAddress> peerAddresses) {
		this.outboundStreams = outbound;
		this.events.add(COMM_UP);
	}

	@Override
	public void restarted(int outbound, int inbound) {
		this.events.add("restart-event");
	}

	@Override
	public void message(int streamId, int ssn, int payloadProtocolId, int tsn, boolean unordered, byte[] payload) {
		this.messages.add(payload);
		this.events.add(DELIVER);
	}

	@Override
	public void messagePart(int streamId, int ssn, int payloadProtocolId, int tsn, boolean unordered, byte[] payload,
			boolean first, boolean last) {
		this.messages.add(payload);
		this.events.add(first ? "first-part" : last ? "last-part" : "part");
	}

	@Override
	public void partialDeliveryAborted(int streamId, int ssn) {
		this.events.add("aborted " + streamId + "/" + ssn);
	}

	@Override
	public void released(long bytes) {
	}

	@Override
	public void sendFailed(OutboundMessage message, boolean sent, String why) {
		this.failures.add(sent ? "sent" : "unsent");
	}

	@Override
	public void abandoned(OutboundMessage message, boolean sent, String why) {
		this.failures.add(sent ? "abandoned sent" : "abandoned unsent");
	}

	@Override
	public void senderDry() {
	}

	@Override
	public void pathChanged(SctpAddress address, PathChange change, @Nullable Integer errorCount) {
		this.pathChanges.add(change);
		this.paths.add(change + " " + address);
	}

	@Override
	public void localAddressesChanged(List<SctpAddress> addresses) {
	}

	@Override
	public void remoteError(int errorCode, String description) {
		this.events.add("remote-error");
	}

	@Override
	public void shutdownReceived() {
		this.events.add("shutdown-received");
	}

	@Override
	public void adaptationIndicated(long indication) {
	}

	@Override
	public void streamsReset(StreamDirection direction, List<Integer> streams) {
		this.events.add("streams-reset");
		this.changes.add(direction + " " + streams);
	}

	@Override
	public void associationReset(long localTsn, long peerTsn) {
		this.events.add("association-reset");
		this.changes.add(Long.toHexString(localTsn) + " " + Long.toHexString(peerTsn));
	}

	@Override
	public void streamsAdded(int outbound, int inbound) {
		this.events.add("streams-added");
		this.changes.add(outbound + "/" + inbound);
	}

	@Override
	public void terminated(AssociationChange change, int errorCode, boolean refused, String why,
			AssociationStatus lastStatus) {
		this.reason = why;
		this.events.add((change == AssociationChange.SHUTDOWN_COMPLETE) ? SHUTDOWN_COMPLETE : COMM_LOST);
	}

}
