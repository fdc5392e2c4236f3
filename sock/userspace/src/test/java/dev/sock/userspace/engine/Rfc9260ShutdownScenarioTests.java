package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 72 to 76 of {@code rfc9260-scenarios.md}: graceful shutdown.
 */
class Rfc9260ShutdownScenarioTests {

	private final EstablishedPeer peer = new EstablishedPeer();

	private List<String> events() {
		return this.peer.peer().events().take();
	}

	private byte[] shutdownChunk(int acknowledged) {
		return RawChunks.shutdown(this.peer.wire(acknowledged));
	}

	@Test
	@DisplayName("72. SHUTDOWN is repeated with doubling intervals until the guard timer aborts after 300 seconds (§9.2)")
	void repeatsShutdown() {
		List<SentPacket> packets = new ArrayList<>(this.peer.peer().shutdown());
		packets.addAll(this.peer.until(299_999));
		assertThat(this.peer.times(packets, ChunkType.SHUTDOWN)).containsExactly(0L, 1000L, 3000L, 7000L, 15_000L,
				31_000L, 63_000L, 123_000L, 183_000L, 243_000L);
		assertThat(SentPacket.chunks(packets)).allMatch((chunk) -> chunk.intAt(0) == EstablishedPeer.PEER_TSN - 1);
		SentPacket.only(this.peer.until(300_000), ChunkType.ABORT);
		assertThat(events()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("72. SHUTDOWN ACK is repeated at the same times, for 363 seconds at most (§9.2)")
	void repeatsShutdownAck() {
		List<SentPacket> packets = new ArrayList<>(this.peer.receive(shutdownChunk(0)));
		packets.addAll(this.peer.until(362_999));
		assertThat(this.peer.times(packets, ChunkType.SHUTDOWN_ACK)).containsExactly(0L, 1000L, 3000L, 7000L, 15_000L,
				31_000L, 63_000L, 123_000L, 183_000L, 243_000L, 303_000L);
		assertThat(events()).containsExactly("shutdown-received");
		this.peer.until(363_000);
		assertThat(events()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("73. SHUTDOWN waits until all is acknowledged, while the peer's data is still taken (§9.2)")
	void drainsBeforeShutdown() {
		this.peer.send(3, 100);
		assertThat(this.peer.peer().shutdown()).isEmpty();
		this.peer.send(1, 100);
		assertThat(this.peer.peer().events().failures()).containsExactly("unsent");
		assertThat(SentPacket.chunks(this.peer.sack(2))).isEmpty();
		SentPacket.only(this.peer.sack(3), ChunkType.SHUTDOWN);
		events();
		this.peer.until(700);
		List<SentPacket> answer = this.peer.receive(this.peer.data(101, 0));
		assertThat(SentPacket.only(answer, ChunkType.SHUTDOWN).intAt(0)).isEqualTo(101);
		assertThat(events()).containsExactly(EventLog.DELIVER);
		// T2 started anew
		assertThat(this.peer.times(this.peer.until(2000), ChunkType.SHUTDOWN)).containsExactly(1700L);
	}

	@Test
	@DisplayName("73. The guard timer is not started anew by the peer's data (§9.2)")
	void keepsTheGuard() {
		this.peer.peer().shutdown();
		int tsn = EstablishedPeer.PEER_TSN;
		for (long time = 500; time < 300_000; time += 500) {
			this.peer.until(time);
			this.peer.receive(RawChunks.data(tsn++, 0, 0, 7, 4));
			this.peer.peer().consumed(4, 1);
		}
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_SENT");
		SentPacket.only(this.peer.until(300_000), ChunkType.ABORT);
	}

	@Test
	@DisplayName("74. After the peer's SHUTDOWN what is outstanding is sent first, then SHUTDOWN ACK at once (§9.2)")
	void sendsTheRestBeforeShutdownAck() {
		this.peer.send(2, 100);
		assertThat(this.peer.receive(shutdownChunk(0))).isEmpty();
		assertThat(this.peer.peer().shutdown()).isEmpty();
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_RECEIVED");
		assertThat(this.peer.tsns(this.peer.until(1000))).containsExactly(1, 2);
		assertThat(SentPacket.chunks(this.peer.sack(1))).noneMatch((chunk) -> chunk.type() == ChunkType.SHUTDOWN_ACK);
		SentPacket.only(this.peer.sack(2), ChunkType.SHUTDOWN_ACK);
	}

	@Test
	@DisplayName("75. When both shut down at once each sends SHUTDOWN ACK, then SHUTDOWN COMPLETE without T bit (§9.2, §8.4)")
	void shutsDownWhenBothDo() {
		this.peer.peer().shutdown();
		SentPacket.only(this.peer.receive(shutdownChunk(0)), ChunkType.SHUTDOWN_ACK);
		List<SentPacket> answer = this.peer.receive(RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0));
		assertThat(SentPacket.only(answer, ChunkType.SHUTDOWN_COMPLETE).flags()).isZero();
		assertThat(answer.get(0).tag()).isEqualTo(Situation.PEER_TAG);
		assertThat(events()).containsExactly("shutdown-received", EventLog.SHUTDOWN_COMPLETE);
		assertThat(this.peer.receive(RawChunks.chunk(ChunkType.SHUTDOWN_COMPLETE, 0))).isEmpty();
		assertThat(events()).isEmpty();
	}

	@Test
	@DisplayName("76. A lost SHUTDOWN COMPLETE is made good by one with the T bit and the reflected tag (§9.2, §8.5.1 C)")
	void acceptsAReflectedShutdownComplete() {
		this.peer.receive(shutdownChunk(0));
		List<SentPacket> repeated = this.peer.until(1000);
		SentPacket.only(repeated, ChunkType.SHUTDOWN_ACK);
		this.peer.peer().receive(repeated.get(0).tag(), RawChunks.chunk(ChunkType.SHUTDOWN_COMPLETE, 1));
		assertThat(events()).containsExactly("shutdown-received", EventLog.SHUTDOWN_COMPLETE);
		assertThat(this.peer.until(100_000)).isEmpty();
	}

}
