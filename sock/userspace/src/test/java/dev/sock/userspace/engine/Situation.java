package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.sock.AssociationStatus;
import dev.sock.PathStatus;
import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.userspace.engine.ScriptedPeer.IssuedCookie;
import dev.sock.userspace.engine.packet.ChunkType;
import org.jspecify.annotations.Nullable;

/**
 * An engine that was brought into a state by packets of its peer, with all that is needed
 * to build the next packet: tags, TSNs, nonces, and cookies for each line of the table in
 * RFC 9260 §5.2.4.
 */
final class Situation {

	static final int PEER_TAG = 0x0a0b0c0d;

	/** Another tag of the peer: of an INIT that crossed ours, or of one before it. */
	static final int OTHER_TAG = 0x1e1f2021;

	static final int RESTART_TAG = 0x32333435;

	static final int FOREIGN_TAG = 0x66778899;

	static final int PEER_TSN = 1000;

	private static final SctpOptions OPTIONS = SctpOptions.builder()
		.validCookieLife(Duration.ofSeconds(1))
		.streamReconfiguration(Set.of(StreamReconfiguration.values()))
		.build();

	private static final SctpOptions WITH_ADDRESS_CHANGES = OPTIONS.toBuilder().dynamicAddresses(true).build();

	private static final Duration PAST_COOKIE_LIFE = Duration.ofMillis(1100);

	private static final Duration PAST_KEY_LIFE = Duration.ofMinutes(21);

	private final ScriptedPeer peer;

	private final boolean addressChanges;

	private final String state;

	private final String variant;

	private final Map<String, IssuedCookie> cookies = new HashMap<>();

	private int ownTag = FOREIGN_TAG;

	private int ownTsn;

	private int nextTsn = PEER_TSN;

	private int highestSent;

	private int ackPoint;

	private byte[] nonce = new byte[12];

	private byte[] key = new byte[0];

	private Situation(String state, String variant, boolean addressChanges) {
		this.peer = new ScriptedPeer(addressChanges ? WITH_ADDRESS_CHANGES : OPTIONS);
		this.state = state;
		this.variant = variant;
		this.addressChanges = addressChanges;
	}

	/**
	 * Brings an engine into a state.
	 * @param state the state
	 * @param variant what is special: a variant of the state-chunk table
	 * @return the situation
	 */
	static Situation of(String state, String variant) {
		return of(state, variant, "");
	}

	/**
	 * Brings an engine into a state, which changes addresses and so authenticates if the
	 * chunk has to do with that.
	 * @param state the state
	 * @param variant what is special: a variant of the state-chunk table
	 * @param chunk the chunk that is to come
	 * @return the situation
	 */
	static Situation of(String state, String variant, String chunk) {
		Situation situation = new Situation(state, variant, List.of("AUTH", "ASCONF", "ASCONF_ACK").contains(chunk));
		situation.enter();
		situation.peer.events().take();
		String name = state.equals("NOT_ACCEPTING") ? "CLOSED" : state;
		if (!situation.peer.state().equals(name)) {
			throw new AssertionError("Not in " + state + " but in " + situation.peer.state());
		}
		return situation;
	}

	private void enter() {
		oldCookies();
		if (this.state.equals("CLOSED") || this.state.equals("NOT_ACCEPTING")) {
			put("good-tag", issue(PEER_TAG));
			if (this.state.equals("NOT_ACCEPTING")) {
				this.peer.refuse();
			}
			return;
		}
		SentPacket.SentChunk init = SentPacket.only(this.peer.connect(), ChunkType.INIT);
		this.ownTag = init.intAt(0);
		this.ownTsn = init.intAt(12);
		this.ackPoint = this.ownTsn - 1;
		this.highestSent = this.ackPoint;
		put("good-tag", issue(PEER_TAG));
		put("cookie-collision", issue(this.state.equals("COOKIE_WAIT") ? PEER_TAG : OTHER_TAG));
		put("cookie-stale-matching", cookie("good-tag"));
		if (this.variant.equals("cookie-stale-matching")) {
			this.peer.advance(PAST_COOKIE_LIFE);
		}
		if (this.state.equals("COOKIE_WAIT")) {
			return;
		}
		this.key = this.addressChanges ? RawAuth.key(RawAuth.of(init), RawAuth.usual()) : new byte[0];
		boolean twoPaths = this.variant.equals("nonce-of-other-path");
		this.peer.receive(this.ownTag,
				RawChunks.initAck(PEER_TAG, PEER_TSN, RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]),
						twoPaths ? RawChunks.address(ScriptedPeer.PEER_2) : new byte[0],
						this.variant.equals("not-offered") ? new byte[0] : supported()));
		if (!this.state.equals("COOKIE_ECHOED")) {
			this.peer.receive(this.ownTag, RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
			established(twoPaths);
		}
	}

	/** The extensions that the peer offers. */
	private byte[] supported() {
		return this.addressChanges
				? RawChunks.join(ReconfigurationPeer.supported(0x82, 0xc1, 0x80, 0x0f), RawAuth.usual().parameters())
				: ReconfigurationPeer.supported(0x82);
	}

	/** Cookies from the time when there was no association, the oldest first. */
	private void oldCookies() {
		put("cookie-unknown-key", issue(OTHER_TAG));
		if (this.variant.equals("cookie-unknown-key")) {
			this.peer.advance(PAST_KEY_LIFE);
			return;
		}
		put("cookie-stale", issue(OTHER_TAG));
		if (this.variant.equals("cookie-stale")) {
			this.peer.advance(PAST_COOKIE_LIFE);
		}
		put("cookie-late", issue(PEER_TAG));
		put("cookie-other", issue(OTHER_TAG));
		put("cookie-bad-port", this.peer.issueCookie(PEER_TAG, PEER_TSN, ScriptedPeer.PEER_PORT + 7));
	}

	private IssuedCookie issue(int tag) {
		return this.peer.issueCookie(tag, PEER_TSN, ScriptedPeer.PEER_PORT);
	}

	private void put(String name, IssuedCookie cookie) {
		this.cookies.put(name, cookie);
	}

	private void established(boolean twoPaths) {
		put("cookie-restart", issue(RESTART_TAG));
		if (!this.variant.equals("first-data")) {
			this.peer.receive(this.ownTag, RawChunks.data(this.nextTsn++, 0, 0, RawChunks.WHOLE_MESSAGE, 12));
		}
		send();
		this.ackPoint = this.highestSent;
		this.peer.receive(this.ownTag, RawChunks.sack(this.ackPoint, RawChunks.WINDOW));
		if (twoPaths) {
			learnNonce(this.peer.advanceMillis(50));
		}
		switch (this.state) {
			case "ESTABLISHED" -> {
				if (this.variant.equals("outstanding") || this.variant.equals("acks-all")) {
					send();
				}
			}
			case "SHUTDOWN_PENDING" -> {
				send();
				this.peer.shutdown();
			}
			case "SHUTDOWN_SENT" -> this.peer.shutdown();
			case "SHUTDOWN_RECEIVED" -> {
				send();
				this.peer.receive(this.ownTag, RawChunks.shutdown(this.ackPoint));
			}
			case "SHUTDOWN_ACK_SENT" -> this.peer.receive(this.ownTag, RawChunks.shutdown(this.ackPoint));
			default -> throw new IllegalArgumentException(this.state);
		}
		if (this.variant.equals("known-nonce")) {
			// DATA puts the first HEARTBEAT off; one is unanswered already, so an error
			// is
			// counted
			learnNonce(this.peer.advance(Duration.ofSeconds(66)));
		}
		else if (this.variant.equals("acks-all")) {
			this.peer.advanceMillis(1050); // T3 has expired, so an error is counted
		}
	}

	private void send() {
		this.peer.send(12);
		this.highestSent++;
	}

	/** Keeps the info of the last HEARTBEAT, which nobody has answered. */
	private void learnNonce(List<SentPacket> packets) {
		SentPacket.SentChunk last = SentPacket.chunks(packets)
			.stream()
			.filter((chunk) -> chunk.type() == ChunkType.HEARTBEAT)
			.reduce((first, second) -> second)
			.orElseThrow(() -> new AssertionError("No HEARTBEAT was sent"));
		this.nonce = Arrays.copyOfRange(last.value(), 4, last.shortAt(2));
	}

	ScriptedPeer peer() {
		return this.peer;
	}

	String state() {
		return this.state;
	}

	/** Whether there is no association. */
	boolean isClosed() {
		return this.state.equals("CLOSED") || this.state.equals("NOT_ACCEPTING");
	}

	int ownTag() {
		return this.ownTag;
	}

	/** The tag that the peer has told; a foreign one before it has. */
	int peerTag() {
		return (isClosed() || this.state.equals("COOKIE_WAIT")) ? FOREIGN_TAG + 1 : PEER_TAG;
	}

	/** The next TSN of the peer. */
	int nextTsn() {
		return this.nextTsn;
	}

	/** The next stream sequence number of the peer on stream 0. */
	int nextSsn() {
		return this.nextTsn - PEER_TSN;
	}

	/** The first TSN of the engine, from which its ASCONF are numbered, too. */
	int ownTsn() {
		return this.ownTsn;
	}

	/** The key that both sides have, empty while there is none. */
	byte[] key() {
		return this.key.clone();
	}

	/** What the peer has acknowledged. */
	int ackPoint() {
		return this.ackPoint;
	}

	/** The last TSN that the engine has sent. */
	int highestSent() {
		return this.highestSent;
	}

	/** The info of the HEARTBEAT that is not answered. */
	byte[] nonce() {
		return this.nonce.clone();
	}

	IssuedCookie cookie(String name) {
		return Objects.requireNonNull(this.cookies.get(name), name);
	}

	/** Errors that are counted. */
	int errors() {
		AssociationStatus status = status();
		int errors = (status != null) ? Objects.requireNonNull(status.overallErrorCount()) : 0;
		for (PathStatus path : (status != null) ? status.paths() : List.<PathStatus>of()) {
			errors += Objects.requireNonNull(path.errorCount());
		}
		return errors;
	}

	private @Nullable AssociationStatus status() {
		return (this.peer.engine().associationCount() > 0) ? this.peer.association().status() : null;
	}

	/** All of the association that a packet could change, and its next timer. */
	String snapshot() {
		AssociationStatus status = status();
		if (status == null) {
			return "none";
		}
		StringBuilder text = new StringBuilder();
		text.append(status.state()).append(' ').append(status.peerRwnd()).append(' ').append(status.localRwnd());
		text.append(' ').append(status.unacknowledgedChunks()).append(' ').append(status.receiveBufferUsed());
		text.append(' ').append(status.overallErrorCount());
		for (PathStatus path : status.paths()) {
			text.append('\n')
				.append(path.address())
				.append(' ')
				.append(path.state())
				.append(' ')
				.append(path.primary());
			text.append(' ')
				.append(path.remoteUdpPort())
				.append(' ')
				.append(path.srtt())
				.append(' ')
				.append(path.rto());
			text.append(' ').append(path.cwnd()).append(' ').append(path.flightSize()).append(' ');
			text.append(path.errorCount());
		}
		return text.append('\n').append(this.peer.engine().nextDeadlineNanos()).toString();
	}

}
