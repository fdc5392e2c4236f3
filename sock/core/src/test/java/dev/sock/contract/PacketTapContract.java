package dev.sock.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.AssociationStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpPacketTap;
import dev.sock.SendOptions;
import dev.sock.capture.PacketLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A tap sees the packets of its endpoint, or is refused with what to use instead.
 */
public abstract class PacketTapContract extends Contract {

	private static final int DATA = 0;

	protected PacketTapContract(TransportFixture fixture) {
		super(fixture);
	}

	/** Sets a tap if the transport can have one, else sees that it is refused. */
	private boolean tap(SctpEndpoint endpoint, SctpPacketTap tap) {
		if (this.capabilities.seesPackets()) {
			endpoint.setPacketTap(tap);
			return true;
		}
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> endpoint.setPacketTap(tap))
			.withMessageContaining("tcpdump");
		return false;
	}

	@Test
	void aTapSeesAllPacketsOfTheEndpointFromTheHandshakeToTheEnd() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		Seen seen = new Seen();
		boolean taps = tap(client, seen);
		SctpAssociation association = client.connect(to(server));
		echo(association, 1);
		Await.result(association.shutdown());
		if (taps) {
			// The association has ended with SHUTDOWN ACK: what answers it is sent
			// meanwhile
			Await.until("the tap has seen SHUTDOWN COMPLETE", () -> seen.chunks(true).contains(14));
			// INIT, COOKIE ECHO, DATA, SACK, SHUTDOWN, SHUTDOWN COMPLETE; the other side
			// of each
			assertThat(seen.chunks(true)).startsWith(1, 10).contains(DATA, 3, 7).endsWith(14);
			assertThat(seen.chunks(false)).startsWith(2, 11).contains(DATA, 3).endsWith(8);
			assertThat(seen.packets).allSatisfy((packet) -> {
				assertThat(packet.local).isEqualTo(LOOPBACK);
				assertThat(packet.remote).isEqualTo(LOOPBACK);
				assertThat(packet.udpPort).isEqualTo(server.udpPort().orElseThrow());
				int ports = ByteBuffer.wrap(packet.bytes).getInt();
				assertThat(ports).isEqualTo(packet.outbound ? client.localPort() << 16 | server.localPort()
						: server.localPort() << 16 | client.localPort());
			});
		}
	}

	@Test
	void theDataChunksThatATapSeesAreThoseThatWereCounted() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		Seen seen = new Seen();
		boolean taps = tap(client, seen);
		SctpAssociation association = client.connect(to(server));
		for (int length : new int[] { 1, 100, 1_400, 5_000, 65_000 }) {
			for (boolean unordered : new boolean[] { false, true }) {
				association.send(Payloads.filled(0, Math.max(length, 4)),
						SendOptions.stream(1).withUnordered(unordered));
			}
		}
		for (int i = 0; i < 10; i++) {
			receive(association);
		}
		if (taps) {
			AssociationStatistics counted = association.status().statistics();
			assertThat(seen.chunks(true).stream().filter((type) -> type == DATA).count())
				.isEqualTo(counted.outOrderChunks() + counted.outUnorderChunks() + counted.rtxChunks());
			assertThat(seen.chunks(false).stream().filter((type) -> type == DATA).count())
				.isEqualTo(counted.inOrderChunks() + counted.inUnorderChunks() + counted.duplicateTsns());
		}
	}

	@Test
	void aTapThatThrowsChangesNothing() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		AtomicInteger calls = new AtomicInteger();
		boolean taps = tap(client, (outbound, local, remote, udpPort, packet) -> {
			if (calls.incrementAndGet() % 2 == 0) {
				throw new AssertionError("thrown by a test");
			}
			throw new IllegalStateException("thrown by a test");
		});
		SctpAssociation association = client.connect(to(server));
		for (int i = 0; i < 20; i++) {
			echo(association, i);
		}
		assertThat(association.status().statistics().rtxChunks()).isZero();
		if (taps) {
			assertThat(calls).hasPositiveValue();
		}
	}

	@Test
	void aTapThatSpoilsTheBufferChangesNothing() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		tap(client, (outbound, local, remote, udpPort, packet) -> {
			packet.position(packet.limit());
			packet.put(0, (byte) 0xff);
		});
		SctpAssociation association = client.connect(to(server));
		for (int i = 0; i < 20; i++) {
			echo(association, i);
		}
	}

	@Test
	void aTapThatIsTakenAwaySeesNothingMoreAndAnotherCanBeSet() throws IOException {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		Seen seen = new Seen();
		PacketLog log = new PacketLog(1_000_000, 0);
		if (tap(client, seen)) {
			echo(association, 1);
			client.setPacketTap(log);
			echo(association, 2);
			int packets = seen.packets.size();
			echo(association, 3);
			client.setPacketTap(null);
			echo(association, 4);
			int logged = log.packets();
			assertThat(logged).isPositive();
			echo(association, 5);
			assertThat(seen.packets).hasSize(packets);
			assertThat(log.packets()).isEqualTo(logged);
			ByteArrayOutputStream file = new ByteArrayOutputStream();
			log.writeTo(file);
			assertThat(file.size()).isPositive();
		}
	}

	@Test
	void onAnEndpointThatIsClosedItIsHarmless() {
		SctpEndpoint client = client();
		client.close(Duration.ZERO);
		Seen seen = new Seen();
		tap(client, seen);
		assertThat(seen.packets).isEmpty();
	}

	private static final class Seen implements SctpPacketTap {

		private final Queue<Packet> packets = new ConcurrentLinkedQueue<>();

		@Override
		public void packet(boolean outbound, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
				ByteBuffer packet) {
			byte[] bytes = new byte[packet.remaining()];
			packet.get(bytes);
			this.packets.add(new Packet(outbound, localAddress, remoteAddress, remoteUdpPort, bytes));
		}

		/** The types of the chunks of one direction, one after the other. */
		private List<Integer> chunks(boolean outbound) {
			return this.packets.stream()
				.filter((packet) -> packet.outbound == outbound)
				.<Integer>mapMulti((packet, to) -> {
					ByteBuffer bytes = ByteBuffer.wrap(packet.bytes);
					for (int at = 12; at < bytes.limit(); at += (Short.toUnsignedInt(bytes.getShort(at + 2)) + 3)
							& ~3) {
						to.accept(Byte.toUnsignedInt(bytes.get(at)));
					}
				})
				.toList();
		}

	}

	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Packet(boolean outbound, SctpAddress local, SctpAddress remote, int udpPort, byte[] bytes) {
	}

}
