package dev.sock.userspace.engine.association;

import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException.Reason;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.spi.AssociationListener;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.HeartbeatChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.Paths;
import dev.sock.userspace.engine.rx.InboundData;
import dev.sock.userspace.engine.rx.ReceiveWindow;
import dev.sock.userspace.engine.rx.SackPolicy;
import dev.sock.userspace.engine.rx.TsnTracker;
import dev.sock.userspace.engine.setup.StateCookie;
import dev.sock.userspace.engine.timer.Deadline;
import dev.sock.userspace.engine.timer.DeadlineQueue;
import org.jspecify.annotations.Nullable;

/**
 * One association: its state, and what its procedures share (RFC 9260 §4, §14.2). Not
 * safe for use by several threads; a listener must not call it back.
 */
public final class Association extends DeadlineQueue.Entry {

	final AssociationContext context;

	final AssociationCounters counters = new AssociationCounters();

	final Authentication authentication = new Authentication(this);

	final AddressChanges addresses;

	final Paths paths = new Paths();

	final Tags tags;

	final TsnTracker tsns = new TsnTracker(0);

	final SackPolicy sackPolicy;

	final ReceiveWindow receiveWindow;

	final InboundData inboundData;

	final Outbound outbound;

	final Handshake handshake;

	final Shutdown shutdown;

	final PathSupervisor supervisor;

	final Autoclose autoclose;

	final Negotiated negotiated;

	final StreamReconfigurer reconfigurer;

	private final AssociationCommands commands = new AssociationCommands(this);

	private SctpOptions options;

	private final ChunkHandler chunkHandler;

	private final PacketAssembler assembler;

	private final AssociationTimers timers;

	private final int peerPort;

	private AssociationListener listener = NoListener.INSTANCE;

	private AssociationState state = AssociationState.CLOSED;

	private boolean everEstablished;

	private boolean ended;

	private boolean toBeFlushed;

	private @Nullable Path lastDataPath;

	private @Nullable AssociationStatus lastStatus;

	private Association(AssociationContext context, SctpOptions options, int peerPort, int localTag,
			int localInitialTsn) {
		this.context = context;
		this.options = options;
		this.peerPort = peerPort;
		this.addresses = new AddressChanges(this);
		this.tags = new Tags(localTag, localInitialTsn, context.random());
		this.sackPolicy = new SackPolicy(options.sackFrequency());
		this.receiveWindow = new ReceiveWindow(Math.min(options.receiveBuffer(), context.maxReceiveWindow()),
				PathSupervisor.LARGE_PACKET);
		this.inboundData = new InboundData(options.maxMessageSize(), new Delivery(this), this.receiveWindow,
				context.fragmentPool(), this.counters.rx);
		this.inboundData.setPartialDeliveryPoint(options.partialDeliveryPoint());
		this.inboundData.startAt(context.firstSsn());
		this.outbound = new Outbound(this, options, localInitialTsn);
		this.handshake = new Handshake(this);
		this.shutdown = new Shutdown(this);
		this.supervisor = new PathSupervisor(this);
		this.autoclose = new Autoclose(this);
		this.negotiated = new Negotiated(this.outbound.abandonment);
		this.reconfigurer = new StreamReconfigurer(this);
		this.chunkHandler = new ChunkHandler(this);
		this.assembler = new PacketAssembler(this);
		this.timers = new AssociationTimers(this);
	}

	/**
	 * Begins to open an association (§5.1 A).
	 * @param context the endpoint
	 * @param options protocol options
	 * @param addresses addresses of the peer
	 * @param peerPort its SCTP port
	 * @param remoteUdpPort its UDP port
	 * @param listener hears what happens
	 * @param nowNanos the time
	 * @return the association
	 */
	public static Association connect(AssociationContext context, SctpOptions options, List<SctpAddress> addresses,
			int peerPort, int remoteUdpPort, AssociationListener listener, long nowNanos) {
		Association association = new Association(context, options, peerPort, context.newTag(),
				context.newInitialTsn());
		association.listener = listener;
		association.handshake.start(addresses, remoteUdpPort, nowNanos);
		return association;
	}

	/**
	 * Makes an association that a valid cookie describes; {@link #accept} establishes it.
	 * @param context the endpoint
	 * @param options protocol options
	 * @param cookie the cookie
	 * @return the association
	 */
	static Association accepting(AssociationContext context, SctpOptions options, StateCookie cookie) {
		return new Association(context, options, cookie.peerPort(), cookie.localTag(), cookie.localInitialTsn());
	}

	void accept(StateCookie cookie, Origin from, AssociationListener newListener, long nowNanos) {
		this.listener = newListener;
		this.handshake.accept(cookie, from, nowNanos);
	}

	/**
	 * Handles a packet whose tag was found right.
	 * @param packet the packet, at the chunk to begin with
	 * @param from where it came from
	 * @param reflectedTag whether its tag is the peer's instead of one's own
	 * @param nowNanos the time
	 */
	public void receive(PacketReader packet, Origin from, boolean reflectedTag, long nowNanos) {
		if (!this.ended) {
			this.chunkHandler.receive(packet, from, reflectedTag, nowNanos);
			this.context.changed(this);
		}
	}

	/** Sends ABORT and ends. */
	void abort(ErrorCause cause, String reason) {
		if (this.tags.peer() != 0) {
			sendControl(new AbortChunk(false, List.of(cause)));
		}
		end(lossChange(), 0, false, reason);
	}

	AssociationChange lossChange() {
		return this.everEstablished ? AssociationChange.COMM_LOST : AssociationChange.CANNOT_ESTABLISH;
	}

	/**
	 * Runs the timers that are due.
	 * @param nowNanos the time
	 */
	public void advanceTo(long nowNanos) {
		this.timers.advanceTo(nowNanos);
	}

	/**
	 * Returns when {@link #advanceTo} is to be called next.
	 * @return the deadline, or {@link Deadline#NONE}
	 */
	public long nextDeadline() {
		return this.timers.nextDeadline();
	}

	/**
	 * Writes what may leave now.
	 * @param sink takes the packets
	 * @param writer writes them
	 * @param nowNanos the time
	 * @return whether the sink took everything
	 */
	public boolean flush(PacketSink sink, PacketWriter writer, long nowNanos) {
		if (this.ended) {
			return true;
		}
		this.outbound.expire(nowNanos);
		boolean complete = this.assembler.flush(sink, writer, nowNanos);
		if (this.reconfigurer.progress(nowNanos)) {
			complete = this.assembler.flush(sink, writer, nowNanos);
		}
		return complete;
	}

	/** Sends a control chunk to the path that works best, if there is one to be used. */
	void sendControl(Chunk chunk) {
		Path path = this.paths.forNewData();
		if (this.addresses.mayUse(path)) {
			sendControl(chunk, path);
		}
	}

	void sendControl(Chunk chunk, Path path) {
		sendControl(List.of(chunk), path, this.tags.peer());
	}

	/**
	 * Sends control chunks; where they may not leave it is as if they were lost: a path
	 * that is not confirmed is sent HEARTBEAT only (§5.4).
	 */
	void sendControl(List<Chunk> chunks, Path path, int tag) {
		boolean probe = chunks.size() == 1 && chunks.get(0) instanceof HeartbeatChunk;
		if (path.isStranded() || (!path.isConfirmed() && !probe)) {
			return;
		}
		this.counters.controlPacketSent(chunks.size());
		this.context.send(new Reply(path.source(), this.context.localPort(), path.address(), path.remoteUdpPort(),
				this.peerPort, tag, chunks, this.authentication.signerOf(chunks)));
	}

	/** Ends the association; nothing of it is left afterwards. */
	void end(AssociationChange change, int errorCode, boolean refused, String reason) {
		if (this.ended) {
			return;
		}
		this.inboundData.deliverParked(); // it was acknowledged
		setState(AssociationState.CLOSED);
		this.ended = true;
		this.addresses.requests.fail(Reason.CLOSED, reason);
		this.outbound.failPending(reason);
		this.outbound.outstanding.reset(this.outbound.outstanding.nextTsn());
		this.inboundData.clear();
		this.reconfigurer.end(reason);
		for (Path path : this.paths.all()) {
			path.clearFlight();
		}
		AssociationStatus status = StatusSnapshot.of(this);
		this.lastStatus = status;
		this.context.ended(this, change, this.everEstablished);
		this.listener.terminated(change, errorCode, refused, reason, status);
	}

	/** Tells that the association is up. */
	void established(boolean active) {
		this.everEstablished = true;
		setState(AssociationState.ESTABLISHED);
		this.context.established(this, active);
		this.listener.established(this.negotiated.outboundStreams(), this.negotiated.inboundStreams(), peerAddresses());
		this.addresses.established();
	}

	void setState(AssociationState state) {
		if (this.state != state) {
			this.state = state;
			if (state == AssociationState.SHUTDOWN_ACK_SENT) {
				this.addresses.requests.fail(Reason.CLOSED, "the association is being shut down");
			}
			this.listener.stateChanged(state);
		}
	}

	void setTags(int newLocalTag, int newPeerTag) {
		this.context.unregister(this);
		this.tags.set(newLocalTag, newPeerTag);
		this.context.register(this);
	}

	void setLastDataPath(@Nullable Path path) {
		this.lastDataPath = path;
	}

	/** A path is no more. */
	void pathRemoved(Path path, long nowNanos) {
		if (this.lastDataPath == path) {
			this.lastDataPath = null;
		}
		this.addresses.requests.pathRemoved(path);
		this.reconfigurer.pathRemoved(path, nowNanos);
		this.shutdown.pathRemoved();
		this.supervisor.pathsChanged(nowNanos);
	}

	/** A path is confirmed: what has waited for one leaves. */
	void pathConfirmed(long nowNanos) {
		this.addresses.requests.pathConfirmed();
		this.reconfigurer.pathConfirmed(nowNanos);
		this.shutdown.pathConfirmed(nowNanos);
	}

	/** The path that a SACK goes to: where the last DATA came from (§6.4). */
	Path sackPath() {
		Path path = this.lastDataPath;
		return (path != null && !path.isStranded()) ? path : this.paths.forNewData();
	}

	AssociationListener listener() {
		return this.listener;
	}

	/**
	 * Returns what the user asks for.
	 * @return the commands
	 */
	public AssociationCommands commands() {
		return this.commands;
	}

	/**
	 * Returns the state.
	 * @return the state
	 */
	public AssociationState state() {
		return this.state;
	}

	/**
	 * Returns whether the handshake is under way.
	 * @return whether this side has sent INIT and is not established
	 */
	public boolean isOpening() {
		return this.state == AssociationState.COOKIE_WAIT || this.state == AssociationState.COOKIE_ECHOED;
	}

	/**
	 * Returns whether the association has ended.
	 * @return whether it has
	 */
	public boolean isEnded() {
		return this.ended;
	}

	/**
	 * Returns whether the endpoint will flush this association.
	 * @return whether it is noted
	 */
	public boolean isToBeFlushed() {
		return this.toBeFlushed;
	}

	/**
	 * Notes whether the endpoint will flush this association.
	 * @param toBeFlushed whether it will
	 */
	public void setToBeFlushed(boolean toBeFlushed) {
		this.toBeFlushed = toBeFlushed;
	}

	/**
	 * Returns the protocol options.
	 * @return the options
	 */
	public SctpOptions options() {
		return this.options;
	}

	void setOptions(SctpOptions options) {
		this.options = options;
	}

	/**
	 * Returns the options, to be read and changed.
	 * @return the options
	 */
	public LiveOptions liveOptions() {
		return new LiveOptions(this);
	}

	/**
	 * Returns the peer's SCTP port.
	 * @return the port
	 */
	public int peerPort() {
		return this.peerPort;
	}

	/**
	 * Returns the tag that the peer's packets bear.
	 * @return the tag
	 */
	public int localTag() {
		return this.tags.local();
	}

	/**
	 * Returns the tag that packets to the peer bear.
	 * @return the tag, 0 while it is unknown
	 */
	public int peerTag() {
		return this.tags.peer();
	}

	/**
	 * Returns the peer's addresses.
	 * @return the addresses
	 */
	public List<SctpAddress> peerAddresses() {
		return this.paths.addresses();
	}

	/**
	 * Returns the paths.
	 * @return one for each of the peer's addresses
	 */
	public List<Path> allPaths() {
		return this.paths.all();
	}

	/** Whether an address was shown to be that of another association's peer. */
	boolean isOthers(SctpAddress address) {
		Association known = this.context.find(address, this.peerPort);
		return known != null && known != this;
	}

	/**
	 * Returns what changes addresses while the association is up.
	 * @return the changes
	 */
	public AddressChanges addressChanges() {
		return this.addresses;
	}

	/**
	 * Returns whether an address was the peer's and is not any more.
	 * @param address an address that a packet came from
	 * @return whether the packet is none of this association's (RFC 5061 §5.3 F13)
	 */
	public boolean isGone(SctpAddress address) {
		return this.addresses.peer.isGone(address);
	}

	/**
	 * Returns the extensions that both sides support.
	 * @return the extensions, none before that is known
	 */
	public Set<SctpExtension> extensions() {
		return this.negotiated.extensions();
	}

	/**
	 * Returns what was counted.
	 * @return the counters
	 */
	public AssociationCounters counters() {
		return this.counters;
	}

	/**
	 * Returns a snapshot.
	 * @return the status, the last one if the association has ended
	 */
	public AssociationStatus status() {
		AssociationStatus last = this.lastStatus;
		return (last != null) ? last : StatusSnapshot.of(this);
	}

}
