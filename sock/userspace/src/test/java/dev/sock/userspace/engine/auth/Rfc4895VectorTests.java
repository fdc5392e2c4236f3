package dev.sock.userspace.engine.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import dev.sock.userspace.engine.auth.Authenticator.Verdict;
import dev.sock.userspace.engine.packet.ChunkListParameter;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.HmacAlgorithmsParameter;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.RandomParameter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds keys and digests against {@code rfc4895-vectors.txt}, which was made without this
 * code.
 */
class Rfc4895VectorTests {

	private static final String TEXT = read();

	@TestFactory
	Stream<DynamicTest> keysAreThoseOfTheVectors() {
		return vectors().map((vector) -> DynamicTest.dynamicTest(vector.name, () -> {
			AuthOffer a = vector.offer("A");
			AuthOffer b = vector.offer("B");
			assertThat(a.keyVector()).isEqualTo(vector.bytes("A.keyVector"));
			assertThat(b.keyVector()).isEqualTo(vector.bytes("B.keyVector"));
			byte[] pair = vector.bytes("pairKey");
			assertThat(AssociationKey.of(pair, a.keyVector(), b.keyVector())).isEqualTo(vector.bytes("associationKey"));
			assertThat(AssociationKey.of(pair, b.keyVector(), a.keyVector())).isEqualTo(vector.bytes("associationKey"));
		}));
	}

	@TestFactory
	Stream<DynamicTest> digestsOfTheVectorsAreFoundRightAndAnyOtherBitWrong() {
		return vectors().filter((vector) -> vector.bytes("pairKey").length == 0)
			.flatMap((vector) -> Stream.of("sha1", "sha256")
				.map((algorithm) -> DynamicTest.dynamicTest(vector.name + " " + algorithm, () -> {
					Authenticator keys = new Authenticator(vector.offer("A"), vector.offer("B"));
					byte[] packet = vector.packet(algorithm);
					assertThat(verdict(keys, packet)).isEqualTo(Verdict.RIGHT);
					int auth = 12 + vector.bytes("chunksBeforeAuth").length;
					for (int bit = 8 * auth; bit < 8 * packet.length; bit++) {
						byte[] changed = packet.clone();
						changed[bit >> 3] ^= (byte) (1 << (bit & 7));
						assertThat(verdict(keys, changed)).isNotEqualTo(Verdict.RIGHT);
					}
				})));
	}

	@TestFactory
	Stream<DynamicTest> aDigestIsMadeByTheFirstAlgorithmThatThePeerTakes() {
		return vectors().filter((vector) -> vector.bytes("pairKey").length == 0)
			.map((vector) -> DynamicTest.dynamicTest(vector.name, () -> {
				Authenticator keys = new Authenticator(vector.offer("A"), vector.offer("B"));
				boolean sha256 = vector.values.get("B.hmacs").startsWith("0003");
				byte[] wanted = RawBytes.join(vector.bytes(sha256 ? "authChunk.sha256" : "authChunk.sha1"),
						vector.bytes("chunksAfterAuth"));
				byte[] bytes = wanted.clone();
				Arrays.fill(bytes, 8, 8 + keys.hmacLength(), (byte) 0);
				ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 10).position(5).put(bytes);
				buffer.limit(5 + bytes.length).position(5);
				keys.sign(buffer, 5 + 8);
				assertThat(buffer.position()).isEqualTo(5);
				assertThat(Arrays.copyOfRange(buffer.array(), 5, 5 + bytes.length)).isEqualTo(wanted);
				keys.sign(buffer.put(5 + 8, new byte[keys.hmacLength()]), 5 + 8);
				assertThat(Arrays.copyOfRange(buffer.array(), 5, 5 + bytes.length)).isEqualTo(wanted);
			}));
	}

	@Test
	void bareVectorsAreComparedAsNumbers() {
		List<String> lines = TEXT.lines().filter((line) -> line.contains("->") && line.contains("|")).toList();
		assertThat(lines).hasSizeGreaterThan(6);
		for (String line : lines) {
			String[] parts = line.replace("(empty)", "").split("\\||->|then|#");
			byte[] one = hex(parts[0]);
			byte[] other = hex(parts[1]);
			byte[] first = hex(parts[2]);
			byte[] second = hex(parts[3]);
			assertThat(AssociationKey.of(one, other)).as(line).isEqualTo(RawBytes.join(first, second));
			assertThat(AssociationKey.of(other, one)).as(line).isEqualTo(RawBytes.join(first, second));
		}
	}

	@Test
	void anAlgorithmThatWasNotOfferedIsUnsupportedAndAnUnknownKeyWrong() {
		Vector vector = vectors().findFirst().orElseThrow();
		Authenticator keys = new Authenticator(vector.offer("A"), vector.offer("B"));
		for (int hmac : new int[] { 0, 2, 4, 0xffff }) {
			byte[] packet = vector.packet("sha1");
			ByteBuffer.wrap(packet).putShort(12 + 6, (short) hmac);
			assertThat(verdict(keys, packet)).isEqualTo(Verdict.UNSUPPORTED);
		}
		byte[] packet = vector.packet("sha1");
		packet[12 + 5] = 7;
		assertThat(verdict(keys, packet)).isEqualTo(Verdict.WRONG);
	}

	@Test
	void offersAreKeptInACookieAsTheyWere() {
		vectors().forEach((vector) -> {
			AuthOffers offers = new AuthOffers(vector.offer("A"), vector.offer("B"));
			ByteBuffer buffer = ByteBuffer.allocate(offers.encodedLength());
			offers.encode(buffer);
			assertThat(AuthOffers.decode(buffer.flip())).isEqualTo(offers);
		});
	}

	@Test
	void whatMustNotBeListedIsSentPlain() {
		Vector vector = vectors().filter((one) -> one.values.get("A.chunks").equals("c18001"))
			.findFirst()
			.orElseThrow();
		Authenticator keys = new Authenticator(vector.offer("B"), vector.offer("A"));
		assertThat(keys.requires(ChunkType.INIT)).isFalse();
		assertThat(keys.requires(0xc1)).isTrue();
		assertThat(keys.requires(0x80)).isTrue();
		assertThat(keys.requires(ChunkType.DATA)).isFalse();
	}

	private static Verdict verdict(Authenticator keys, byte[] packet) {
		PacketReader reader = new PacketReader();
		ByteBuffer direct = ByteBuffer.allocateDirect(packet.length + 20)
			.position(9)
			.put(RawBytes.withChecksum(packet));
		direct.limit(9 + packet.length).position(9);
		assertThat(reader.wrap(direct.asReadOnlyBuffer())).isEqualTo(PacketReader.Status.OK);
		while (reader.next()) {
			if (reader.type() == ChunkType.AUTH) {
				Verdict verdict = keys.check(reader);
				assertThat(keys.check(reader)).isEqualTo(verdict);
				return verdict;
			}
		}
		return Verdict.WRONG;
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
	}

	private static String read() {
		try (InputStream in = Objects
			.requireNonNull(Rfc4895VectorTests.class.getResourceAsStream("rfc4895-vectors.txt"))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<Vector> vectors() {
		return Arrays.stream(TEXT.split("\n## ")).filter((part) -> part.matches("(?s)V\\d+ .*")).map(Vector::parse);
	}

	private record Vector(String name, Map<String, String> values) {

		static Vector parse(String section) {
			Map<String, String> values = new HashMap<>();
			String current = null;
			List<String> lines = section.lines().toList();
			for (String line : lines.subList(1, lines.size())) {
				if (line.startsWith("    ") && current != null) {
					values.merge(current, line.strip(), String::concat);
				}
				else if (!line.isBlank()) {
					String[] words = line.split(" ", 2);
					current = words[0];
					String rest = (words.length > 1) ? words[1].replaceAll("\\(.*\\)", "").replace(" ", "") : "";
					values.put(current, rest);
				}
			}
			return new Vector(lines.get(0), values);
		}

		byte[] bytes(String key) {
			return hex(this.values.getOrDefault(key, "").replace("(none)", ""));
		}

		AuthOffer offer(String side) {
			List<Integer> types = new ArrayList<>();
			for (byte type : bytes(side + ".chunks")) {
				types.add(type & 0xff);
			}
			List<Integer> identifiers = new ArrayList<>();
			ByteBuffer numbers = ByteBuffer.wrap(bytes(side + ".hmacs"));
			while (numbers.hasRemaining()) {
				identifiers.add(numbers.getShort() & 0xffff);
			}
			return new AuthOffer(new RandomParameter(bytes(side + ".random")),
					types.isEmpty() ? null : new ChunkListParameter(types), new HmacAlgorithmsParameter(identifiers));
		}

		byte[] packet(String algorithm) {
			return RawBytes.withChecksum(RawBytes.join(new byte[12], bytes("chunksBeforeAuth"),
					bytes("authChunk." + algorithm), bytes("chunksAfterAuth")));
		}

	}

	private static final class RawBytes {

		static byte[] join(byte[]... parts) {
			ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt((part) -> part.length).sum());
			for (byte[] part : parts) {
				joined.put(part);
			}
			return joined.array();
		}

		static byte[] withChecksum(byte[] packet) {
			Arrays.fill(packet, 8, 12, (byte) 0);
			CRC32C crc = new CRC32C();
			crc.update(packet);
			ByteBuffer.wrap(packet).putInt(8, Integer.reverseBytes((int) crc.getValue()));
			return packet;
		}

	}

}
