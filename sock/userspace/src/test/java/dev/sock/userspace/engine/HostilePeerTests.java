package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that keep to the letter of the protocol and mean no good: what they can make this
 * side hold or send is bounded.
 */
class HostilePeerTests {

	private static final int BEGIN = 2;

	private static final int END = 1;

	private static final int UNORDERED = 4;

	private static final int BUFFER = 100_000;

	private static final int MAX_MESSAGE = 50_000;

	private final EstablishedPeer peer = new EstablishedPeer(
			EstablishedPeer.PLAIN.toBuilder().receiveBuffer(BUFFER).maxMessageSize(MAX_MESSAGE).build());

	@Test
	void fillingHolesBelowOneTsnFarAheadDoesNotFillTheMemoryOfASlowReader() {
		this.peer.receive(RawChunks.data(101 + 30_000, 0, 0, BEGIN | END | UNORDERED, 1400));
		for (int i = 0; i < 1000; i++) {
			this.peer.receive(RawChunks.data(101 + i, 0, 0, BEGIN | END | UNORDERED, 1400));
		}
		assertThat(this.peer.status().receiveBufferUsed()).isLessThanOrEqualTo(2 * BUFFER + 2 * 1400);
		assertThat(this.peer.peer().events().take()).doesNotContain(EventLog.COMM_LOST);
	}

	@Test
	void orderedMessagesWhoseFirstNeverComesAreNotHeldWithoutBound() {
		this.peer.receive(RawChunks.data(101 + 30_000, 1, 0, BEGIN | END, 1400));
		for (int i = 0; i < 1000 && this.peer.peer().engine().associationCount() > 0; i++) {
			this.peer.receive(RawChunks.data(101 + i, 0, 1 + i, BEGIN | END, 1400));
			assertThat(this.peer.status().receiveBufferUsed()).isLessThanOrEqualTo(BUFFER + MAX_MESSAGE + 2 * 1400);
		}
		assertThat(this.peer.peer().events().take()).contains(EventLog.COMM_LOST);
	}

	@Test
	void manyMessagesBehindOneThatIsLostDoNotEndTheAssociationOfAnHonestPeer() {
		EstablishedPeer honest = new EstablishedPeer();
		for (int i = 1; i <= 40_000; i++) {
			honest.receive(RawChunks.data(101 + i, 0, i & 0xffff, BEGIN | END, 4));
		}
		assertThat(honest.peer().engine().associationCount()).isOne();
		honest.receive(RawChunks.data(101, 0, 0, BEGIN | END, 4));
		assertThat(honest.peer().events().messages()).hasSizeGreaterThan(10_000);
	}

	@Test
	void aPacketFullOfShutdownsIsAnsweredOnce() {
		List<byte[]> shutdowns = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			shutdowns.add(ByteBuffer.allocate(8).putInt(0x07000008).putInt(this.peer.wire(0)).array());
		}
		List<SentPacket> answers = this.peer.receive(shutdowns.toArray(new byte[0][]));
		assertThat(SentPacket.chunks(answers)).hasSize(1).allMatch((chunk) -> chunk.type() == ChunkType.SHUTDOWN_ACK);
	}

}
