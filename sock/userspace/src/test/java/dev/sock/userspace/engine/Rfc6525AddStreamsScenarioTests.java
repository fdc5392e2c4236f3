package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.OPTIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.addIn;
import static dev.sock.userspace.engine.ReconfigurationPeer.addOut;
import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.data;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.sent;
import static dev.sock.userspace.engine.ReconfigurationPeer.tsn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 76 to 83 of {@code rfc6525-scenarios.md}: more streams.
 */
class Rfc6525AddStreamsScenarioTests {

	private final ReconfigurationPeer peer = new ReconfigurationPeer();

	@Test
	@DisplayName("76, 77. New outbound streams are there once the peer agrees, and start at 0 (RFC 6525 §5.1.5, §6.1.3)")
	void addsOutboundStreams() {
		this.peer.send(0, 0);
		assertThat(this.peer.addStreams(4, 0)).containsExactly("AddOut(1000,4)");
		assertThat(this.peer.streams()).isEqualTo("4/4");
		assertThat(sent(this.peer.send(0))).containsExactly("1002 0/2");
		this.peer.reconfigure(rsp(0x1000, 1));
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.streams()).isEqualTo("8/4");
		assertThat(this.peer.changes()).containsExactly("8/4");
		assertThat(sent(this.peer.send(7, 0))).containsExactly("1003 7/0", "1004 0/3");
	}

	@Test
	@DisplayName("77. Denied or failed, there are as many as before (RFC 6525 §5.2.7)")
	void addsNoneIfDenied() {
		int number = 0x1000;
		for (Object[] row : new Object[][] { { 2, "DENIED" }, { 5, "BAD_SEQUENCE_NUMBER" }, { 0, "FAILED" } }) {
			this.peer.addStreams(4, 0);
			this.peer.reconfigure(rsp(number++, (Integer) row[0]));
			assertThat(this.peer.outcome()).isEqualTo(row[1]);
		}
		assertThat(this.peer.streams()).isEqualTo("4/4");
		assertThat(this.peer.changes()).isEmpty();
	}

	@Test
	@DisplayName("78. The peer adds streams, once, and they can be received on (RFC 6525 §5.2.5)")
	void takesMoreInboundStreams() {
		assertThat(ReconfigurationPeer.types(this.peer.receive(data(0x2000, 7, 0)))).contains(ChunkType.ERROR);
		assertThat(this.peer.reconfigure(addOut(0x2000, 4))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("4/8");
		assertThat(this.peer.reconfigure(addOut(0x2000, 4))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.streams()).isEqualTo("4/8");
		assertThat(ReconfigurationPeer.types(this.peer.receive(data(0x2001, 7, 0)))).doesNotContain(ChunkType.ERROR);
		assertThat(this.peer.read()).hasSize(1);
	}

	@Test
	@DisplayName("79. More than is allowed, or none, is denied (RFC 6525 §5.2.5)")
	void deniesMoreThanIsAllowed() {
		ReconfigurationPeer limited = new ReconfigurationPeer(OPTIONS.toBuilder().maxInboundStreams(10).build());
		assertThat(limited.reconfigure(addOut(0x2000, 7))).containsExactly("Rsp(2000,2)");
		assertThat(limited.reconfigure(addOut(0x2001, 65535))).containsExactly("Rsp(2001,2)");
		assertThat(limited.reconfigure(addOut(0x2002, 0))).containsExactly("Rsp(2002,2)");
		assertThat(limited.streams()).isEqualTo("4/4");
		assertThat(limited.reconfigure(addOut(0x2003, 6))).containsExactly("Rsp(2003,1)");
		assertThat(limited.streams()).isEqualTo("4/10");
	}

	@Test
	@DisplayName("80. Asked for more inbound streams the peer adds them, which is the answer (RFC 6525 §5.1.6, §5.2.6)")
	void asksForInboundStreams() {
		assertThat(this.peer.addStreams(0, 3)).containsExactly("AddIn(1000,3)");
		assertThat(this.peer.reconfigure(addOut(0x2000, 3))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.streams()).isEqualTo("4/7");
		assertThat(chunks(this.peer.advance(60_000))).isEmpty();
		this.peer.addStreams(0, 3);
		this.peer.reconfigure(rsp(0x1001, 2));
		assertThat(this.peer.outcome()).isEqualTo("DENIED");
	}

	@Test
	@DisplayName("80. The peer may answer as well, before or after, which adds nothing")
	void anAnswerBesideAddsNothing() {
		this.peer.addStreams(0, 3);
		this.peer.reconfigure(rsp(0x1000, 1));
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.streams()).isEqualTo("4/4");
		assertThat(this.peer.reconfigure(addOut(0x2000, 3))).containsExactly("Rsp(2000,1)");
		this.peer.addStreams(0, 3);
		this.peer.reconfigure(addOut(0x2001, 3));
		assertThat(this.peer.reconfigure(rsp(0x1001, 1))).isEmpty();
		assertThat(this.peer.streams()).isEqualTo("4/10");
	}

	@Test
	void whatTheUserAsksForMayExceedTheLimitForPeers() {
		ReconfigurationPeer limited = new ReconfigurationPeer(OPTIONS.toBuilder().maxInboundStreams(5).build());
		limited.addStreams(0, 3);
		assertThat(limited.reconfigure(addOut(0x2000, 3))).containsExactly("Rsp(2000,1)");
		assertThat(limited.reconfigure(addOut(0x2001, 1))).containsExactly("Rsp(2001,2)");
	}

	@Test
	void whatThePeerHasAgreedToAddMayExceedTheLimitWhenItsOwnRequestComesLater() {
		ReconfigurationPeer limited = new ReconfigurationPeer(OPTIONS.toBuilder().maxInboundStreams(5).build());
		limited.addStreams(0, 3);
		limited.reconfigure(rsp(0x1000, 1)); // it has overtaken AddOut, which is repeated
		assertThat(limited.outcome()).isEqualTo("done");
		assertThat(limited.reconfigure(addOut(0x2000, 3))).containsExactly("Rsp(2000,1)");
		assertThat(limited.streams()).isEqualTo("4/7");
		assertThat(limited.reconfigure(addOut(0x2001, 3))).containsExactly("Rsp(2001,2)");
	}

	@Test
	void whatThePeerHasDeniedToAddIsNotExpectedOfIt() {
		ReconfigurationPeer limited = new ReconfigurationPeer(OPTIONS.toBuilder().maxInboundStreams(5).build());
		limited.addStreams(0, 3);
		limited.reconfigure(rsp(0x1000, 2));
		assertThat(limited.reconfigure(addOut(0x2000, 3))).containsExactly("Rsp(2000,2)");
	}

	@Test
	@DisplayName("81. Asked to it asks for them itself, once, and answers for those who need it (RFC 6525 §5.2.6)")
	void addsOutboundStreamsWhenAsked() {
		assertThat(this.peer.reconfigure(addIn(0x2000, 3))).containsExactly("AddOut(1000,3)", "Rsp(2000,1)");
		assertThat(this.peer.reconfigure(addIn(0x2000, 3))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.streams()).isEqualTo("4/4");
		assertThat(chunks(this.peer.advance(1000))).containsExactly("AddOut(1000,3)");
		this.peer.reconfigure(rsp(0x1000, 1));
		assertThat(this.peer.streams()).isEqualTo("7/4");
		assertThat(this.peer.changes()).containsExactly("7/4");
		assertThat(this.peer.reconfigure(addIn(0x2000, 3))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.reconfigure(addIn(0x2001, 65529))).containsExactly("Rsp(2001,2)");
		assertThat(this.peer.reconfigure(addIn(0x2002, 0))).containsExactly("Rsp(2002,2)");
	}

	@Test
	@DisplayName("82. Both ways at once: two numbers, done when both are answered (RFC 6525 §3.1)")
	void addsBothWaysAtOnce() {
		assertThat(this.peer.addStreams(2, 3)).containsExactly("AddOut(1000,2) AddIn(1001,3)");
		this.peer.reconfigure(addOut(0x2000, 3));
		assertThat(this.peer.outcome()).isEqualTo("pending");
		this.peer.reconfigure(rsp(0x1000, 1));
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.streams()).isEqualTo("6/7");
		assertThat(this.peer.changes()).containsExactly("4/7", "6/7");
		assertThat(this.peer.addStreams(2, 3)).containsExactly("AddOut(1002,2) AddIn(1003,3)");
		this.peer.reconfigure(rsp(0x1002, 1), rsp(0x1003, 2));
		assertThat(this.peer.outcome()).isEqualTo("DENIED");
		assertThat(this.peer.streams()).isEqualTo("8/7");
	}

	@Test
	@DisplayName("82. The whole chunk is sent again until both are answered (RFC 6525 §5.1.1)")
	void sendsTheWholeChunkAgain() {
		this.peer.addStreams(2, 3);
		this.peer.reconfigure(rsp(0x1000, 1));
		List<SentPacket> packets = this.peer.advance(1000);
		assertThat(chunks(packets)).containsExactly("AddOut(1000,2) AddIn(1001,3)");
	}

	@Test
	@DisplayName("83. What would need a request of one's own is refused while one is under way (RFC 6525 §5.1.1)")
	void refusesWhatNeedsAnotherRequest() {
		this.peer.addStreams(1, 0);
		assertThat(this.peer.reconfigure(in(0x2000, 1))).containsExactly("Rsp(2000,4)");
		assertThat(this.peer.reconfigure(addIn(0x2001, 1))).containsExactly("Rsp(2001,4)");
		assertThat(this.peer.reconfigure(tsn(0x2002))).hasSize(1).first().asString().startsWith("Rsp(2002,4");
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 1))))).isEmpty();
		assertThat(this.peer.reconfigure(in(0x2003, 4))).containsExactly("Out(1001,2003,fff,{4})");
	}

}
