package dev.sock.userspace.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sock.userspace.engine.ScriptedPeer.IssuedCookie;
import dev.sock.userspace.engine.packet.ChunkType;

/**
 * Builds the packets of the state-chunk table for a situation.
 */
final class TablePackets {

	/** A UDP port that is not the one kept for the peer. */
	static final int OTHER_UDP_PORT = 40_001;

	private static final int INIT_TSN = 7000;

	/** Where the shared key identifier and the digest are in AUTH (RFC 4895 §4.1). */
	private static final int SHARED_KEY = 4;

	private static final int DIGEST = 8;

	private static final int HMAC_NOT_OFFERED = 2;

	private final Situation situation;

	private final String type;

	private final String variant;

	TablePackets(Situation situation, String type, String variant) {
		this.situation = situation;
		this.type = type;
		this.variant = variant;
	}

	/** The packets that the row speaks of: more than one where it says so. */
	static int count(String type, String variant) {
		boolean both = (type.equals("SACK") && variant.equals("beyond-sent"))
				|| (type.equals("ABORT") && variant.equals("zero-tag")) || refusedCookie(type, variant);
		return both ? 2 : 1;
	}

	/** Cookies that take bundled DATA with them when they are dropped. */
	private static boolean refusedCookie(String type, String variant) {
		return type.equals("COOKIE_ECHO") && List
			.of("wrong-tag", "cookie-bad-mac", "cookie-unknown-key", "cookie-bad-port", "cookie-stale", "cookie-late")
			.contains(variant);
	}

	byte[] packet(int number, byte[]... more) {
		if (isAuthenticated()) {
			return RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, tag(),
					authenticated(RawChunks.join(more)));
		}
		byte[] chunk = chunk(number);
		if (this.variant.equals("t-bit-good") || this.variant.equals("t-bit-wrong")) {
			chunk = RawChunks.withFlags(chunk, RawChunks.FLAG_T);
		}
		if (this.variant.equals("truncated")) {
			chunk = RawChunks.withLength(chunk, RawChunks.length(chunk) + 4);
		}
		if (this.variant.equals("bundled")) {
			chunk = RawChunks.join(chunk, RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		}
		if (number == 1 && refusedCookie(this.type, this.variant)) {
			chunk = RawChunks.join(chunk, data(0, 0, RawChunks.WHOLE_MESSAGE, 12));
		}
		return RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, tag(),
				RawChunks.join(chunk, RawChunks.join(more)));
	}

	/** Whether the digest in AUTH is to be right for all that comes behind it. */
	private boolean isAuthenticated() {
		boolean right = List.of("good-tag", "wrong-digest", "shared-key", "hmac-not-offered").contains(this.variant);
		return (this.type.equals("AUTH") && right)
				|| List.of("authenticated", "old-number", "number-ahead", "never-asked").contains(this.variant);
	}

	private byte[] authenticated(byte[] more) {
		byte[] covered = this.type.equals("AUTH") ? more : RawChunks.join(chunk(0), more);
		int hmac = this.variant.equals("hmac-not-offered") ? HMAC_NOT_OFFERED : RawAuth.SHA_1;
		byte[] signed = RawAuth.signed(authKey(), hmac, covered);
		if (this.variant.equals("wrong-digest")) {
			signed[DIGEST]++;
		}
		if (this.variant.equals("shared-key")) {
			signed[SHARED_KEY + 1] = 1;
		}
		return signed;
	}

	int udpPort() {
		boolean trusted = !this.situation.isClosed() && tag() == this.situation.ownTag();
		return trusted ? ScriptedPeer.UDP_PORT : OTHER_UDP_PORT;
	}

	int tag() {
		switch (this.variant) {
			case "zero-tag" -> {
				return 0;
			}
			case "wrong-tag" -> {
				return Situation.FOREIGN_TAG;
			}
			case "t-bit-good" -> {
				return this.type.equals("COOKIE_ECHO") && this.situation.isClosed() ? Situation.PEER_TAG
						: this.situation.peerTag();
			}
			default -> {
				if (this.type.equals("COOKIE_ECHO")) {
					return cookie().localTag();
				}
				boolean withOwnTag = this.variant.equals("good-tag") || this.variant.equals("t-bit-wrong");
				return (this.type.equals("INIT") && !withOwnTag) ? 0 : this.situation.ownTag();
			}
		}
	}

	/** The values of the tag rules in the reply's column. */
	Map<String, Integer> tags() {
		Map<String, Integer> tags = new HashMap<>();
		tags.put("reflected", tag());
		tags.put("foreign", Situation.FOREIGN_TAG + 99);
		if (!this.situation.isClosed()) {
			tags.put("peer", Situation.PEER_TAG);
		}
		if (this.type.equals("INIT")) {
			tags.put("initiate", Situation.OTHER_TAG);
		}
		if (this.type.equals("INIT_ACK")) {
			tags.put("initiate", Situation.PEER_TAG);
		}
		if (this.type.equals("COOKIE_ECHO")) {
			tags.put("cookie", cookie().peerTag());
		}
		return tags;
	}

	byte[] chunk(int number) {
		return switch (this.type) {
			case "DATA" -> dataChunk();
			case "INIT" -> init(ChunkType.INIT, Situation.OTHER_TAG);
			case "INIT_ACK" -> init(ChunkType.INIT_ACK, Situation.PEER_TAG);
			case "SACK" -> sack(number);
			case "HEARTBEAT" -> RawChunks.heartbeat(new byte[12]);
			case "HEARTBEAT_ACK" -> RawChunks.heartbeatAck(heartbeatInfo());
			case "ABORT" -> RawChunks.chunk(ChunkType.ABORT, number);
			case "SHUTDOWN" -> RawChunks.shutdown(acknowledged());
			case "SHUTDOWN_ACK" -> RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0);
			case "ERROR" -> RawChunks.error(this.variant.equals("stale-cookie") ? RawChunks.parameter(3, new byte[4])
					: RawChunks.parameter(6, RawChunks.chunk(0xfe, 0)));
			case "COOKIE_ECHO" -> RawChunks.cookieEcho(cookie().bytes());
			case "COOKIE_ACK" -> RawChunks.chunk(ChunkType.COOKIE_ACK, 0);
			case "SHUTDOWN_COMPLETE" -> RawChunks.chunk(ChunkType.SHUTDOWN_COMPLETE, 0);
			case "RE_CONFIG" ->
				ReconfigurationPeer.rc(ReconfigurationPeer.out(Situation.PEER_TSN, 0, this.situation.nextTsn() - 1, 0));
			case "AUTH" -> RawAuth.signed(authKey(), RawAuth.SHA_1);
			case "ASCONF" -> RawChunks.chunk(AddressPeer.ASCONF, 0, asconf());
			case "ASCONF_ACK" ->
				AddressPeer.ackOf(this.situation.ownTsn() - (this.variant.equals("never-asked") ? 0 : 1));
			case "UNKNOWN_00" -> RawChunks.chunk(0x3f, 0, new byte[4]);
			case "UNKNOWN_01" -> RawChunks.chunk(0x7e, 0, new byte[4]);
			case "UNKNOWN_10" -> RawChunks.chunk(0xbe, 0, new byte[4]);
			case "UNKNOWN_11" -> RawChunks.chunk(0xfe, 0, new byte[4]);
			default -> throw new IllegalArgumentException(this.type);
		};
	}

	/** What whoever does not know the key of the association might use. */
	private byte[] authKey() {
		byte[] key = this.situation.key();
		return (key.length > 0) ? key : new byte[1];
	}

	/** Asks for an address that the peer has already. */
	private byte[] asconf() {
		int serial = switch (this.variant) {
			case "old-number" -> Situation.PEER_TSN - 1;
			case "number-ahead" -> Situation.PEER_TSN + 1;
			default -> Situation.PEER_TSN;
		};
		return RawChunks.join(RawChunks.bytes(serial), AddressPeer.address(ScriptedPeer.PEER),
				AddressPeer.request(AddressPeer.ADD, 1, ScriptedPeer.PEER));
	}

	private IssuedCookie cookie() {
		return switch (this.variant) {
			case "cookie-bad-mac" -> this.situation.cookie("good-tag").withBitFlipped(77);
			case "cookie-restart", "cookie-collision", "cookie-late", "cookie-other", "cookie-unknown-key",
					"cookie-bad-port", "cookie-stale", "cookie-stale-matching" ->
				this.situation.cookie(this.variant);
			default -> this.situation.cookie("good-tag");
		};
	}

	private byte[] dataChunk() {
		int flags = RawChunks.WHOLE_MESSAGE;
		return switch (this.variant) {
			case "i-bit" -> data(0, 0, flags | 8, 12);
			case "duplicate" -> data(-1, 0, flags, 12);
			case "gap" -> data(1, 0, flags, 12);
			case "bad-stream" -> data(0, 10, flags, 12);
			case "no-user-data" -> data(0, 0, flags, 0);
			default -> data(0, 0, flags, 12);
		};
	}

	/** DATA, so many TSNs after the next one. */
	private byte[] data(int ahead, int streamId, int flags, int length) {
		return RawChunks.data(this.situation.nextTsn() + ahead, streamId, this.situation.nextSsn() + ahead, flags,
				length);
	}

	private byte[] init(int chunkType, int tag) {
		int initiateTag = this.variant.equals("init-tag-zero") ? 0 : tag;
		long window = this.variant.equals("low-rwnd") ? 1499 : RawChunks.WINDOW;
		int outbound = this.variant.equals("zero-os") ? 0 : 10;
		int inbound = this.variant.equals("zero-mis") ? 0 : 10;
		byte[] cookie = RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]);
		boolean withCookie = chunkType == ChunkType.INIT_ACK && !this.variant.equals("no-cookie");
		byte[] more = switch (this.variant) {
			case "host-name" -> RawChunks.parameter(RawChunks.HOST_NAME, "peer.example\0\0\0\0".getBytes());
			case "new-address" -> RawChunks.address(ScriptedPeer.address("10.0.9.9"));
			default -> new byte[0];
		};
		return RawChunks.init(chunkType, initiateTag, window, outbound, inbound, INIT_TSN,
				withCookie ? cookie : new byte[0], more);
	}

	private int acknowledged() {
		return switch (this.variant) {
			case "acks-all" -> this.situation.highestSent();
			case "beyond-sent" -> this.situation.highestSent() + 1;
			case "older" -> this.situation.ackPoint() - 1;
			default -> this.situation.ackPoint();
		};
	}

	private byte[] sack(int number) {
		if (number == 1) {
			int beyond = this.situation.highestSent() + 1 - this.situation.ackPoint();
			return RawChunks.sack(this.situation.ackPoint(), RawChunks.WINDOW, beyond, beyond);
		}
		return RawChunks.sack(acknowledged(), this.variant.equals("older") ? 5 : RawChunks.WINDOW);
	}

	private byte[] heartbeatInfo() {
		byte[] info = this.situation.nonce();
		if (this.variant.equals("nonce-of-other-path")) {
			byte[] address = ScriptedPeer.PEER.toBytes();
			byte[] other = ScriptedPeer.PEER_2.toBytes();
			for (int at = 0; at + 4 <= info.length; at++) {
				if (Arrays.equals(Arrays.copyOfRange(info, at, at + 4), other)) {
					System.arraycopy(address, 0, info, at, 4);
					return info;
				}
			}
			throw new AssertionError("The info does not name the address");
		}
		if (!this.variant.equals("known-nonce")) {
			System.arraycopy(ScriptedPeer.PEER.toBytes(), 0, info, 8, 4);
		}
		return info;
	}

}
