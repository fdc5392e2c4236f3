package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.AddressRequestParameter.Kind;
import dev.sock.userspace.engine.packet.ForwardTsnChunk.SkippedStream;
import dev.sock.userspace.engine.packet.ReconfigurationResponseParameter.NextTsns;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.packet.TestPackets.hex;
import static dev.sock.userspace.engine.packet.TestPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the bytes: nothing is thrown, nothing outside the packet is seen, and the work
 * is bounded by its length.
 */
class HostileBytesTests {

	private final PacketReader reader = new PacketReader();

	@Test
	void everyChunkCutAtEveryByteIsHarmless() {
		for (byte[] chunk : everyChunk()) {
			for (int length = 0; length <= chunk.length; length++) {
				readSurrounded(packet(Arrays.copyOf(chunk, length)));
				if (length >= 4) {
					byte[] consistent = Arrays.copyOf(chunk, length);
					ByteBuffer.wrap(consistent).putShort(2, (short) length);
					readSurrounded(packet(consistent));
				}
			}
		}
	}

	@Test
	void aLengthBelowFourEndsThePacketForEveryType() {
		for (int type = 0; type < 256; type++) {
			for (int length = 0; length < 4; length++) {
				byte[] chunk = { (byte) type, 0, 0, (byte) length, 0, 0, 0, 0 };
				readSurrounded(packet(chunk, hex("0b000004")));
				this.reader.wrap(ByteBuffer.wrap(packet(chunk, hex("0b000004"))));
				assertThat(this.reader.next()).isFalse();
				assertThat(this.reader.truncated()).isTrue();
				assertThat(this.reader.chunkCount()).isZero();
				assertThat(this.reader.firstType()).isEqualTo(-1);
			}
		}
	}

	@Test
	void everyLengthOfEveryTypeInASmallPacketIsHarmless() {
		byte[] chunk = new byte[48];
		new Random(1).nextBytes(chunk);
		for (int type = 0; type < 256; type++) {
			for (int length = 0; length < 64; length++) {
				ByteBuffer.wrap(chunk).put(0, (byte) type).putShort(2, (short) length);
				readSurrounded(packet(chunk));
			}
		}
	}

	@Test
	void aParameterLengthBelowFourOrPastTheChunkMakesTheChunkMalformed() {
		for (int length : new int[] { 0, 1, 2, 3, 9, 1000, 65535 }) {
			byte[] parameter = new byte[8];
			ByteBuffer.wrap(parameter).putShort(0, (short) 5).putShort(2, (short) length);
			assertThat(InitChunk.decode(TestPackets.readerAt(packet(init(1, parameter))))).isNull();
			assertThat(InitAckChunk.decode(TestPackets.readerAt(packet(init(2, parameter))))).isNull();
			for (int type : new int[] { ChunkType.ABORT, ChunkType.ERROR }) {
				byte[] chunk = PacketReaderTests.concat(new byte[] { (byte) type, 0, 0, 12 }, parameter);
				assertThat(TestPackets.decode(TestPackets.readerAt(packet(chunk)))).isNull();
			}
			for (int type : new int[] { ChunkType.HEARTBEAT, ChunkType.HEARTBEAT_ACK }) {
				byte[] chunk = PacketReaderTests.concat(new byte[] { (byte) type, 0, 0, 12 }, parameter);
				chunk[5] = 1;
				assertThat(TestPackets.decode(TestPackets.readerAt(packet(chunk)))).isNull();
			}
		}
	}

	@Test
	void aLastParameterMayComeWithoutItsPadding() {
		byte[] chunk = init(1, hex("8008 0005 c0"));
		InitChunk decoded = InitChunk.decode(TestPackets.readerAt(packet(chunk)));
		assertThat(decoded).isNotNull();
		assertThat(decoded.parameters()).containsExactly(new SupportedExtensionsParameter(List.of(0xc0)));
	}

	@Test
	void aLastParameterMayComeWithItsPaddingCounted() {
		byte[] chunk = init(1, hex("8008 0005 c0 000000"));
		InitChunk decoded = InitChunk.decode(TestPackets.readerAt(packet(chunk)));
		assertThat(decoded).isNotNull();
		assertThat(decoded.parameters()).containsExactly(new SupportedExtensionsParameter(List.of(0xc0)));
	}

	@Test
	void aHeartbeatNeedsItsParameter() {
		assertThat(HeartbeatChunk.decode(TestPackets.readerAt(packet(hex("04000004"))))).isNull();
		assertThat(HeartbeatChunk.decode(TestPackets.readerAt(packet(hex("04000008 00020004"))))).isNull();
		assertThat(HeartbeatChunk.decode(TestPackets.readerAt(packet(hex("04000008 00010004"))))).isNotNull();
	}

	@Test
	void aThousandUnknownParametersAreAThousandParameters() {
		byte[] parameters = new byte[4000];
		for (int i = 0; i < 1000; i++) {
			ByteBuffer.wrap(parameters).putShort(4 * i, (short) 0xC123).putShort(4 * i + 2, (short) 4);
		}
		byte[] packet = packet(init(1, parameters));
		InitChunk init = InitChunk.decode(TestPackets.readerAt(packet));
		assertThat(init).isNotNull();
		assertThat(init.parameters()).hasSize(1000)
			.allSatisfy((parameter) -> assertThat(parameter).isEqualTo(new UnknownParameter(0xC123, hex("c1230004"))));
		readSurrounded(packet);
	}

	@Test
	void anErrorOf64KilobytesIsRead() {
		byte[] chunk = new byte[65492];
		ByteBuffer.wrap(chunk).put((byte) ChunkType.ERROR).put((byte) 0).putShort((short) chunk.length);
		for (int at = 4; at < chunk.length; at += 4) {
			ByteBuffer.wrap(chunk).putShort(at, (short) 200).putShort(at + 2, (short) 4);
		}
		ErrorChunk error = ErrorChunk.decode(TestPackets.readerAt(packet(chunk)));
		assertThat(error).isNotNull();
		assertThat(error.causes()).hasSize((chunk.length - 4) / 4);
		readSurrounded(packet(chunk));
	}

	@Test
	void aForwardTsnOfHalfAStreamIsMalformed() {
		assertThat(ForwardTsnChunk.decode(TestPackets.readerAt(packet(hex("c0000004"))))).isNull();
		assertThat(ForwardTsnChunk.decode(TestPackets.readerAt(packet(hex("c000000a 00000007 0001 0000"))))).isNull();
		assertThat(ForwardTsnChunk.decode(TestPackets.readerAt(packet(hex("c0ff0008 00000007")))))
			.isEqualTo(new ForwardTsnChunk(7, List.of()));
	}

	@Test
	void aForwardTsnOf64KilobytesIsRead() {
		byte[] chunk = new byte[65492];
		new Random(3).nextBytes(chunk);
		ByteBuffer.wrap(chunk).put((byte) ChunkType.FORWARD_TSN).put((byte) 0).putShort((short) chunk.length);
		ForwardTsnChunk forward = ForwardTsnChunk.decode(TestPackets.readerAt(packet(chunk)));
		assertThat(forward).isNotNull();
		assertThat(forward.skipped()).hasSize((chunk.length - 8) / 4);
		readSurrounded(packet(chunk));
	}

	@Test
	void aReConfigParameterOfAnotherLengthIsMalformed() {
		for (String hex : List.of("000d000c 00000001 00000002", "000d0011 00000001 00000002 00000003 07", "000e0004",
				"000e0009 00000001 07", "000f0004", "000f000c 00000001 00000002", "00100008 00000001",
				"00100010 00000001 00000001 00000005", "00110008 00000001", "0012000e 00000001 0004 0000 0000")) {
			byte[] chunk = PacketReaderTests.concat(hex("82000000"), hex(hex));
			ByteBuffer.wrap(chunk).putShort(2, (short) chunk.length);
			ReConfigChunk decoded = ReConfigChunk.decode(TestPackets.readerAt(packet(chunk)));
			assertThat(decoded).as(hex).isNotNull();
			assertThat(decoded.parameters()).as(hex).hasSize(1).hasOnlyElementsOfType(MalformedParameter.class);
		}
		assertThat(ReConfigChunk.decode(TestPackets.readerAt(packet(hex("82000008 000d0003"))))).isNull();
		assertThat(ReConfigChunk.decode(TestPackets.readerAt(packet(hex("82000008 000d0009"))))).isNull();
		assertThat(ReConfigChunk.decode(TestPackets.readerAt(packet(hex("82000004")))))
			.isEqualTo(new ReConfigChunk(List.of()));
	}

	@Test
	void aReConfigOf64KilobytesIsRead() {
		byte[] chunk = new byte[65492];
		ByteBuffer.wrap(chunk).put((byte) ChunkType.RE_CONFIG).put((byte) 0).putShort((short) chunk.length);
		for (int at = 4; at < chunk.length; at += 4) {
			ByteBuffer.wrap(chunk).putShort(at, (short) 200).putShort(at + 2, (short) 4);
		}
		ReConfigChunk decoded = ReConfigChunk.decode(TestPackets.readerAt(packet(chunk)));
		assertThat(decoded).isNotNull();
		assertThat(decoded.parameters()).hasSize((chunk.length - 4) / 4);
		readSurrounded(packet(chunk));
	}

	@Test
	void anAsconfWithoutAnAddressBeforeItsRequestsIsMalformed() {
		String address = "00050008 0a000001";
		String add = "c0010010 00000001 00050008 0a000002";
		assertThat(asconf("c1000020 00000007" + address + add)).isNotNull();
		assertThat(asconf("c1000010 00000007" + address))
			.isEqualTo(new AsconfChunk(7, SctpAddress.of(new byte[] { 10, 0, 0, 1 }), List.of()));
		assertThat(asconf("c1000004")).isNull();
		assertThat(asconf("c1000008 00000007")).isNull();
		assertThat(asconf("c1000018 00000007" + add)).isNull();
		assertThat(asconf("c1000010 00000007 000b0008 61000000")).as("a host name").isNull();
		assertThat(asconf("c100000f 00000007 00050007 0a000000")).as("a short address").isNull();
		assertThat(asconf("c1000014 00000007" + address + "c0010004")).as("no correlation id").isNull();
		assertThat(asconf("c1000020 00000007" + address + "c0010012 00000001 00050008 0a000002")).isNull();
	}

	@Test
	void aRequestForSomethingElseThanOneAddressCannotBeUsed() {
		for (String inside : List.of("00050009 0a00000200", "00050007 0a000000", "000b0008 61000000",
				"00060008 0a000002", "00050008 0a000002 00050008 0a000003", "0005 0003", "00050008")) {
			byte[] value = hex(inside);
			byte[] request = PacketReaderTests
				.concat(hex("c001 00" + String.format("%02x", 8 + value.length) + "00000001"), value);
			byte[] chunk = PacketReaderTests.concat(
					hex("c100 00" + String.format("%02x", 16 + request.length) + "00000007 00050008 0a000001"),
					request);
			AsconfChunk decoded = AsconfChunk.decode(TestPackets.readerAt(packet(chunk)));
			assertThat(decoded).as(inside).isNotNull();
			assertThat(decoded.requests()).containsExactly(new MalformedParameter(0xC001, request));
		}
	}

	private static @Nullable AsconfChunk asconf(String hex) {
		return AsconfChunk.decode(TestPackets.readerAt(packet(hex(hex))));
	}

	@Test
	void aMissingParameterCountThatDisagreesWithTheLengthIsNotBelieved() {
		byte[] chunk = hex("0900000e 0002000a ffffffff 0007 0000");
		ErrorChunk error = ErrorChunk.decode(TestPackets.readerAt(packet(chunk)));
		assertThat(error).isNotNull();
		assertThat(error.causes()).containsExactly(new UnknownCause(2, hex("ffffffff 0007")));
	}

	@Test
	void randomBytesAreHarmless() {
		Random random = new Random(20_26);
		for (int i = 0; i < 150_000; i++) {
			byte[] bytes = new byte[random.nextInt(96)];
			random.nextBytes(bytes);
			if (bytes.length >= 12) {
				if (bytes.length >= 16 && random.nextInt(4) > 0) {
					bytes[12] = (byte) random.nextInt(16);
					bytes[14] = 0;
					bytes[15] = (byte) random.nextInt(bytes.length);
				}
				TestPackets.withChecksum(bytes);
			}
			TestPackets.drain(this.reader, ByteBuffer.wrap(bytes));
		}
	}

	@Test
	void realChunksWithRandomDamageAreHarmless() {
		Random random = new Random(6951);
		List<byte[]> chunks = everyChunk();
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = packet(chunks.get(random.nextInt(chunks.size())), chunks.get(random.nextInt(chunks.size())));
			for (int damage = random.nextInt(4); damage >= 0; damage--) {
				bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
			}
			TestPackets.drain(this.reader, ByteBuffer.wrap(TestPackets.withChecksum(bytes)));
		}
	}

	@Test
	void whatLiesAroundAPacketIsNotSeen() {
		Random random = new Random(42);
		List<byte[]> chunks = everyChunk();
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = packet(chunks.get(random.nextInt(chunks.size())), chunks.get(random.nextInt(chunks.size())));
			bytes = Arrays.copyOf(bytes, 12 + random.nextInt(bytes.length - 11));
			if (bytes.length > 16) {
				bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
			}
			readSurrounded(TestPackets.withChecksum(bytes));
		}
	}

	/**
	 * Read a packet alone, and among bytes of three kinds in heap and direct memory. The
	 * kinds would change what is read if any of them were looked at.
	 */
	private void readSurrounded(byte[] packet) {
		List<String> alone = TestPackets.drain(this.reader, ByteBuffer.wrap(packet));
		for (int sentinel : new int[] { 0x00, 0x04, 0xff }) {
			byte[] surrounded = new byte[packet.length + 64];
			Arrays.fill(surrounded, (byte) sentinel);
			System.arraycopy(packet, 0, surrounded, 21, packet.length);
			ByteBuffer direct = ByteBuffer.allocateDirect(surrounded.length).put(surrounded);
			for (ByteBuffer buffer : List.of(ByteBuffer.wrap(surrounded), direct)) {
				buffer.limit(21 + packet.length).position(21);
				assertThat(TestPackets.drain(this.reader, buffer)).isEqualTo(alone);
			}
		}
	}

	private static byte[] init(int type, byte[] parameters) {
		ByteBuffer chunk = ByteBuffer.allocate(20 + parameters.length);
		chunk.put((byte) type).put((byte) 0).putShort((short) chunk.capacity());
		chunk.putInt(0x01020304).putInt(1_000_000).putShort((short) 10).putShort((short) 11).putInt(12);
		return chunk.put(parameters).array();
	}

	static List<byte[]> everyChunk() {
		List<Parameter> parameters = List.of(new Ipv4AddressParameter(new byte[4]),
				new Ipv6AddressParameter(new byte[16]), new StateCookieParameter(new byte[5]),
				new CookiePreservativeParameter(7), new SupportedAddressTypesParameter(List.of(5, 6, 7)),
				new SockParameter(1), new AdaptationIndicationParameter(9), new PaddingParameter(3),
				new RandomParameter(new byte[32]), new ChunkListParameter(List.of(0xc1, 0x80, 6)),
				new HmacAlgorithmsParameter(List.of(3, 1)), new ForwardTsnSupportedParameter(),
				new UnknownParameter(0xC007, hex("c0070004")));
		List<ErrorCause> causes = List.of(new InvalidStreamIdentifierCause(3),
				new MissingMandatoryParameterCause(List.of(7, 8, 9)), new StaleCookieCause(5), new OutOfResourceCause(),
				new NoUserDataCause(4), new UserInitiatedAbortCause(new byte[] { 'b', 'y', 'e' }));
		List<Parameter> requests = List.of(
				new AddressRequestParameter(Kind.ADD, 1, SctpAddress.of(new byte[] { 10, 0, 0, 2 })),
				new AddressRequestParameter(Kind.DELETE, 2, SctpAddress.of(new byte[16])),
				new UnknownParameter(0xC0FF, hex("c0ff0004")));
		List<byte[]> chunks = new ArrayList<>();
		for (Chunk chunk : List.of(new InitChunk(1, 2, 3, 4, 5, parameters),
				new InitAckChunk(1, 2, 3, 4, 5, parameters), new HeartbeatChunk(new byte[13]),
				new HeartbeatAckChunk(new byte[14]), new AbortChunk(true, causes), new ShutdownChunk(6),
				new ShutdownAckChunk(), new ErrorChunk(causes), new CookieEchoChunk(new byte[9]), new CookieAckChunk(),
				new ShutdownCompleteChunk(true),
				new ForwardTsnChunk(7, List.of(new SkippedStream(1, 2), new SkippedStream(3, 4))),
				new ReConfigChunk(List.of(new OutgoingSsnResetParameter(1, 2, 3, List.of(4, 5, 6)),
						new IncomingSsnResetParameter(7, List.of(8)))),
				new ReConfigChunk(List.of(new SsnTsnResetParameter(9))),
				new ReConfigChunk(
						List.of(new AddOutgoingStreamsParameter(10, 11), new AddIncomingStreamsParameter(12, 13))),
				new ReConfigChunk(List.of(new ReconfigurationResponseParameter(14, 1, null),
						new ReconfigurationResponseParameter(15, 2, new NextTsns(16, 17)))),
				new AuthChunk(0, 1, new byte[20]),
				new AsconfChunk(1, SctpAddress.of(new byte[] { 10, 0, 0, 1 }), requests), new AsconfAckChunk(1,
						List.of(new SuccessIndicationParameter(1), new ErrorCauseIndicationParameter(2, causes))))) {
			chunks.add(body(TestPackets.written((writer) -> writer.chunk(chunk))));
		}
		chunks.add(body(TestPackets.written((writer) -> writer.data(3, 1, 2, 3, 4, new byte[22], 0, 22))));
		chunks.add(body(TestPackets
			.written((writer) -> writer.sack(1, 2, new int[] { 2, 3, 5, 6 }, 2, new int[] { 7, 8, 9 }, 3))));
		chunks.add(body(TestPackets.written((writer) -> writer.pad(12))));
		return chunks;
	}

	private static byte[] body(byte[] packet) {
		return Arrays.copyOfRange(packet, PacketReader.COMMON_HEADER_SIZE, packet.length);
	}

}
