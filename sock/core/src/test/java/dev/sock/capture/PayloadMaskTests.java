package dev.sock.capture;

import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sock.capture.PacketBytes.checksum;
import static dev.sock.capture.PacketBytes.chunk;
import static dev.sock.capture.PacketBytes.data;
import static dev.sock.capture.PacketBytes.filled;
import static dev.sock.capture.PacketBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PayloadMask}.
 */
class PayloadMaskTests {

	@Test
	void thePayloadOfEachDataChunkIsReplacedAndTheRestStays() {
		byte[] sack = chunk(3, filled(12, 0x77));
		byte[] packet = packet(sack, data(filled(5, 'a')), data(filled(8, 'b')), chunk(4, filled(7, 'h')));
		assertThat(PayloadMask.apply(packet, 0)).isEqualTo(13);
		assertThat(packet).isEqualTo(packet(sack, data(filled(5, 0)), data(filled(8, 0)), chunk(4, filled(7, 'h'))));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 4, 5, 6, 1000 })
	void soMuchOfEachPayloadAsIsAllowedStays(int limit) {
		byte[] packet = packet(data(filled(5, 'a')), data(filled(2, 'b')));
		int masked = PayloadMask.apply(packet, limit);
		byte[] first = filled(5, 'a');
		byte[] second = filled(2, 'b');
		for (int i = limit; i < 5; i++) {
			first[i] = 0;
		}
		for (int i = limit; i < 2; i++) {
			second[i] = 0;
		}
		assertThat(packet).isEqualTo(packet(data(first), data(second)));
		assertThat(masked).isEqualTo(Math.max(5 - limit, 0) + Math.max(2 - limit, 0));
	}

	@Test
	void aPacketWithoutPayloadIsNotTouchedEvenIfItsChecksumIsWrong() {
		byte[] packet = packet(chunk(3, filled(12, 1)), data(new byte[0]));
		packet[9]++;
		byte[] before = packet.clone();
		assertThat(PayloadMask.apply(packet, 0)).isZero();
		assertThat(packet).isEqualTo(before);
	}

	@Test
	void theInterleavedDataOfAPeerIsPayloadToo() {
		byte[] header = filled(16, 1);
		byte[] value = ByteBuffer.allocate(16 + 6).put(header).put(filled(6, 's')).array();
		byte[] packet = packet(chunk(64, value));
		assertThat(PayloadMask.apply(packet, 0)).isEqualTo(6);
		assertThat(packet).isEqualTo(packet(chunk(64, ByteBuffer.allocate(22).put(header).array())));
	}

	@Test
	void aChunkThatClaimsMoreThanThePacketHasIsReplacedToTheEnd() {
		byte[] packet = packet(data(filled(8, 's')));
		ByteBuffer.wrap(packet).putShort(14, (short) 0xffff);
		assertThat(PayloadMask.apply(packet, 0)).isEqualTo(8);
		assertThat(packet).endsWith(filled(8, 0));
		assertThat(ByteBuffer.wrap(packet).getInt(8)).isEqualTo(checksum(packet));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3 })
	void whatFollowsALengthThatCannotBeIsNotKept(int length) {
		byte[] packet = packet(data(filled(4, 'a')), data(filled(8, 's')));
		ByteBuffer.wrap(packet).putShort(34, (short) length);
		assertThat(PayloadMask.apply(packet, 0)).isEqualTo(4 + 24);
		assertThat(packet).endsWith(filled(24, 0));
	}

	@Test
	void aDataChunkShorterThanItsHeaderIsLeft() {
		byte[] packet = packet(chunk(0, filled(8, 9)), data(filled(4, 's')));
		assertThat(PayloadMask.apply(packet, 0)).isEqualTo(4);
		assertThat(packet).isEqualTo(packet(chunk(0, filled(8, 9)), data(filled(4, 0))));
	}

	@Test
	void whateverTheBytesAreItEndsAndKeepsTheLength() {
		Random random = new Random(7);
		for (int i = 0; i < 100_000; i++) {
			byte[] packet = new byte[random.nextInt(80)];
			random.nextBytes(packet);
			for (int at = 12; at + 4 < packet.length; at += 4) {
				packet[at] = (byte) (random.nextBoolean() ? 0 : packet[at]);
				packet[at + 2] = (byte) (random.nextBoolean() ? 0 : packet[at + 2]);
			}
			byte[] before = packet.clone();
			int masked = PayloadMask.apply(packet, random.nextInt(8));
			assertThat(masked).isBetween(0, Math.max(0, packet.length - 12));
			if (masked == 0) {
				assertThat(packet).isEqualTo(before);
			}
		}
	}

}
