package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a receiver does with FORWARD TSN (RFC 3758 §3.6). TSNs of the peer are counted
 * from 101.
 */
class ForwardTsnReceivingTests {

	private static final int BEGINNING = 2;

	private static final int ENDING = 1;

	private static final int UNORDERED = 4;

	private final EstablishedPeer peer = EstablishedPeer
		.withForwardTsn(EstablishedPeer.PLAIN.toBuilder().receiveBuffer(20_000).build());

	private static byte[] data(int tsn, int streamId, int ssn, int flags) {
		return RawChunks.data(tsn, streamId, ssn, flags, 100);
	}

	private List<String> events() {
		return this.peer.peer().events().take();
	}

	private SentChunk sack(List<SentPacket> packets) {
		return SentPacket.only(packets, ChunkType.SACK);
	}

	private SentChunk forward(int tsn, int... skipped) {
		return sack(this.peer.receive(RawChunks.forwardTsn(tsn, skipped)));
	}

	@Test
	void theCumulativeTsnMovesToItAndBeyond() {
		this.peer.receive(data(101, 0, 0, 3));
		this.peer.receive(data(103, 0, 2, 3));
		this.peer.receive(data(104, 0, 3, 3));
		this.peer.receive(data(106, 0, 5, 3));
		SentChunk sack = forward(102, 0, 1);
		assertThat(sack.intAt(0)).isEqualTo(104);
		assertThat(sack.gaps()).isEqualTo("[2-2]");
		assertThat(events()).as("0, 2 and 3").hasSize(3);
	}

	@Test
	void messagesHeldBackAreDeliveredInOrderAndTheRestWaits() {
		this.peer.receive(data(105, 0, 4, 3));
		this.peer.receive(data(103, 0, 2, 3));
		this.peer.receive(data(102, 0, 1, 3));
		this.peer.receive(data(107, 0, 6, 3));
		assertThat(events()).isEmpty();
		forward(101, 0, 0);
		assertThat(events()).as("1 and 2").hasSize(2);
		forward(104, 0, 3);
		assertThat(events()).as("4").hasSize(1);
		this.peer.receive(data(106, 0, 5, 3));
		assertThat(events()).as("5 and 6").hasSize(2);
		assertThat(this.peer.status().receiveBufferUsed()).isEqualTo(500);
	}

	@Test
	void whatIsSkippedAcrossSeveralMessagesDeliversThoseBetweenThem() {
		this.peer.receive(data(102, 0, 1, 3));
		this.peer.receive(data(104, 0, 3, 3));
		forward(103, 0, 2);
		assertThat(events()).as("1 and 3").hasSize(2);
	}

	@Test
	void otherStreamsAreLeftAlone() {
		this.peer.receive(data(102, 1, 1, 3));
		this.peer.receive(data(104, 0, 1, 3));
		forward(103, 0, 0);
		assertThat(events()).as("stream 0 only").hasSize(1);
	}

	@Test
	void aStrandedMessageIsDroppedAndItsRoomComesBack() {
		this.peer.receive(data(101, 0, 0, BEGINNING));
		this.peer.receive(data(102, 0, 0, 0));
		this.peer.receive(data(104, 1, 0, BEGINNING | UNORDERED));
		this.peer.receive(data(107, 0, 1, 3));
		assertThat(this.peer.status().receiveBufferUsed()).isEqualTo(400);
		SentChunk sack = forward(106, 0, 0);
		assertThat(sack.intAt(0)).isEqualTo(107);
		assertThat(this.peer.status().localRwnd()).isEqualTo(20_000 - 256);
		assertThat(this.peer.status().receiveBufferUsed()).isEqualTo(100);
		assertThat(events()).containsExactly(EventLog.DELIVER);
	}

	@Test
	void aMessageThatIsStillToComeIsKept() {
		this.peer.receive(data(102, 0, 1, BEGINNING));
		forward(101, 0, 0);
		assertThat(events()).isEmpty();
		this.peer.receive(data(103, 0, 1, ENDING));
		assertThat(events()).containsExactly(EventLog.DELIVER);
		assertThat(this.peer.peer().events().messages().get(0)).hasSize(200);
	}

	@Test
	void aSkippedTsnThatComesAfterAllIsADuplicate() {
		forward(101, 0, 0);
		SentChunk sack = sack(this.peer.receive(data(101, 0, 0, 3)));
		assertThat(sack.shortAt(10)).isOne();
		assertThat(sack.intAt(12)).isEqualTo(101);
		assertThat(events()).isEmpty();
	}

	@Test
	void aForwardTsnThatIsOldChangesNothingAndIsAnswered() {
		this.peer.receive(data(101, 0, 0, 3));
		this.peer.receive(data(103, 0, 2, 3));
		events();
		assertThat(forward(101, 0, 1).intAt(0)).isEqualTo(101);
		assertThat(forward(99, 0, 1).intAt(0)).isEqualTo(101);
		assertThat(events()).isEmpty();
		this.peer.receive(data(102, 0, 1, 3));
		assertThat(events()).hasSize(2);
	}

	@Test
	void aForwardTsnMayBeFartherAheadThanDataMay() {
		assertThat(forward(101 + 40_000, 0, 5).intAt(0)).isEqualTo(101 + 40_000);
		this.peer.receive(data(102 + 40_000, 0, 6, 3));
		assertThat(events()).containsExactly(EventLog.DELIVER);
	}

	@Test
	void streamsThatDoNotExistAreIgnored() {
		assertThat(forward(101, 9, 0, 10, 7, 65535, 3).intAt(0)).isEqualTo(101);
		this.peer.receive(data(102, 9, 1, 3));
		assertThat(events()).containsExactly(EventLog.DELIVER);
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	void sequenceNumbersWrap() {
		EstablishedPeer wrapping = EstablishedPeer.withForwardTsn(EstablishedPeer.PLAIN);
		for (int i = 0; i < 2; i++) {
			// twice 32,767 numbers ahead, then over the end
			wrapping.receive(RawChunks.forwardTsn(101 + 2 * i, 0, 32_767 * (i + 1)));
		}
		wrapping.receive(data(105, 0, 0, 3));
		wrapping.receive(RawChunks.forwardTsn(104, 0, 65_535));
		assertThat(wrapping.peer().events().take()).containsExactly(EventLog.DELIVER);
	}

	@Test
	void withoutSupportItIsAnUnknownChunk() {
		EstablishedPeer plain = new EstablishedPeer(EstablishedPeer.PLAIN);
		List<SentPacket> packets = plain.receive(RawChunks.forwardTsn(plain.wire(0)), plain.data(101, 0));
		assertThat(SentPacket.only(packets, ChunkType.ERROR).causes()).containsExactly(6);
		assertThat(plain.peer().events().take()).as("the packet is read on").containsExactly(EventLog.DELIVER);
		SctpOptions off = EstablishedPeer.PLAIN.toBuilder().partialReliability(false).build();
		EstablishedPeer switchedOff = EstablishedPeer.withForwardTsn(off);
		packets = switchedOff.receive(RawChunks.forwardTsn(101, 0, 0));
		assertThat(SentPacket.only(packets, ChunkType.ERROR).causes()).containsExactly(6);
	}

	@Test
	void itIsAnsweredBySendingShutdownAgain() {
		this.peer.peer().shutdown();
		List<SentPacket> packets = this.peer.receive(RawChunks.forwardTsn(101, 0, 0));
		assertThat(SentPacket.only(packets, ChunkType.SHUTDOWN).intAt(0)).isEqualTo(101);
	}

	@Test
	void aMalformedOneEndsThePacketOnly() {
		assertThat(this.peer.receive(RawChunks.chunk(ChunkType.FORWARD_TSN, 0, new byte[6]), data(101, 0, 0, 3)))
			.isEmpty();
		assertThat(events()).isEmpty();
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

}
