package dev.sock.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sock.capture.PacketBytes.checksum;
import static dev.sock.capture.PacketBytes.data;
import static dev.sock.capture.PacketBytes.filled;
import static dev.sock.capture.PacketBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PacketLog}, whose files are read by {@link PcapngFile}.
 */
class PacketLogTests {

	private static final SctpAddress OURS = SctpAddress.parse("10.0.0.1");

	private static final SctpAddress THEIRS = SctpAddress.parse("10.0.0.2");

	private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.123456789Z");

	private static PacketLog log(long maxBytes, int payloadLimit) {
		return new PacketLog(maxBytes, payloadLimit, Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private static void add(PacketLog log, byte[] packet) {
		log.packet(true, OURS, THEIRS, 9899, ByteBuffer.wrap(packet));
	}

	private static List<PcapngFile.Packet> read(PacketLog log) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		log.writeTo(out);
		return PcapngFile.read(out.toByteArray());
	}

	@Test
	void anEmptyLogIsAFileWithoutPackets() throws IOException {
		assertThat(read(log(1000, 0))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.2", "fd00:0:0:0:0:0:0:1, fd00:0:0:0:0:0:0:2", "127.0.0.1, 127.0.0.1" })
	void packetsAreWrittenAsTheyWereInIpOfTheirVersion(String ours, String theirs) throws IOException {
		PacketLog log = log(100_000, Integer.MAX_VALUE);
		List<byte[]> packets = new ArrayList<>();
		for (int length : new int[] { 0, 1, 2, 3, 4, 1400, 60_000 }) {
			byte[] packet = packet(data(filled(length, 's')));
			packets.add(packet);
			log.packet(packets.size() % 2 == 0, SctpAddress.parse(ours), SctpAddress.parse(theirs), 4711,
					ByteBuffer.wrap(packet));
		}
		List<PcapngFile.Packet> read = read(log);
		assertThat(read).hasSize(packets.size());
		for (int i = 0; i < packets.size(); i++) {
			PcapngFile.Packet packet = read.get(i);
			boolean outbound = packet.direction() == 2;
			assertThat(packet.sctp()).isEqualTo(packets.get(i));
			assertThat(outbound).isEqualTo(i % 2 == 1);
			assertThat(packet.source()).isEqualTo(outbound ? ours : theirs);
			assertThat(packet.destination()).isEqualTo(outbound ? theirs : ours);
			assertThat(packet.time()).isEqualTo(NOW);
			assertThat(packet.comment()).contains("4711").doesNotContain("zeros");
		}
	}

	@Test
	void bytesThatAreNoPacketAtAllAreWrittenToo() throws IOException {
		PacketLog log = log(1000, 0);
		add(log, new byte[0]);
		add(log, new byte[] { 1, 2, 3 });
		assertThat(read(log)).extracting(PcapngFile.Packet::sctp).containsExactly(new byte[0], new byte[] { 1, 2, 3 });
	}

	@Test
	void payloadIsKeptOnlyAsFarAsWasAskedForAndTheChecksumFits() throws IOException {
		PacketLog log = log(10_000, 2);
		add(log, packet(data(filled(10, 's'))));
		PcapngFile.Packet packet = read(log).get(0);
		byte[] payload = filled(10, 0);
		payload[0] = 's';
		payload[1] = 's';
		assertThat(packet.sctp()).isEqualTo(packet(data(payload)));
		assertThat(ByteBuffer.wrap(packet.sctp()).getInt(8)).isEqualTo(checksum(packet.sctp()));
		assertThat(packet.comment()).contains("8 bytes of payload are replaced by zeros");
	}

	@Test
	void theCallersBufferIsLeftAsItWas() {
		byte[] bytes = new byte[100];
		byte[] packet = packet(data(filled(20, 's')));
		System.arraycopy(packet, 0, bytes, 7, packet.length);
		byte[] before = bytes.clone();
		ByteBuffer buffer = ByteBuffer.wrap(bytes).position(7).limit(7 + packet.length).asReadOnlyBuffer();
		PacketLog log = log(1000, 0);
		log.packet(false, OURS, THEIRS, 9899, buffer);
		assertThat(bytes).isEqualTo(before);
		assertThat(buffer.position()).isEqualTo(7);
		assertThat(buffer.limit()).isEqualTo(7 + packet.length);
		assertThat(log.packets()).isOne();
	}

	@Test
	void theOldestMakeRoomAndAreCounted() throws IOException {
		byte[] first = packet(data(filled(100, 1)));
		int cost = first.length + CapturedPacket.OVERHEAD;
		PacketLog log = log(3L * cost, Integer.MAX_VALUE);
		for (int i = 1; i <= 10; i++) {
			add(log, packet(data(filled(100, i))));
			assertThat(log.bytes()).isEqualTo(Math.min(i, 3) * (long) cost).isLessThanOrEqualTo(log.maxBytes());
			assertThat(log.packets() + log.forgotten()).isEqualTo(i);
		}
		assertThat(read(log)).extracting((packet) -> (int) packet.sctp()[28]).containsExactly(8, 9, 10);
	}

	@Test
	void aPacketLargerThanTheLogLeavesItEmpty() throws IOException {
		PacketLog log = log(200, 0);
		add(log, packet());
		add(log, packet(data(filled(200, 1))));
		assertThat(log.packets()).isZero();
		assertThat(log.bytes()).isZero();
		assertThat(log.forgotten()).isEqualTo(2);
		add(log, packet());
		assertThat(read(log)).hasSize(1);
	}

	@Test
	void aReaderThatIsSlowHoldsNobodyUp() throws IOException {
		PacketLog log = log(100_000, 0);
		add(log, packet());
		log.writeTo(new OutputStream() {
			@Override
			public void write(int value) {
				// would wait for a lock that the reader held
				CompletableFuture.runAsync(() -> add(log, packet())).orTimeout(20, TimeUnit.SECONDS).join();
			}

			@Override
			public void write(byte[] bytes, int from, int length) {
				write(0);
			}
		});
		assertThat(log.packets()).isGreaterThan(1);
	}

	@Test
	void aReaderThatHasGoneIsToldToWhoeverReads() {
		PacketLog log = log(1000, 0);
		assertThatIOException().isThrownBy(() -> log.writeTo(new OutputStream() {
			@Override
			public void write(int value) throws IOException {
				throw new IOException("gone");
			}
		})).withMessage("gone");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "-1, 0", "1, -1" })
	void boundsThatCannotBeAreRefusedWithWhatCan(long maxBytes, int payloadLimit) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PacketLog(maxBytes, payloadLimit))
			.withMessageContaining("" + maxBytes)
			.withMessageContaining("" + payloadLimit)
			.withMessageContaining("at least 1");
	}

}
