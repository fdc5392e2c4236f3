package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.ASCONF;
import static dev.sock.userspace.engine.AddressPeer.E1;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.asked;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Removes the only local address that reaches the peer's primary address. The peer has an
 * IPv4 and an IPv6 address, and so has the engine, so that each is reached from one.
 */
class LocalAddressRemovalTests {

	private static final SctpAddress E6 = ScriptedPeer.address("2001:db8::2");

	private static final SctpAddress P6 = ScriptedPeer.address("2001:db8::1");

	private final AddressPeer peer = new AddressPeer();

	@BeforeEach
	void addsAnIpv6AddressOnBothSides() {
		this.peer.add(E6);
		this.peer.authenticated(this.peer.ack(1));
		this.peer.authenticated(AddressPeer.asconf(1, AddressPeer.request(AddressPeer.ADD, 1, P6)));
		this.peer.outcomes();
	}

	private void confirmIpv6() {
		this.peer.confirm(P6, this.peer.probes());
	}

	private static SentPacket only(List<SentPacket> packets, int type) {
		List<SentPacket> found = packets.stream().filter((packet) -> packet.has(type)).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	@Test
	void theRequestLeavesFromAnAddressThatStaysAndGoesWhereThatReaches() {
		confirmIpv6();
		List<SentPacket> packets = this.peer.remove(E1);
		assertThat(asked(packets)).containsExactly("c002 10.0.0.2");
		assertThat(only(packets, ASCONF).source()).isEqualTo(E6);
		assertThat(only(packets, ASCONF).destination()).isEqualTo(P6);
		packets = this.peer.until(5000);
		assertThat(chunks(packets, ASCONF)).isNotEmpty();
		assertThat(packets).extracting(SentPacket::source).containsOnly(E6);
		this.peer.receiveFrom(P6, E6, this.peer.signed(this.peer.ack(2)));
		assertThat(this.peer.outcomes()).containsExactly("remove 10.0.0.2");
		assertThat(this.peer.locals()).containsExactly(E6);
	}

	@Test
	void dataAndAcknowledgementsGoOnWhileTheRequestIsUnderWayAndAfterwards() {
		confirmIpv6();
		this.peer.remove(E1);
		List<SentPacket> packets = new ArrayList<>(this.peer.send(10));
		assertThat(only(packets, ChunkType.DATA).destination()).isEqualTo(P6);
		packets.addAll(this.peer.receive(RawChunks.data(AddressPeer.PEER_TSN, 0, 0, 3, 4),
				RawChunks.data(AddressPeer.PEER_TSN + 2, 0, 2, 3, 4)));
		assertThat(only(packets, ChunkType.SACK).destination()).isEqualTo(P6);
		this.peer.receiveFrom(P6, E6, RawChunks.sack(this.peer.wire(1), RawChunks.WINDOW));
		this.peer.receiveFrom(P6, E6, this.peer.signed(this.peer.ack(2)));
		packets.addAll(this.peer.send(10));
		packets.addAll(this.peer.until(100_000));
		assertThat(chunks(packets, ChunkType.DATA)).hasSizeGreaterThan(1);
		assertThat(packets).extracting(SentPacket::source).containsOnly(E6);
	}

	@Test
	void whatIsInFlightOnThePathIsSentAgainOnAnother() {
		confirmIpv6();
		assertThat(only(this.peer.send(10), ChunkType.DATA).destination()).isEqualTo(P1);
		this.peer.remove(E1);
		assertThat(only(this.peer.until(1500), ChunkType.DATA).destination()).isEqualTo(P6);
	}

	@Test
	void anAddressIsNotRemovedWhileNoOtherReachesAConfirmedAddress() {
		assertThat(this.peer.remove(E1)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("remove 10.0.0.2 LAST_ADDRESS");
		assertThat(this.peer.locals()).containsExactly(E1, E6);
		List<SentPacket> packets = this.peer.send(10);
		assertThat(only(packets, ChunkType.DATA).source()).isEqualTo(E1);
	}

	@Test
	void shutdownWaitsForTheAnswerSinceUntilThenTheSourceIsUncertain() {
		confirmIpv6();
		this.peer.remove(E1);
		assertThat(chunks(this.peer.peer().shutdown(), ChunkType.SHUTDOWN)).isEmpty();
		assertThat(this.peer.receiveFrom(P6, E6, RawChunks.shutdown(this.peer.wire(0)))).isEmpty();
		List<SentPacket> packets = this.peer.until(1500);
		assertThat(chunks(packets, ASCONF)).hasSize(1);
		packets = this.peer.receiveFrom(P6, E6, this.peer.signed(this.peer.ack(2)));
		assertThat(only(packets, ChunkType.SHUTDOWN_ACK).source()).isEqualTo(E6);
		assertThat(this.peer.outcomes()).containsExactly("remove 10.0.0.2");
	}

	@Test
	void noAddressIsRemovedOnceShutdownWasSent() {
		confirmIpv6();
		this.peer.peer().shutdown();
		assertThat(this.peer.remove(E1)).isEmpty();
		this.peer.receive(RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0));
		assertThat(this.peer.outcomes()).as("nothing is left that has the address").containsExactly("remove 10.0.0.2");
	}

	@Test
	void thePathIsUsedAgainWhenThePeerRefuses() {
		confirmIpv6();
		int id = AddressPeer.id(this.peer.remove(E1), 0);
		this.peer.receiveFrom(P6, E6, this.peer.signed(this.peer.ack(2, AddressPeer.error(id, 0xa4))));
		assertThat(this.peer.outcomes()).containsExactly("remove 10.0.0.2 REFUSED");
		assertThat(only(this.peer.send(10), ChunkType.DATA).destination()).isEqualTo(P1);
	}

}
