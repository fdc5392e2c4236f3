package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are handed over before they are whole (RFC 6458 §6.1.7). TSNs of the peer
 * are counted from 101; each fragment has 100 bytes, and parts begin at 300.
 */
class PartialDeliveryTests {

	private static final int BEGINNING = 2;

	private static final int MIDDLE = 0;

	private static final int ENDING = 1;

	private static final int WHOLE = 3;

	private static final int UNORDERED = 4;

	private static final String FIRST = "first-part";

	private static final String PART = "part";

	private static final String LAST = "last-part";

	private final EstablishedPeer peer = EstablishedPeer
		.withForwardTsn(EstablishedPeer.PLAIN.toBuilder().partialDeliveryPoint(300).maxMessageSize(2_000).build());

	private List<String> receive(int tsn, int streamId, int ssn, int flags) {
		this.peer.receive(RawChunks.data(tsn, streamId, ssn, flags, 100));
		return this.peer.peer().events().take();
	}

	private List<String> forward(int tsn, int... skipped) {
		this.peer.receive(RawChunks.forwardTsn(tsn, skipped));
		return this.peer.peer().events().take();
	}

	/** Receives what makes the first part of a message on stream 0. */
	private void begin() {
		assertThat(receive(101, 0, 0, BEGINNING)).isEmpty();
		assertThat(receive(102, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(103, 0, 0, MIDDLE)).containsExactly(FIRST);
	}

	@Test
	void partsComeWheneverThereIsEnoughAndTheLastWithTheEnd() {
		begin();
		assertThat(receive(104, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(105, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(106, 0, 0, MIDDLE)).containsExactly(PART);
		assertThat(receive(107, 0, 0, ENDING)).containsExactly(LAST);
		assertThat(this.peer.peer().events().messages()).extracting((part) -> part.length)
			.containsExactly(300, 300, 100);
		assertThat(receive(108, 0, 1, WHOLE)).containsExactly(EventLog.DELIVER);
		assertThat(this.peer.status().statistics().messagesReceived()).isEqualTo(2);
		assertThat(this.peer.status().statistics().bytesReceived()).isEqualTo(800);
		assertThat(this.peer.status().statistics().largestMessageReceived()).isEqualTo(700);
	}

	@Test
	void whatCameBehindAGapIsHandedOverOnceTheGapIsFilled() {
		begin();
		assertThat(receive(105, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(106, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(107, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(109, 0, 0, ENDING)).isEmpty();
		assertThat(receive(104, 0, 0, MIDDLE)).containsExactly(PART);
		assertThat(receive(108, 0, 0, MIDDLE)).containsExactly(LAST);
	}

	@Test
	void messagesBehindItOnTheSameStreamWaitAndThoseOfOthersDoNot() {
		begin();
		assertThat(receive(105, 0, 1, WHOLE)).isEmpty();
		assertThat(receive(106, 1, 0, WHOLE)).containsExactly(EventLog.DELIVER);
		assertThat(receive(104, 0, 0, ENDING)).containsExactly(LAST, EventLog.DELIVER);
	}

	@Test
	void aMessageWhoseTurnHasNotComeIsNotBegun() {
		assertThat(receive(102, 0, 1, BEGINNING)).isEmpty();
		assertThat(receive(103, 0, 1, MIDDLE)).isEmpty();
		assertThat(receive(104, 0, 1, MIDDLE)).isEmpty();
		assertThat(receive(101, 0, 0, WHOLE)).containsExactly(EventLog.DELIVER);
		assertThat(receive(105, 0, 1, MIDDLE)).containsExactly(FIRST);
		assertThat(receive(106, 0, 1, ENDING)).containsExactly(LAST);
	}

	@Test
	void onlyOneMessageAtATimeComesInParts() {
		begin();
		assertThat(receive(111, 1, 0, BEGINNING)).isEmpty();
		assertThat(receive(112, 1, 0, MIDDLE)).isEmpty();
		assertThat(receive(113, 1, 0, MIDDLE)).isEmpty();
		assertThat(receive(114, 1, 0, ENDING)).as("it is whole by now").containsExactly(EventLog.DELIVER);
	}

	@Test
	void unorderedMessagesComeInPartsWithoutWaiting() {
		assertThat(receive(111, 0, 0, BEGINNING | UNORDERED)).isEmpty();
		assertThat(receive(112, 0, 0, MIDDLE | UNORDERED)).isEmpty();
		assertThat(receive(113, 0, 0, MIDDLE | UNORDERED)).containsExactly(FIRST);
		assertThat(receive(114, 0, 0, ENDING | UNORDERED)).containsExactly(LAST);
		assertThat(receive(115, 0, 0, WHOLE)).containsExactly(EventLog.DELIVER);
	}

	@Test
	void aMessageThatThePeerGivesUpIsAborted() {
		begin();
		assertThat(receive(105, 0, 0, MIDDLE)).isEmpty();
		assertThat(forward(106, 0, 0)).containsExactly("aborted 0/0");
		assertThat(receive(107, 0, 1, WHOLE)).containsExactly(EventLog.DELIVER);
	}

	@Test
	void aMessageIsAbortedWhenThePeerGoesOnToAnotherInItsPlace() {
		begin();
		assertThat(receive(104, 1, 0, WHOLE)).containsExactly("aborted 0/0", EventLog.DELIVER);
	}

	@Test
	void aMessageIsAbortedWhenThePeerBeginsAnotherInItsPlace() {
		begin();
		assertThat(receive(104, 1, 0, BEGINNING)).containsExactly("aborted 0/0");
		assertThat(receive(105, 1, 0, ENDING)).containsExactly(EventLog.DELIVER);
	}

	/** Goes on behind the first part as the peer must not. */
	private void assertThatItIsAViolation(int streamId, int ssn, int flags) {
		List<SentPacket> packets = this.peer.receive(RawChunks.data(104, streamId, ssn, flags, 100));
		assertThat(SentPacket.only(packets, ChunkType.ABORT).shortAt(0)).as("protocol violation").isEqualTo(13);
		assertThat(this.peer.peer().events().take()).containsExactly("aborted 0/0", EventLog.COMM_LOST);
	}

	@Test
	void aFragmentOfAnotherStreamDoesNotContinueIt() {
		begin();
		assertThatItIsAViolation(1, 0, MIDDLE);
	}

	@Test
	void aFragmentWithAnotherNumberDoesNotContinueIt() {
		begin();
		assertThatItIsAViolation(0, 1, ENDING);
	}

	@Test
	void anUnorderedFragmentDoesNotContinueAnOrderedMessage() {
		begin();
		assertThatItIsAViolation(0, 0, MIDDLE | UNORDERED);
	}

	@Test
	void whatDoesNotContinueItIsNoticedAlsoIfItCameEarly() {
		assertThat(receive(104, 1, 0, MIDDLE)).isEmpty();
		assertThat(receive(101, 0, 0, BEGINNING)).isEmpty();
		assertThat(receive(102, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(103, 0, 0, MIDDLE)).containsExactly(FIRST, "aborted 0/0", EventLog.COMM_LOST);
	}

	@Test
	void aMessageIsAbortedAlsoIfTheNextOneInItsPlaceCameEarly() {
		assertThat(receive(104, 1, 0, BEGINNING)).isEmpty();
		assertThat(receive(101, 0, 0, BEGINNING)).isEmpty();
		assertThat(receive(102, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(103, 0, 0, MIDDLE)).containsExactly(FIRST, "aborted 0/0");
		assertThat(receive(105, 1, 0, ENDING)).containsExactly(EventLog.DELIVER);
	}

	@Test
	void theNumberOfUnorderedFragmentsMeansNothing() {
		receive(101, 2, 7, BEGINNING | UNORDERED);
		receive(102, 2, 8, MIDDLE | UNORDERED);
		assertThat(receive(103, 2, 9, MIDDLE | UNORDERED)).containsExactly(FIRST);
		assertThat(receive(104, 2, 10, ENDING | UNORDERED)).containsExactly(LAST);
	}

	@Test
	void anUnorderedMessageThatThePeerGivesUpIsAborted() {
		receive(101, 2, 0, BEGINNING | UNORDERED);
		receive(102, 2, 0, MIDDLE | UNORDERED);
		assertThat(receive(103, 2, 0, MIDDLE | UNORDERED)).containsExactly(FIRST);
		assertThat(forward(104)).containsExactly("aborted 2/0");
		assertThat(receive(105, 0, 0, WHOLE)).containsExactly(EventLog.DELIVER);
	}

	@Test
	void whatThePeerGivesUpBeforeItLeavesItAlone() {
		assertThat(receive(102, 0, 0, BEGINNING)).isEmpty();
		assertThat(receive(103, 0, 0, MIDDLE)).isEmpty();
		assertThat(receive(104, 0, 0, MIDDLE)).containsExactly(FIRST);
		assertThat(forward(101, 1, 0)).isEmpty();
		assertThat(receive(105, 0, 0, ENDING)).containsExactly(LAST);
	}

	@Test
	void itIsAbortedBeforeTheEndOfTheAssociationIsTold() {
		begin();
		this.peer.receive(RawChunks.chunk(6, 0));
		assertThat(this.peer.peer().events().take()).containsExactly("aborted 0/0", EventLog.COMM_LOST);
	}

	@Test
	void aMessageInPartsMustNotBeLongerThanAllowedEither() {
		begin();
		int tsn = 104;
		List<String> events = List.of();
		while (events.stream().noneMatch(EventLog.COMM_LOST::equals)) {
			assertThat(tsn).isLessThanOrEqualTo(121);
			events = receive(tsn, 0, 0, MIDDLE);
			tsn++;
		}
		assertThat(tsn - 101).as("fragments of 100 bytes").isEqualTo(21);
	}

	@Test
	void theWindowIsThatOfWhatTheUserHolds() {
		begin();
		assertThat(this.peer.status().receiveBufferUsed()).isEqualTo(300);
		this.peer.peer().association().consumed(300, 1, this.peer.peer().now());
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
	}

}
