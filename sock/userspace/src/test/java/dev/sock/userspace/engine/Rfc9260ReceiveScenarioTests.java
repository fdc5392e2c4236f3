package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.List;

import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Scenarios 41 to 54 of {@code rfc9260-scenarios.md}: SACK and the receiver. The peer's
 * first TSN, 101, has come and was acknowledged at once (§5.1), so 101 is the cumulative
 * TSN unless a scenario needs another one.
 */
class Rfc9260ReceiveScenarioTests {

	private static final int BEGIN = 2;

	private static final int END = 1;

	private static final int UNORDERED = 4;

	private final EstablishedPeer peer = new EstablishedPeer();

	private List<SentPacket> first = List.of();

	@BeforeEach
	void firstData() {
		this.first = this.peer.receive(this.peer.data(101, 0));
	}

	private static SentChunk sack(List<SentPacket> packets) {
		return SentPacket.only(packets, ChunkType.SACK);
	}

	private List<SentPacket> take(EstablishedPeer from, int... tsns) {
		List<SentPacket> last = List.of();
		for (int tsn : tsns) {
			last = from.receive(RawChunks.data(tsn, 0, 0, BEGIN | END | UNORDERED, 100));
		}
		return last;
	}

	private static void assertSack(List<SentPacket> packets, int cumulative, String gaps) {
		assertThat(sack(packets).intAt(0)).isEqualTo(cumulative);
		assertThat(sack(packets).gaps()).isEqualTo(gaps);
	}

	@Test
	@DisplayName("41. A SACK waits for the second packet, at most 200 ms; the very first DATA gets one at once (§6.2, §5.1)")
	void delaysSacks() {
		assertSack(this.first, 101, "[]");
		assertThat(this.peer.receive(this.peer.data(102, 1))).isEmpty();
		assertThat(this.peer.times(this.peer.until(1000), ChunkType.SACK)).containsExactly(200L);
		assertThat(this.peer.receive(this.peer.data(103, 2))).isEmpty();
		this.peer.until(1050);
		assertSack(this.peer.receive(this.peer.data(104, 3)), 104, "[]");
		assertThat(this.peer.until(2000)).isEmpty();
		assertThat(this.peer.receive(this.peer.data(105, 4), this.peer.data(106, 5), this.peer.data(107, 6)))
			.as("one packet counts once")
			.isEmpty();
		assertThat(this.peer.times(this.peer.until(3000), ChunkType.SACK)).containsExactly(2200L);
	}

	@Test
	@DisplayName("42. A SACK goes out at once for the I bit, a gap, and a packet of duplicates (§6.2, §6.7)")
	void acknowledgesAtOnce() {
		assertSack(this.peer.receive(RawChunks.withFlags(this.peer.data(102, 1), 8)), 102, "[]");
		assertSack(take(this.peer, 104), 102, "[2-2]");
		assertSack(take(this.peer, 105), 102, "[2-3]");
		assertSack(take(this.peer, 107), 102, "[2-3, 5-5]");
		assertSack(take(this.peer, 103), 105, "[2-2]");
		assertSack(take(this.peer, 103), 105, "[2-2]");
	}

	@Test
	@DisplayName("43. The SACK delay is at most 500 ms (§6.2)")
	void limitsTheDelay() {
		assertThat(SctpOptions.builder().sackDelay(Duration.ofMillis(500)).build().sackDelay().toMillis())
			.isEqualTo(500);
		assertThatThrownBy(() -> SctpOptions.builder().sackDelay(Duration.ofMillis(501)).build())
			.isInstanceOf(SctpOptionException.class);
	}

	@Test
	@DisplayName("44. Gap blocks grow, join and vanish as TSNs come (§3.3.4, §6.7)")
	void reportsGaps() {
		EstablishedPeer from = new EstablishedPeer(EstablishedPeer.PLAIN, 101);
		List<SentPacket> packets = take(from, 102, 103, 107);
		assertSack(packets, 100, "[2-3, 7-7]");
		assertThat(sack(packets).length()).isEqualTo(24);
		assertSack(take(from, 101), 103, "[4-4]");
		assertSack(take(from, 105), 103, "[2-2, 4-4]");
		assertSack(take(from, 106), 103, "[2-4]");
		assertSack(take(from, 104), 107, "[]");
		EstablishedPeer figure = new EstablishedPeer(EstablishedPeer.PLAIN, 10);
		assertSack(take(figure, 10, 11, 12, 14, 15, 17), 12, "[2-3, 5-5]");
	}

	@Test
	@DisplayName("45. Duplicates are listed once for each time they came again, until they were reported (§3.3.4)")
	void reportsDuplicates() {
		byte[] data = this.peer.data(102, 1);
		SentChunk sack = sack(this.peer.receive(data, data, data));
		assertThat(sack.shortAt(10)).isEqualTo(2);
		assertThat(sack.intAt(12)).isEqualTo(102);
		assertThat(sack.intAt(16)).isEqualTo(102);
		assertThat(sack.length()).isEqualTo(24);
		sack = sack(this.peer.receive(data));
		assertThat(sack.shortAt(10)).isEqualTo(1);
		assertThat(sack.length()).isEqualTo(20);
	}

	@Test
	@DisplayName("46. A SACK has as many gap blocks as fit the packet, the lowest ones (§6.7, §3.3.4)")
	void reportsAsManyGapsAsFit() {
		List<SentPacket> packets = List.of();
		for (int i = 0; i < 400; i++) {
			packets = take(this.peer, 103 + 2 * i);
		}
		SentChunk sack = sack(packets);
		assertThat(sack.shortAt(8)).isEqualTo(361);
		assertThat(sack.gaps()).startsWith("[2-2, 4-4").endsWith("722-722]");
		assertThat(packets.get(0).size()).isEqualTo(1472);
		EstablishedPeer small = new EstablishedPeer(EstablishedPeer.PLAIN.toBuilder().pathMtu(1256).build());
		for (int i = 0; i < 400; i++) {
			packets = take(small, 102 + 2 * i);
		}
		assertThat(sack(packets).shortAt(8)).isEqualTo(300);
		assertSack(take(this.peer, 102 + 65_536), 101, sack.gaps());
	}

	@Test
	@DisplayName("47. TSNs wrap (§1.6, §3.3.4)")
	void wrapsTsns() {
		EstablishedPeer from = new EstablishedPeer(EstablishedPeer.PLAIN, -1);
		assertSack(take(from, 1), -2, "[3-3]");
		assertSack(take(from, -1), -1, "[2-2]");
		assertSack(take(from, 0), 1, "[]");
		EstablishedPeer zero = new EstablishedPeer(EstablishedPeer.PLAIN, 0);
		assertSack(take(zero, 1), -1, "[2-2]");
	}

	@Test
	@DisplayName("48. Stream sequence numbers wrap, and one that comes early is held (§6.5, §1.6)")
	void wrapsStreamSequenceNumbers() {
		for (int ssn = 1; ssn < 65_535; ssn++) {
			this.peer.receive(RawChunks.data(101 + ssn, 0, ssn, BEGIN | END, 4));
			this.peer.peer().consumed(4, 1);
		}
		int messages = this.peer.peer().events().messages().size();
		assertThat(messages).isEqualTo(65_535);
		this.peer.receive(RawChunks.data(101 + 65_536, 0, 0, BEGIN | END, 4));
		assertThat(this.peer.peer().events().messages()).hasSize(messages);
		this.peer.receive(RawChunks.data(101 + 65_535, 0, 65_535, BEGIN | END, 4));
		assertThat(this.peer.peer().events().messages()).hasSize(messages + 2);
		this.peer.receive(RawChunks.data(101 + 65_537, 0, 1, BEGIN | END, 4));
		assertThat(this.peer.peer().events().messages()).hasSize(messages + 3);
	}

	@Test
	@DisplayName("49. Unordered messages and other streams do not wait for a missing message (§6.6)")
	void doesNotHoldUpWhatNeedNotWait() {
		EventLog events = this.peer.peer().events();
		events.take();
		this.peer.receive(RawChunks.data(103, 0, 2, BEGIN | END, 4));
		assertThat(events.take()).isEmpty();
		this.peer.receive(RawChunks.data(104, 0, 77, BEGIN | END | UNORDERED, 4));
		assertThat(events.take()).containsExactly(EventLog.DELIVER);
		this.peer.receive(RawChunks.data(105, 1, 0, BEGIN | END, 4));
		assertThat(events.take()).containsExactly(EventLog.DELIVER);
		this.peer.receive(RawChunks.data(102, 0, 1, BEGIN | END, 4));
		assertThat(events.take()).containsExactly(EventLog.DELIVER, EventLog.DELIVER);
	}

	@Test
	@DisplayName("50. DATA on a stream that does not exist is acknowledged, reported and not delivered (§6.5, §3.3.10.1)")
	void reportsABadStream() {
		Object window = this.peer.status().localRwnd();
		List<SentPacket> packets = this.peer.receive(RawChunks.data(102, 10, 0, BEGIN | END | 8, 50));
		SentChunk error = SentPacket.only(packets, ChunkType.ERROR);
		assertThat(error.causes()).containsExactly(1);
		assertThat(error.shortAt(2)).isEqualTo(8);
		assertThat(error.shortAt(4)).isEqualTo(10);
		assertSack(packets, 102, "[]");
		assertThat(this.peer.status().localRwnd()).isEqualTo(window);
		this.peer.peer().events().take();
		this.peer.receive(RawChunks.data(103, 9, 0, BEGIN | END, 50));
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.DELIVER);
	}

	@Test
	@DisplayName("51. DATA without user data ends the association with an ABORT that names the TSN (§6.2, §3.3.10.9)")
	void abortsOnNoUserData() {
		SentChunk abort = SentPacket.only(this.peer.receive(RawChunks.data(102, 0, 1, BEGIN | END, 0)),
				ChunkType.ABORT);
		assertThat(abort.causes()).containsExactly(9);
		assertThat(abort.shortAt(2)).isEqualTo(8);
		assertThat(abort.intAt(4)).isEqualTo(102);
		assertThat(this.peer.peer().events().take()).endsWith(EventLog.COMM_LOST);
	}

	private static EstablishedPeer withBuffer(int bytes) {
		return new EstablishedPeer(EstablishedPeer.PLAIN.toBuilder().receiveBuffer(bytes).build());
	}

	private static byte[] kilobyte(int tsn) {
		return RawChunks.data(tsn, 0, 0, BEGIN | END | UNORDERED | 8, 1000);
	}

	@Test
	@DisplayName("52. The window shrinks by what the user has not read, and the sender subtracts what is outstanding (§6.2, §6.2.1)")
	void countsTheWindow() {
		EstablishedPeer from = withBuffer(10_000);
		from.receive(kilobyte(101));
		from.receive(kilobyte(102));
		assertThat(sack(from.receive(kilobyte(103))).intAt(4)).isEqualTo(7000);
		this.peer.send(4, 1000);
		this.peer.sackWithWindow(0, 10_000);
		assertThat(this.peer.status().peerRwnd()).isEqualTo(6000);
		this.peer.sackWithWindow(0, 3000);
		assertThat(this.peer.status().peerRwnd()).isZero();
	}

	@Test
	@DisplayName("53. A window that has closed is announced again once it has opened by a good deal (§6.2)")
	void announcesAnOpenWindow() {
		EstablishedPeer from = withBuffer(10_000);
		for (int i = 0; i < 10; i++) {
			from.receive(kilobyte(101 + i));
		}
		assertThat(from.status().localRwnd()).isZero();
		int reads = 1;
		List<SentPacket> packets = from.peer().consumed(1000, 1);
		while (packets.isEmpty() && reads < 10) {
			packets = from.peer().consumed(1000, 1);
			reads++;
		}
		assertThat(reads).isEqualTo(3);
		assertThat(sack(packets).intAt(4)).isEqualTo(reads * 1000);
	}

	@Test
	@DisplayName("54. With a closed window new TSNs are dropped and acknowledged at once; a delivered one is never taken back (§6.2)")
	void dropsWhatDoesNotFit() {
		EstablishedPeer from = withBuffer(10_000);
		for (int i = 0; i < 10; i++) {
			from.receive(kilobyte(101 + i));
		}
		int delivered = from.peer().events().messages().size();
		List<SentPacket> packets = from.receive(RawChunks.data(111, 0, 0, BEGIN | END | UNORDERED, 1000));
		assertSack(packets, 110, "[]");
		assertThat(sack(packets).intAt(4)).isZero();
		assertThat(from.peer().events().messages()).hasSize(delivered);
		from.peer().consumed(10_000, 10);
		assertSack(from.receive(kilobyte(111)), 111, "[]");
		assertThat(from.peer().events().messages()).hasSize(delivered + 1);
	}

	@Test
	@DisplayName("54. A missing TSN below the highest is taken although the window is closed (§6.2)")
	void takesWhatIsMissingWithAClosedWindow() {
		EstablishedPeer from = withBuffer(10_000);
		from.receive(kilobyte(101));
		for (int i = 0; i < 9; i++) {
			from.receive(kilobyte(103 + i));
		}
		assertThat(from.status().localRwnd()).isZero();
		int delivered = from.peer().events().messages().size();
		assertThat(sack(from.receive(kilobyte(112))).gaps()).as("new, so dropped").isEqualTo("[2-10]");
		assertThat(sack(from.receive(kilobyte(102))).intAt(0)).isGreaterThanOrEqualTo(102);
		assertThat(from.peer().events().messages()).hasSize(delivered + 1);
	}

}
