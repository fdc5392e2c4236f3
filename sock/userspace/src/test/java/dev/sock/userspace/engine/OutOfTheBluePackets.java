package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sock.userspace.engine.ScriptedPeer.IssuedCookie;
import dev.sock.userspace.engine.packet.ChunkType;

/**
 * Builds the packets that {@code out-of-the-blue.tsv} describes.
 */
final class OutOfTheBluePackets {

	private static final int COOKIE_BITS_PER_ROW = 2000;

	private final Situation situation;

	private final String id;

	private final String packet;

	private final String tag;

	/** Which bit of the cookie to change, where one is to be changed. */
	private final int bit;

	OutOfTheBluePackets(Situation situation, ExpectationFile.Row row, int bit) {
		this.situation = situation;
		this.id = row.get("id");
		this.packet = row.get("packet");
		this.tag = row.get("tag");
		this.bit = bit;
	}

	/** What the situation must provide: a variant of the state-chunk table. */
	static String variant(ExpectationFile.Row row) {
		return switch (row.get("id")) {
			case "cookie-echo-unknown-key" -> "cookie-unknown-key";
			case "cookie-echo-stale" -> "cookie-stale";
			default -> "good-tag";
		};
	}

	/** How often the row is to be run: once for each bit that can be changed. */
	static int count(ExpectationFile.Row row) {
		return row.get("packet").contains("one bit changed") ? Math.min(COOKIE_BITS_PER_ROW,
				8 * Situation.of("CLOSED", "good-tag").cookie("good-tag").bytes().length) : 1;
	}

	byte[] packet() {
		return switch (this.id) {
			case "short-header" -> new byte[11];
			case "empty" -> packet(new byte[0]);
			case "chunk-length-0", "chunk-length-1", "chunk-length-2", "chunk-length-3" ->
				packet(RawChunks.withLength(RawChunks.chunk(ChunkType.DATA, 0, new byte[12]),
						this.id.charAt(this.id.length() - 1) - '0'));
			case "bad-checksum" -> {
				byte[] damaged = packet(chunks());
				damaged[10] ^= 1;
				yield damaged;
			}
			case "source-port-0" -> RawChunks.packet(0, ScriptedPeer.ENGINE_PORT, tag(), chunks());
			case "destination-port-0" -> RawChunks.packet(ScriptedPeer.PEER_PORT, 0, tag(), chunks());
			default -> packet(chunks());
		};
	}

	private byte[] packet(byte[] chunks) {
		return RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, tag(), chunks);
	}

	int tag() {
		return switch (this.tag) {
			case "zero" -> 0;
			case "own" -> this.situation.ownTag();
			case "peer" -> Situation.PEER_TAG;
			case "cookie" -> cookie().localTag();
			case "any", "foreign", "-" -> Situation.FOREIGN_TAG;
			default -> throw new IllegalArgumentException(this.tag);
		};
	}

	/** The values of the tag rules in the reply's column. */
	Map<String, Integer> tags() {
		Map<String, Integer> tags = new HashMap<>();
		tags.put("reflected", tag());
		tags.put("foreign", Situation.FOREIGN_TAG + 99);
		tags.put("initiate", Situation.OTHER_TAG);
		tags.put("cookie", cookie().peerTag());
		if (!this.situation.isClosed()) {
			tags.put("peer", Situation.PEER_TAG);
		}
		return tags;
	}

	private IssuedCookie cookie() {
		IssuedCookie good = this.situation.cookie("good-tag");
		if (!this.packet.contains("COOKIE_ECHO(")) {
			return good;
		}
		return switch (this.id) {
			case "cookie-echo-bad-mac" -> good.withBitFlipped(this.bit);
			case "cookie-echo-unknown-key" -> this.situation.cookie("cookie-unknown-key");
			case "cookie-echo-other-ports" -> this.situation.cookie("cookie-bad-port");
			case "cookie-echo-stale" -> this.situation.cookie("cookie-stale");
			case "cookie-echo-empty", "two-cookie-echoes" -> good;
			default -> throw new IllegalArgumentException(this.id);
		};
	}

	private byte[] chunks() {
		List<byte[]> chunks = new ArrayList<>();
		for (String word : this.packet.split(" \\+ ")) {
			int repeat = word.indexOf(" x ");
			byte[] chunk = chunk((repeat > 0) ? word.substring(0, repeat) : word);
			for (int i = (repeat > 0) ? Integer.parseInt(word.substring(repeat + 3)) : 1; i > 0; i--) {
				chunks.add(chunk);
			}
		}
		return RawChunks.join(chunks.toArray(new byte[0][]));
	}

	private byte[] chunk(String text) {
		int bracket = text.indexOf('(');
		String type = (bracket > 0) ? text.substring(0, bracket) : text;
		String detail = (bracket > 0) ? text.substring(bracket + 1, text.length() - 1) : "";
		byte[] chunk = switch (type) {
			case "<3 stray bytes>" -> new byte[3];
			case "INIT" -> init(detail);
			case "COOKIE_ECHO" -> RawChunks.cookieEcho(detail.equals("length 4") ? new byte[0] : cookie().bytes());
			case "DATA" -> data(detail);
			case "ERROR" -> error(detail);
			case "SHUTDOWN_ACK", "SHUTDOWN_COMPLETE", "ABORT" -> RawChunks.chunk(type(type), 0);
			default -> new TablePackets(this.situation, type, "good-tag").chunk(0);
		};
		return switch (detail) {
			case "length beyond the packet" -> RawChunks.withLength(chunk, RawChunks.length(chunk) + 4);
			case "all flag bits 1" -> RawChunks.withFlags(chunk, 0xff);
			case "T=1" -> RawChunks.withFlags(chunk, RawChunks.FLAG_T);
			case "cause length 3" -> RawChunks.chunk(ChunkType.ABORT, 0, new byte[] { 0, 12, 0, 3 });
			case "length 19, fixed part incomplete" -> RawChunks.withLength(Arrays.copyOf(chunk, 20), 19);
			default -> chunk;
		};
	}

	private static int type(String name) {
		return switch (name) {
			case "SHUTDOWN_ACK" -> ChunkType.SHUTDOWN_ACK;
			case "SHUTDOWN_COMPLETE" -> ChunkType.SHUTDOWN_COMPLETE;
			default -> ChunkType.ABORT;
		};
	}

	private byte[] init(String detail) {
		String variant = switch (detail) {
			case "Initiate Tag 0" -> "init-tag-zero";
			case "a_rwnd 1499" -> "low-rwnd";
			case "OS 0" -> "zero-os";
			case "MIS 0" -> "zero-mis";
			case "Host Name Address" -> "host-name";
			default -> "good-tag";
		};
		return new TablePackets(this.situation, "INIT", variant).chunk(0);
	}

	private byte[] data(String detail) {
		int length = detail.equals("length 16") ? 0 : 12;
		return RawChunks.data(this.situation.nextTsn(), 0, this.situation.nextSsn(), RawChunks.WHOLE_MESSAGE, length);
	}

	private static byte[] error(String detail) {
		if (detail.equals("no cause")) {
			return RawChunks.error();
		}
		return RawChunks.error(Arrays.stream(detail.split(", "))
			.map((code) -> RawChunks.parameter(Integer.parseInt(code), new byte[code.equals("10") ? 0 : 4]))
			.toArray(byte[][]::new));
	}

}
