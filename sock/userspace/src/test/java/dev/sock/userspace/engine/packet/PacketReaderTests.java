package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.packet.TestPackets.hex;
import static dev.sock.userspace.engine.packet.TestPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PacketReaderTests {

	private final PacketReader reader = new PacketReader();

	@Test
	void readsTheCommonHeader() {
		byte[] bytes = packet(hex("0b000004"));
		assertThat(this.reader.wrap(ByteBuffer.wrap(bytes))).isEqualTo(PacketReader.Status.OK);
		assertThat(this.reader.sourcePort()).isEqualTo(5001);
		assertThat(this.reader.destinationPort()).isEqualTo(5002);
		assertThat(this.reader.verificationTag()).isEqualTo(0x1a2b3c4d);
		assertThat(this.reader.packetLength()).isEqualTo(16);
	}

	@Test
	void stepsOverChunksAndTheirPadding() {
		byte[] bytes = packet(hex("0a000005 ff000000"), hex("84000006 00000000"), hex("0b000004"));
		this.reader.wrap(ByteBuffer.wrap(bytes));
		assertThat(types()).containsExactly(ChunkType.COOKIE_ECHO, ChunkType.PAD, ChunkType.COOKIE_ACK);
		assertThat(this.reader.truncated()).isFalse();
	}

	@Test
	void ignoresWhatThePaddingIs() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0a000005 ff010203"), hex("0b000004"))));
		assertThat(types()).containsExactly(ChunkType.COOKIE_ECHO, ChunkType.COOKIE_ACK);
	}

	@Test
	void acceptsALastChunkWithoutItsPadding() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0a000005 ff"))));
		assertThat(this.reader.next()).isTrue();
		assertThat(this.reader.valueBytes()).containsExactly(0xff);
		assertThat(this.reader.next()).isFalse();
		assertThat(this.reader.truncated()).isFalse();
	}

	@Test
	void copiesAChunkWithItsHeaderAndWithoutItsPadding() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0a070005 ff000000"))));
		this.reader.next();
		assertThat(this.reader.chunkBytes()).isEqualTo(hex("0a070005 ff"));
		assertThat(this.reader.flags()).isEqualTo(7);
		assertThat(this.reader.length()).isEqualTo(5);
		assertThat(this.reader.valueLength()).isEqualTo(1);
		assertThat(this.reader.buffer().get(this.reader.valueOffset())).isEqualTo((byte) 0xff);
	}

	@Test
	void reportsAnIncompleteChunkAtTheEnd() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0b000004"), hex("0a000009 ffffffff"))));
		assertThat(types()).containsExactly(ChunkType.COOKIE_ACK);
		assertThat(this.reader.truncated()).isTrue();
		assertThat(this.reader.next()).isFalse();
	}

	@Test
	void hasNoCurrentChunkBeforeTheFirstAndAfterTheLast() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0b000004"))));
		assertNoChunk();
		this.reader.next();
		this.reader.next();
		assertNoChunk();
		assertThat(this.reader.next()).isFalse();
	}

	@Test
	void startsAgainAfterRewind() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0b000004"), hex("08000004"), hex("00"))));
		List<Integer> first = types();
		assertThat(this.reader.truncated()).isTrue();
		this.reader.rewind();
		assertThat(this.reader.truncated()).isFalse();
		assertThat(types()).isEqualTo(first).hasSize(2);
	}

	@Test
	void looksAheadWithoutMoving() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0a000005 ff000000"), hex("06000004"), hex("0b000003"))));
		assertThat(this.reader.firstType()).isEqualTo(ChunkType.COOKIE_ECHO);
		assertThat(this.reader.chunkCount()).isEqualTo(2);
		assertThat(this.reader.contains(ChunkType.ABORT)).isTrue();
		assertThat(this.reader.contains(ChunkType.COOKIE_ACK)).isFalse();
		assertNoChunk();
		this.reader.next();
		assertThat(this.reader.contains(ChunkType.ABORT)).isTrue();
		assertThat(this.reader.type()).isEqualTo(ChunkType.COOKIE_ECHO);
	}

	@Test
	void hasNothingToShowOfAPacketThatIsTooShort() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("0b000004"))));
		for (int length = 0; length < PacketReader.COMMON_HEADER_SIZE; length++) {
			assertThat(this.reader.wrap(ByteBuffer.allocate(length))).isEqualTo(PacketReader.Status.TOO_SHORT);
			assertThat(this.reader.sourcePort()).isZero();
			assertThat(this.reader.verificationTag()).isZero();
			assertThat(this.reader.firstType()).isEqualTo(-1);
			assertThat(this.reader.next()).isFalse();
			assertThat(this.reader.truncated()).isFalse();
		}
	}

	@Test
	void showsNoChunksOfAPacketWithAnyBitFlipped() {
		byte[] bytes = packet(hex("0a000005 ff000000"), hex("0b000004"));
		for (int bit = 0; bit < bytes.length * 8; bit++) {
			byte[] damaged = bytes.clone();
			damaged[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(this.reader.wrap(ByteBuffer.wrap(damaged))).isEqualTo(PacketReader.Status.BAD_CHECKSUM);
			assertThat(this.reader.next()).isFalse();
			assertThat(this.reader.chunkCount()).isZero();
		}
	}

	@Test
	void readsHeapDirectReadOnlyAndLittleEndianBuffersAlike() {
		byte[] bytes = packet(hex("00030013 01020304 00050006 0000002a 616263 00"),
				hex("03000018 01020304 00010000 00010001 00020003 01020305"));
		List<String> expected = TestPackets.drain(this.reader, ByteBuffer.wrap(bytes));
		assertThat(expected.get(0)).startsWith("OK 5001 5002");
		ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
		assertThat(TestPackets.drain(this.reader, direct)).isEqualTo(expected);
		assertThat(TestPackets.drain(this.reader, direct.order(ByteOrder.LITTLE_ENDIAN))).isEqualTo(expected);
		assertThat(TestPackets.drain(this.reader, ByteBuffer.wrap(bytes).asReadOnlyBuffer())).isEqualTo(expected);
		ByteBuffer slice = ByteBuffer.wrap(concat(new byte[5], bytes)).position(5).slice();
		assertThat(TestPackets.drain(this.reader, slice.order(ByteOrder.LITTLE_ENDIAN))).isEqualTo(expected);
	}

	@Test
	void leavesTheBufferAsItWas() {
		byte[] bytes = packet(hex("0b000004"));
		byte[] before = bytes.clone();
		ByteBuffer buffer = ByteBuffer.wrap(concat(bytes, new byte[9])).limit(bytes.length);
		this.reader.wrap(buffer);
		assertThat(buffer.position()).isZero();
		assertThat(buffer.limit()).isEqualTo(bytes.length);
		assertThat(Arrays.copyOf(buffer.array(), bytes.length)).isEqualTo(before);
	}

	@Test
	void refusesToReadPastTheValue() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("07000008 01020304"), hex("0b000004"))));
		this.reader.next();
		assertThat(this.reader.valueInt(0)).isEqualTo(0x01020304);
		assertThat(this.reader.valueUnsignedShort(2)).isEqualTo(0x0304);
		assertThat(this.reader.valueUnsignedByte(3)).isEqualTo(4);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.reader.valueInt(1));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.reader.valueUnsignedShort(3));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.reader.valueUnsignedByte(4));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.reader.valueInt(-1));
	}

	@Test
	void dataWithoutPayloadIsReadable() {
		this.reader.wrap(ByteBuffer.wrap(packet(hex("00030010 01020304 00050006 0000002a"))));
		this.reader.next();
		DataChunkView data = new DataChunkView();
		assertThat(data.wrap(this.reader)).isTrue();
		assertThat(data.payloadLength()).isZero();
		assertThat(data.tsn()).isEqualTo(0x01020304);
	}

	@Test
	void sackMayNotClaimMoreThanItHolds() {
		SackChunkView sack = new SackChunkView();
		for (String counts : List.of("ffff 0000", "0000 ffff", "ffff ffff", "0001 0000", "0000 0001")) {
			this.reader.wrap(ByteBuffer.wrap(packet(hex("03000010 01020304 00010000" + counts), hex("0b000004"))));
			this.reader.next();
			assertThat(sack.wrap(this.reader)).as(counts).isFalse();
		}
	}

	@Test
	void theUpperBitsOfATypeSayWhatToDoWithAnUnknownChunk() {
		assertThat(ChunkType.stopOnUnknown(0x3e)).isTrue();
		assertThat(ChunkType.reportUnknown(0x3e)).isFalse();
		assertThat(ChunkType.stopOnUnknown(0x7e)).isTrue();
		assertThat(ChunkType.reportUnknown(0x7e)).isTrue();
		assertThat(ChunkType.stopOnUnknown(0xbe)).isFalse();
		assertThat(ChunkType.reportUnknown(0xbe)).isFalse();
		assertThat(ChunkType.stopOnUnknown(0xfe)).isFalse();
		assertThat(ChunkType.reportUnknown(0xfe)).isTrue();
	}

	private List<Integer> types() {
		List<Integer> types = new ArrayList<>();
		while (this.reader.next()) {
			types.add(this.reader.type());
		}
		return types;
	}

	private void assertNoChunk() {
		assertThat(this.reader.type()).isEqualTo(-1);
		assertThat(this.reader.flags()).isZero();
		assertThat(this.reader.length()).isZero();
		assertThat(this.reader.valueLength()).isZero();
		assertThat(this.reader.valueBytes()).isEmpty();
		assertThat(this.reader.chunkBytes()).isEmpty();
	}

	static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
