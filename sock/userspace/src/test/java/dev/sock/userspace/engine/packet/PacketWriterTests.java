package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.packet.TestPackets.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PacketWriterTests {

	private final PacketWriter writer = new PacketWriter();

	private final PacketReader reader = new PacketReader();

	@Test
	void writesOnePacketAfterTheOtherIntoOneBuffer() {
		for (ByteBuffer target : List.of(ByteBuffer.allocate(200), ByteBuffer.allocateDirect(200),
				ByteBuffer.allocateDirect(200).order(ByteOrder.LITTLE_ENDIAN))) {
			ByteOrder order = target.order();
			target.position(3);
			for (int i = 0; i < 2; i++) {
				int start = target.position();
				this.writer.begin(target, 40_000 + i, 50_000, 0xfedcba98, 100);
				assertThat(this.writer.isEmpty()).isTrue();
				this.writer.data(3, i, 1, 2, 3, new byte[] { 1, 2, 3, 4, 5 }, 0, 5);
				assertThat(this.writer.isEmpty()).isFalse();
				assertThat(this.writer.finish()).isEqualTo(36);
				assertThat(target.position()).isEqualTo(start + 36);
				assertThat(target.limit()).isEqualTo(200);
				assertThat(target.order()).isEqualTo(order);
				ByteBuffer packet = target.duplicate().limit(start + 36).position(start);
				assertThat(this.reader.wrap(packet)).isEqualTo(PacketReader.Status.OK);
				assertThat(this.reader.sourcePort()).isEqualTo(40_000 + i);
				assertThat(this.reader.destinationPort()).isEqualTo(50_000);
				assertThat(this.reader.verificationTag()).isEqualTo(0xfedcba98);
			}
		}
	}

	@Test
	void knowsWhatIsLeft() {
		this.writer.begin(ByteBuffer.allocate(500), 1, 2, 3, 103);
		assertThat(this.writer.size()).isEqualTo(12);
		assertThat(this.writer.remaining()).isEqualTo(88);
		this.writer.data(3, 1, 1, 2, 3, new byte[5], 0, 5);
		assertThat(this.writer.size()).isEqualTo(36);
		assertThat(this.writer.remaining()).isEqualTo(64);
		this.writer.begin(ByteBuffer.allocate(50), 1, 2, 3, 1000);
		assertThat(this.writer.remaining()).isEqualTo(36);
	}

	@Test
	void refusesWhatDoesNotFitAndWritesNothingOfIt() {
		this.writer.begin(ByteBuffer.allocate(500), 1, 2, 3, 40);
		assertThat(this.writer.fits(new CookieEchoChunk(new byte[25]))).isFalse();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.writer.chunk(new CookieEchoChunk(new byte[25])));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.writer.data(3, 1, 2, 3, 4, new byte[13], 0, 13));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.writer.sack(1, 2, new int[8], 4, new int[0], 0));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.writer.pad(32));
		assertThat(this.writer.isEmpty()).isTrue();
		assertThat(this.writer.fits(new CookieEchoChunk(new byte[21]))).isTrue();
		this.writer.chunk(new CookieEchoChunk(new byte[21]));
		assertThat(this.writer.remaining()).isZero();
		assertThat(this.writer.finish()).isEqualTo(40);
	}

	@Test
	void padsWithZerosWhateverWasInTheBuffer() {
		ByteBuffer target = ByteBuffer.allocate(100);
		Arrays.fill(target.array(), (byte) 0xff);
		this.writer.begin(target, 1, 2, 3, 100);
		this.writer.pad(4);
		this.writer.pad(12);
		this.writer.data(3, 1, 2, 3, 4, hex("aa"), 0, 1);
		int size = this.writer.finish();
		byte[] body = new byte[size - 12];
		target.get(12, body);
		assertThat(body)
			.isEqualTo(hex("84000004 8400000c 0000000000000000 00030011 00000001 00020003 00000004 aa000000"));
	}

	@Test
	void refusesAPadChunkThatCannotBe() {
		this.writer.begin(ByteBuffer.allocate(100), 1, 2, 3, 100);
		for (int length : new int[] { -4, 0, 3, 5, 6 }) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.writer.pad(length));
		}
	}

	@Test
	void givesThePacketUp() {
		ByteBuffer target = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).position(8);
		this.writer.begin(target, 1, 2, 3, 100);
		this.writer.chunk(new CookieAckChunk());
		this.writer.reset();
		assertThat(target.position()).isEqualTo(8);
		assertThat(target.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
	}

	@Test
	void refusesALengthThatTheFieldCannotHold() {
		ByteBuffer target = ByteBuffer.allocate(80_000);
		this.writer.begin(target, 1, 2, 3, 80_000);
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.writer.chunk(new CookieEchoChunk(new byte[65_532])));
	}

	@Test
	void theLengthOfAChunkCountsThePaddingBetweenParametersButNotAfterTheLast() {
		InitChunk chunk = new InitChunk(1, 2, 3, 4, 5, List.of(new UnknownParameter(0x8008, hex("80080005c0")),
				new UnknownParameter(0x8008, hex("80080006c082"))));
		assertThat(chunk.encodedLength()).isEqualTo(20 + 8 + 6);
		byte[] packet = TestPackets.written((writer) -> writer.chunk(chunk));
		assertThat(packet).hasSize(12 + 36).endsWith(hex("80080005c0000000 80080006c0820000"));
	}

	@Test
	void authenticatesWhatFollowsOnceThePacketIsFinished() {
		PacketSigner signer = new Signer();
		byte[] packet = TestPackets.written((writer) -> {
			writer.chunk(new CookieAckChunk());
			assertThat(writer.auth(signer)).isTrue();
			assertThat(writer.isEmpty()).isFalse();
			writer.data(3, 1, 2, 3, 4, hex("aa"), 0, 1);
			assertThat(writer.auth(signer)).as("once is enough").isTrue();
			writer.chunk(new ShutdownAckChunk());
		});
		assertThat(packet).hasSize(12 + 4 + 16 + 20 + 4)
			.endsWith(hex("0b000004 0f00000d 00000009 5a 28 000000 000000"
					+ "00030011 00000001 00020003 00000004 aa000000 08000004"));
	}

	@Test
	void leavesOutAnAuthWithNothingAfterIt() {
		byte[] packet = TestPackets.written((writer) -> {
			writer.chunk(new CookieAckChunk());
			writer.auth(new Signer());
		});
		assertThat(packet).hasSize(16).endsWith(hex("0b000004"));
		this.writer.begin(ByteBuffer.allocate(100), 1, 2, 3, 100);
		this.writer.auth(new Signer());
		assertThat(this.writer.isEmpty()).isTrue();
		assertThat(this.writer.finish()).isEqualTo(12);
		this.writer.begin(ByteBuffer.allocate(100), 1, 2, 3, 24);
		assertThat(this.writer.auth(new Signer())).as("there is no room").isFalse();
		this.writer.chunk(new CookieAckChunk());
		assertThat(this.writer.finish()).isEqualTo(16);
	}

	/** A digest that says how many bytes it is of. */
	private static final class Signer implements PacketSigner {

		@Override
		public boolean requires(int chunkType) {
			return true;
		}

		@Override
		public int hmacId() {
			return 9;
		}

		@Override
		public int hmacLength() {
			return 5;
		}

		@Override
		public void sign(ByteBuffer bytes, int at) {
			bytes.put(at, (byte) 0x5a).put(at + 1, (byte) bytes.remaining());
		}

	}

}
