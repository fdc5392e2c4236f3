package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.OPTIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.PEER_TAG;
import static dev.sock.userspace.engine.ReconfigurationPeer.addIn;
import static dev.sock.userspace.engine.ReconfigurationPeer.addOut;
import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.data;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.sent;
import static dev.sock.userspace.engine.ReconfigurationPeer.tsn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 104 to 109 of {@code rfc6525-scenarios.md}: other states than ESTABLISHED,
 * and the peer's restart.
 */
class Rfc6525StateScenarioTests {

	private final ReconfigurationPeer peer = new ReconfigurationPeer();

	@Test
	@DisplayName("104. Before it is up RE-CONFIG is discarded; behind COOKIE ECHO it is taken")
	void isDiscardedBeforeItIsUp() {
		ScriptedPeer opening = new ScriptedPeer(OPTIONS);
		SentPacket.SentChunk init = SentPacket.only(opening.connect(), ChunkType.INIT);
		assertThat(opening.receive(init.intAt(0), rc(addOut(1, 1)))).isEmpty();
		opening.receive(init.intAt(0), RawChunks.initAck(PEER_TAG, 1,
				RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]), ReconfigurationPeer.supported(0x82)));
		assertThat(opening.state()).isEqualTo("COOKIE_ECHOED");
		assertThat(opening.receive(init.intAt(0), rc(addOut(1, 1)))).isEmpty();
		assertThat(opening.state()).isEqualTo("COOKIE_ECHOED");

		ScriptedPeer accepting = new ScriptedPeer(OPTIONS);
		byte[] packet = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(PEER_TAG, 1, ReconfigurationPeer.supported(0x82)));
		SentPacket.SentChunk initAck = SentPacket
			.only(accepting.receive(packet, ScriptedPeer.PEER, ScriptedPeer.UDP_PORT), ChunkType.INIT_ACK);
		assertThat(chunks(accepting.receive(initAck.intAt(0),
				RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)), rc(addOut(1, 1)))))
			.containsExactly("Rsp(1,1)");
	}

	@Test
	@DisplayName("105. While data drains the peer's own resets are performed, and nothing else is begun")
	void answersWhileDataDrains() {
		this.peer.send(1);
		this.peer.peer().shutdown();
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_PENDING");
		assertThat(this.peer.resetOutbound(1)).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("CLOSED");
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x1fff, 1))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.reconfigure(addOut(0x2001, 1))).containsExactly("Rsp(2001,1)");
		assertThat(this.peer.reconfigure(in(0x2002, 1))).containsExactly("Rsp(2002,2)");
		assertThat(this.peer.reconfigure(addIn(0x2003, 1))).containsExactly("Rsp(2003,2)");
		assertThat(this.peer.reconfigure(tsn(0x2004))).hasSize(1).first().asString().startsWith("Rsp(2004,2");
	}

	@Test
	@DisplayName("105. Shutting down waits for the answer, and then for what was held")
	void shuttingDownWaitsForTheAnswer() {
		this.peer.resetOutbound(1);
		this.peer.send(1);
		assertThat(this.peer.peer().shutdown()).isEmpty();
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_PENDING");
		assertThat(chunks(this.peer.advance(1000))).containsExactly("Out(1000,1fff,fff,{1})");
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 2))))).containsExactly("1000 1/0");
		assertThat(ReconfigurationPeer.types(this.peer.sack(0x1000))).containsExactly(ChunkType.SHUTDOWN);
	}

	@Test
	@DisplayName("105. The same if the peer shuts down")
	void thePeersShutdownWaitsForTheAnswer() {
		this.peer.resetOutbound(1);
		this.peer.send(1);
		this.peer.receive(RawChunks.shutdown(0xfff));
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_RECEIVED");
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 1))))).containsExactly("1000 1/0");
		this.peer.receive(RawChunks.shutdown(0x1000));
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_ACK_SENT");
	}

	@Test
	@DisplayName("105. What was not sent when the shutdown begins is not sent any more")
	void whatWasNotSentIsNotSent() {
		this.peer.send(0);
		this.peer.resetAssociation();
		this.peer.send(1);
		List<SentPacket> packets = this.peer.peer().shutdown();
		assertThat(sent(packets)).containsExactly("1001 1/0");
		assertThat(this.peer.outcome()).isEqualTo("CLOSED");
	}

	@Test
	@DisplayName("105. A reset that the peer wants and that waits is denied when the shutdown begins")
	void whatThePeerWantsIsDeniedWhenTheShutdownBegins() {
		this.peer.send(0);
		assertThat(this.peer.reconfigure(tsn(0x2000))).hasSize(1).first().asString().startsWith("Rsp(2000,6");
		this.peer.send(1);
		List<SentPacket> packets = this.peer.peer().shutdown();
		assertThat(chunks(packets)).hasSize(1).first().asString().startsWith("Rsp(2000,2");
		assertThat(sent(packets)).containsExactly("1001 1/0");
	}

	@Test
	@DisplayName("106. A request without anything that waits ends with SHUTDOWN")
	void aRequestEndsWithShutdown() {
		this.peer.resetOutbound(1);
		this.peer.peer().shutdown();
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_SENT");
		assertThat(this.peer.outcome()).isEqualTo("CLOSED");
		assertThat(chunks(this.peer.advance(20_000))).isEmpty();
	}

	/**
	 * The scenario lets it be discarded in SHUTDOWN-SENT. But DATA is taken there, and
	 * the peer may have some that waits for this answer: without it the association would
	 * end with that data lost.
	 */
	@Test
	@DisplayName("106. In SHUTDOWN-SENT the peer's reset is answered, since its data may wait for that")
	void answersInShutdownSent() {
		this.peer.peer().shutdown();
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_SENT");
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x1fff, 1))).containsExactly("Rsp(2000,1)");
		this.peer.receive(data(0x2000, 1, 0));
		assertThat(this.peer.read()).hasSize(1);
	}

	@Test
	@DisplayName("106. In SHUTDOWN-ACK-SENT it is discarded")
	void isDiscardedInShutdownAckSent() {
		this.peer.receive(RawChunks.shutdown(0xfff));
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_ACK_SENT");
		assertThat(this.peer.receive(rc(out(0x2000, 0xfff, 0x1fff, 1)))).isEmpty();
		assertThat(this.peer.changes()).isEmpty();
	}

	@Test
	@DisplayName("107. When it ends, what was asked ends once, and nothing is left")
	void nothingIsLeftAtTheEnd() {
		this.peer.reconfigure(out(0x2000, 0xfff, 0x2005, 3));
		this.peer.receive(data(0x2006, 3, 0));
		this.peer.resetOutbound(1);
		this.peer.send(1);
		this.peer.receive(RawChunks.chunk(ChunkType.ABORT, 0));
		assertThat(this.peer.outcome()).isEqualTo("CLOSED");
		assertThat(this.peer.peer().events().failures()).containsExactly("unsent");
		assertThat(this.peer.peer().engine().nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
		assertThat(this.peer.resetOutbound(1)).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("CLOSED");
	}

	@Test
	@DisplayName("108. The peer's restart begins everything anew")
	void aRestartBeginsAnew() {
		this.peer.reconfigure(addOut(0x2000, 4));
		this.peer.reconfigure(out(0x2001, 0xfff, 0x2005, 3));
		this.peer.receive(data(0x2006, 3, 0));
		this.peer.send(1);
		this.peer.sack(0x1000);
		this.peer.resetOutbound(1);
		this.peer.send(1);
		this.peer.startAnew(PEER_TAG + 1, 0x5000, 0x6000);
		assertThat(this.peer.outcome()).isEqualTo("FAILED");
		assertThat(this.peer.peer().events().failures()).containsExactly("unsent");
		assertThat(this.peer.streams()).isEqualTo("4/4");
		assertThat(chunks(this.peer.advance(60_000))).isEmpty();
		assertThat(sent(this.peer.send(1))).containsExactly("5000 1/0");
		assertThat(this.peer.resetOutbound(1)).containsExactly("Out(5000,5fff,5000,{1})");
		assertThat(this.peer.reconfigure(out(0x6000, 0x4fff, 0x5fff, 1))).containsExactly("Rsp(6000,1)");
		this.peer.peerSends(3, 3);
		assertThat(this.peer.state()).isEqualTo("ESTABLISHED");
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
	}

	@Test
	@DisplayName("109. A COOKIE ECHO that comes twice does not")
	void aDuplicateCookieDoesNot() {
		ReconfigurationPeer accepted = new ReconfigurationPeer();
		accepted.peer()
			.receive(
					RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
							RawChunks.init(PEER_TAG, 0x2000, ReconfigurationPeer.supported(0x82))),
					ScriptedPeer.PEER, ScriptedPeer.UDP_PORT);
		accepted.reconfigure(addOut(0x2000, 1));
		accepted.receive(RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		assertThat(accepted.reconfigure(addOut(0x2001, 1))).containsExactly("Rsp(2001,1)");
		assertThat(accepted.streams()).isEqualTo("4/6");
	}

}
