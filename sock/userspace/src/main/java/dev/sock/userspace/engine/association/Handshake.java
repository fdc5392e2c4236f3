package dev.sock.userspace.engine.association;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.PathState;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.auth.AuthOffer;
import dev.sock.userspace.engine.auth.AuthOffers;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.CookieAckChunk;
import dev.sock.userspace.engine.packet.CookieEchoChunk;
import dev.sock.userspace.engine.packet.CookiePreservativeParameter;
import dev.sock.userspace.engine.packet.CookieReceivedWhileShuttingDownCause;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.InitAckChunk;
import dev.sock.userspace.engine.packet.InitChunk;
import dev.sock.userspace.engine.packet.MissingMandatoryParameterCause;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.ShutdownAckChunk;
import dev.sock.userspace.engine.packet.StaleCookieCause;
import dev.sock.userspace.engine.packet.StateCookieParameter;
import dev.sock.userspace.engine.packet.UnknownParameter;
import dev.sock.userspace.engine.packet.UnrecognizedParametersCause;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.setup.Extensions;
import dev.sock.userspace.engine.setup.PeerParameters;
import dev.sock.userspace.engine.setup.StateCookie;
import dev.sock.userspace.engine.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The four-way handshake, restart and collision (RFC 9260 §5.1, §5.2).
 */
final class Handshake {

	private static final long NANOS_PER_MICRO = 1000;

	private final Association association;

	private final AssociationContext context;

	private SctpOptions options;

	private long deadline = Deadline.NONE;

	private int retransmissions;

	private long timeout;

	private int target;

	private boolean unreachable;

	private long cookieLifeExtensionMillis;

	private long sentAt;

	private byte @Nullable [] cookie;

	private List<Parameter> unrecognized = List.of();

	/** The local addresses that INIT has listed. */
	private List<SctpAddress> listed = List.of();

	Handshake(Association association) {
		this.association = association;
		this.context = association.context;
		this.options = association.options();
	}

	void setOptions(SctpOptions options) {
		this.options = options;
	}

	/** Begins to connect. */
	void start(List<SctpAddress> addresses, int remoteUdpPort, long nowNanos) {
		for (SctpAddress address : addresses) {
			Path path = addPath(address, remoteUdpPort);
			if (path != null) {
				path.setState(PathState.ACTIVE); // §5.4: what the user names is confirmed
			}
		}
		this.timeout = this.options.rto().initial().toNanos();
		if (this.association.paths.size() == 0) {
			// §5.1 A: there is no COOKIE-WAIT without an INIT
			this.unreachable = true;
			this.deadline = nowNanos;
			return;
		}
		this.association.setState(AssociationState.COOKIE_WAIT);
		sendInit(nowNanos);
	}

	private @Nullable Path addPath(SctpAddress address, int remoteUdpPort) {
		Path existing = this.association.paths.find(address);
		if (existing != null) {
			return existing;
		}
		SctpAddress source = this.context.sources().select(address, this.context.localAddresses());
		if (source == null) {
			return null;
		}
		Path path = new Path(address, source, remoteUdpPort, this.options);
		this.association.paths.add(path);
		return path;
	}

	/** Of those that the user has named: an INIT ACK may have listed others (§5.4). */
	private Path target() {
		List<Path> named = this.association.paths.all().stream().filter(Path::isConfirmed).toList();
		return named.get(this.target % named.size());
	}

	private void sendInit(long nowNanos) {
		Path path = target();
		Set<SctpExtension> offered = Extensions.offered(this.options);
		List<Parameter> parameters = new ArrayList<>(LocalParameters.towards(path.address(), this.context, offered,
				offered.contains(SctpExtension.AUTHENTICATION) ? this.association.authentication.offer() : null));
		parameters.addAll(LocalParameters.adaptation(this.options));
		if (this.cookieLifeExtensionMillis > 0) {
			parameters.add(new CookiePreservativeParameter(this.cookieLifeExtensionMillis));
		}
		InitChunk init = new InitChunk(this.association.localTag(), this.association.receiveWindow.limit(),
				this.options.outboundStreams(), this.options.maxInboundStreams(),
				this.association.tags.localInitialTsn(), parameters);
		this.association.sendControl(List.of(init), path, 0);
		this.listed = LocalParameters.listed(path.address(), this.context);
		this.sentAt = nowNanos;
		this.deadline = nowNanos + this.timeout;
	}

	/** INIT ACK in COOKIE-WAIT, alone in its packet (§5.1 C). */
	void initAckReceived(@Nullable InitAckChunk initAck, Origin from, long nowNanos) {
		if (this.association.state() != AssociationState.COOKIE_WAIT || initAck == null) {
			return; // §5.2.3
		}
		if (initAck.initiateTag() == 0) {
			// §3.3.3: the tag that came goes back
			reply(from, this.association.localTag(), new AbortChunk(true, List.of()));
			giveUp("the peer's INIT ACK has the initiate tag 0");
			return;
		}
		PeerParameters peer = PeerParameters.of(initAck.parameters(), Extensions.offered(this.options));
		if (peer.changesAddressesUnauthenticated()) {
			giveUp("the peer would change addresses without authentication (RFC 5061 §6)");
			return;
		}
		ErrorCause fault = InitResponder.fault(initAck.advertisedReceiverWindow(), initAck.outboundStreams(),
				initAck.inboundStreams(), peer);
		byte[] newCookie = peer.cookie();
		if (fault == null && newCookie == null) {
			fault = new MissingMandatoryParameterCause(List.of(StateCookieParameter.TYPE));
		}
		if (fault != null) {
			reply(from, initAck.initiateTag(), new AbortChunk(false, List.of(fault)));
			if (initAck.advertisedReceiverWindow() < InitResponder.LEAST_WINDOW) {
				return; // §3.3.3: discarded, the state stays
			}
			giveUp("the peer's INIT ACK cannot be used: " + fault.describe());
			return;
		}
		this.cookie = newCookie;
		takePeer(initAck.initiateTag(), initAck.initialTsn(), initAck.advertisedReceiverWindow(),
				peer.addresses(from.remote()), from, peer.isSock(), peer.extensions());
		AuthOffer peerAuth = peer.authOffer();
		this.association.authentication
			.negotiated((peerAuth != null) ? new AuthOffers(this.association.authentication.offer(), peerAuth) : null);
		this.association.addresses.start(this.listed);
		this.association.negotiated.setStreams(Math.min(this.options.outboundStreams(), initAck.inboundStreams()),
				Math.min(initAck.outboundStreams(), this.options.maxInboundStreams()));
		tellAdaptation(peer.adaptationIndication());
		this.unrecognized = new ArrayList<>();
		for (byte[] unknown : peer.unrecognized()) {
			this.unrecognized.add(new UnknownParameter(0, unknown));
		}
		if (this.retransmissions == 0) {
			this.association.paths.primary().roundTrip().measure(nowNanos - this.sentAt);
		}
		this.retransmissions = 0;
		this.timeout = Math.min(this.association.paths.primary().roundTrip().rto(), maxTimeout());
		this.association.setState(AssociationState.COOKIE_ECHOED);
		sendCookieEcho(nowNanos);
	}

	private void tellAdaptation(@Nullable Long indication) {
		if (indication != null) {
			this.association.listener().adaptationIndicated(indication);
		}
	}

	private void giveUp(String reason) {
		this.association.end(AssociationChange.CANNOT_ESTABLISH, 0, false, reason);
	}

	private void sendCookieEcho(long nowNanos) {
		byte[] current = this.cookie;
		if (current == null) {
			return;
		}
		List<Chunk> chunks = new ArrayList<>(2);
		chunks.add(new CookieEchoChunk(current));
		if (!this.unrecognized.isEmpty()) {
			chunks.add(new ErrorChunk(List
				.of(new UnrecognizedParametersCause(Parameter.encode(this.unrecognized.toArray(new Parameter[0]))))));
		}
		Path path = this.association.paths.primary();
		if (this.retransmissions > 0) {
			path = this.association.paths.afterTimeout(path);
		}
		this.association.sendControl(chunks, path, this.association.peerTag());
		this.deadline = nowNanos + this.timeout;
	}

	/** COOKIE ACK in COOKIE-ECHOED (§5.1 E). */
	void cookieAckReceived(long nowNanos) {
		if (this.association.state() == AssociationState.COOKIE_ECHOED) {
			stop();
			this.association.supervisor.start(nowNanos);
			this.association.established(true);
		}
	}

	/** The peer found our cookie stale (§5.2.6): asks for one that lives longer. */
	void staleCookie(StaleCookieCause cause, long nowNanos) {
		if (this.association.state() != AssociationState.COOKIE_ECHOED) {
			return;
		}
		if (this.cookieLifeExtensionMillis > 0) {
			this.association.end(AssociationChange.CANNOT_ESTABLISH, cause.code(), false,
					"the peer finds every state cookie stale");
			return;
		}
		long rttMicros = this.association.paths.primary().roundTrip().srtt() / NANOS_PER_MICRO;
		this.cookieLifeExtensionMillis = Math.max(1, (2 * rttMicros + cause.stalenessMicros()) / 1000);
		this.cookie = null;
		this.retransmissions = 0;
		this.timeout = this.options.rto().initial().toNanos();
		this.association.setTags(this.association.localTag(), 0);
		this.association.setState(AssociationState.COOKIE_WAIT);
		sendInit(nowNanos);
	}

	/** A new association by a valid cookie (§5.1 D). */
	void accept(StateCookie from, Origin origin, long nowNanos) {
		takeCookie(from, nowNanos);
		acknowledgeCookie(origin, from.peerTag(), nowNanos);
		this.association.supervisor.start(nowNanos);
		this.association.established(false);
	}

	private static Origin origin(StateCookie cookie) {
		return new Origin(cookie.localAddress(), cookie.localPort(), cookie.peerAddress(), cookie.remoteUdpPort(),
				cookie.peerPort());
	}

	private void takeCookie(StateCookie from, long nowNanos) {
		stop();
		this.association.setTags(from.localTag(), this.association.peerTag());
		takePeer(from.peerTag(), from.peerInitialTsn(), from.peerWindow(), from.peerAddresses(), origin(from),
				from.peerSock(), from.extensions());
		this.association.authentication.negotiated(from.auth());
		this.association.addresses.start(from.listed());
		this.association.negotiated.setStreams(from.outboundStreams(), from.inboundStreams());
		tellAdaptation(from.adaptationIndication());
	}

	private void takePeer(int peerTag, int peerInitialTsn, long window, List<SctpAddress> addresses, Origin from,
			boolean peerSock, Set<SctpExtension> extensions) {
		this.context.unregister(this.association);
		Path primary = takeAddresses(addresses, from);
		this.association.paths.setPrimary(primary);
		this.association.setTags(this.association.localTag(), peerTag);
		this.association.tsns.reset(peerInitialTsn);
		this.association.outbound.peerWindow.advertised(window);
		this.association.negotiated.setPeerSock(peerSock);
		this.association.negotiated.setExtensions(extensions);
		this.association.reconfigurer.begin(this.association.tags.localInitialTsn(), peerInitialTsn);
	}

	/** Makes a path for each address, and returns that of the address it came from. */
	private Path takeAddresses(List<SctpAddress> addresses, Origin from) {
		for (Path path : List.copyOf(this.association.paths.all())) {
			if (!addresses.contains(path.address())) {
				this.association.paths.remove(path);
			}
		}
		Path primary = null;
		for (SctpAddress address : addresses) {
			if (!address.equals(from.remote()) && this.association.isOthers(address)) {
				continue; // it is known as another peer's: whoever lists it may lie
			}
			Path path = address.equals(from.remote()) ? addOriginPath(from) : addPath(address, from.remoteUdpPort());
			if (path != null && address.equals(from.remote())) {
				primary = path;
			}
		}
		if (primary == null) {
			throw new IllegalStateException("The addresses do not contain the one that the packet came from");
		}
		// §5.4: this address was shown to be the peer's by the handshake
		primary.setState(PathState.ACTIVE);
		return primary;
	}

	/**
	 * The path back to where a packet came from: by the local address that it came to.
	 */
	private Path addOriginPath(Origin from) {
		Path existing = this.association.paths.find(from.remote());
		if (existing != null) {
			existing.setRemoteUdpPort(from.remoteUdpPort());
			return existing;
		}
		Path path = new Path(from.remote(), from.local(), from.remoteUdpPort(), this.options);
		this.association.paths.add(path);
		return path;
	}

	/** COOKIE ECHO for an association that exists: the table of §5.2.4. */
	boolean cookieForExisting(StateCookie from, Origin origin, long nowNanos) {
		boolean localMatches = from.localTag() == this.association.localTag();
		boolean peerMatches = from.peerTag() == this.association.peerTag();
		if (localMatches && peerMatches) {
			return duplicate(origin, nowNanos);
		}
		if (from.isExpired(nowNanos)) {
			reply(origin, from.peerTag(),
					new ErrorChunk(List.of(new StaleCookieCause(from.stalenessMicros(nowNanos)))));
			return false;
		}
		if (localMatches) {
			return collision(from, origin, nowNanos);
		}
		if (!peerMatches && from.localTieTag() == this.association.tags.localTie()
				&& from.peerTieTag() == this.association.tags.peerTie()
				&& this.association.state() != AssociationState.COOKIE_WAIT) {
			return restart(from, origin, nowNanos);
		}
		return false; // action C and what the table does not show
	}

	/** Action D: both tags match. */
	private boolean duplicate(Origin origin, long nowNanos) {
		boolean waiting = this.association.state() == AssociationState.COOKIE_ECHOED;
		acknowledgeCookie(origin, this.association.peerTag(), nowNanos);
		if (waiting) {
			stop();
			this.association.supervisor.start(nowNanos);
			this.association.established(true);
		}
		return true;
	}

	/** Action B: the peer has answered our INIT and sent one of its own. */
	private boolean collision(StateCookie from, Origin origin, long nowNanos) {
		boolean opening = this.association.isOpening();
		if (opening) {
			takeCookie(from, nowNanos);
		}
		else {
			this.association.setTags(this.association.localTag(), from.peerTag());
			this.association.authentication.negotiated(from.auth());
		}
		acknowledgeCookie(origin, from.peerTag(), nowNanos);
		if (opening) {
			this.association.supervisor.start(nowNanos);
			this.association.established(true);
		}
		return true;
	}

	/** Action A: the peer has started anew. */
	private boolean restart(StateCookie from, Origin origin, long nowNanos) {
		if (this.association.state() == AssociationState.SHUTDOWN_ACK_SENT) {
			this.association.sendControl(
					List.of(new ShutdownAckChunk(),
							new ErrorChunk(List.of(new CookieReceivedWhileShuttingDownCause()))),
					this.association.paths.forNewData(), this.association.peerTag());
			return false;
		}
		boolean wasUp = this.association.state() != AssociationState.COOKIE_ECHOED;
		boolean shutDown = this.association.state() == AssociationState.SHUTDOWN_PENDING
				|| this.association.state() == AssociationState.SHUTDOWN_SENT;
		this.association.outbound.failPending("the peer has started anew");
		this.association.addresses.restart();
		this.association.inboundData.clear();
		this.association.tags.setLocalInitialTsn(from.localInitialTsn());
		this.association.outbound.reset(from.localInitialTsn());
		this.association.sackPolicy.reset();
		this.association.shutdown.reset();
		this.association.supervisor.clearOverallErrorCount();
		this.association.setLastDataPath(null);
		this.association.tags.drawTieTags();
		this.context.unregister(this.association);
		for (Path path : List.copyOf(this.association.paths.all())) {
			this.association.paths.remove(path); // congestion state begins anew with the
													// path
		}
		takeCookie(from, nowNanos);
		acknowledgeCookie(origin, from.peerTag(), nowNanos);
		this.association.supervisor.start(nowNanos);
		if (wasUp) {
			this.association.setState(AssociationState.ESTABLISHED);
			this.context.restarted(this.association);
			this.association.listener()
				.restarted(this.association.negotiated.outboundStreams(), this.association.negotiated.inboundStreams());
		}
		else {
			this.association.established(true);
		}
		if (shutDown) {
			this.association.shutdown.request(nowNanos); // the user's wish still holds
		}
		return true;
	}

	/**
	 * To where the COOKIE ECHO came from (§6.4), and with a HEARTBEAT if that address is
	 * not confirmed (§5.4). One that the peer has not listed cannot be: then to another.
	 */
	private void acknowledgeCookie(Origin to, int tag, long nowNanos) {
		Path path = this.association.paths.find(to.remote());
		if (path == null) {
			this.association.sendControl(new CookieAckChunk());
		}
		else if (path.isConfirmed()) {
			reply(to, tag, new CookieAckChunk());
		}
		else {
			reply(to, tag, new CookieAckChunk(), this.association.supervisor.bundledHeartbeat(path, nowNanos));
		}
	}

	private void reply(Origin to, int tag, Chunk... answer) {
		List<Chunk> chunks = List.of(answer);
		this.association.counters.controlPacketSent(chunks.size());
		this.context.send(Reply.to(to, tag, chunks, this.association.authentication.signerOf(chunks)));
	}

	private void stop() {
		this.deadline = Deadline.NONE;
		this.cookie = null;
		this.unrecognized = List.of();
		this.retransmissions = 0;
	}

	void advanceTo(long nowNanos) {
		if (!Deadline.isDue(this.deadline, nowNanos)) {
			return;
		}
		if (this.unreachable) {
			giveUp("no local address can reach the peer");
			return;
		}
		this.association.counters.t1Expirations++;
		this.retransmissions++;
		if (this.retransmissions > this.options.maxInitRetransmissions()) {
			giveUp("the peer does not answer "
					+ ((this.association.state() == AssociationState.COOKIE_WAIT) ? "INIT" : "COOKIE ECHO") + " after "
					+ this.retransmissions + " attempts");
			return;
		}
		this.timeout = Math.min(2 * this.timeout, maxTimeout());
		if (this.association.state() == AssociationState.COOKIE_WAIT) {
			this.target++;
			sendInit(nowNanos);
		}
		else {
			sendCookieEcho(nowNanos);
		}
	}

	private long maxTimeout() {
		Duration own = this.options.maxInitTimeout();
		return (own.isZero() ? this.options.rto().max() : own).toNanos();
	}

	long deadline() {
		return this.deadline;
	}

}
