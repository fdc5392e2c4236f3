package dev.sock.userspace.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.OPTIONS;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The peer removes an address to which something was sent that is not answered yet.
 */
class PathRemovalTests {

	private static List<SentPacket> withReConfig(List<SentPacket> packets) {
		return packets.stream().filter((packet) -> packet.has(ChunkType.RE_CONFIG)).toList();
	}

	@Test
	void aRequestToResetStreamsGoesOnAtAnAddressThatIsLeft() {
		AddressPeer peer = new AddressPeer(
				OPTIONS.toBuilder().streamReconfiguration(Set.of(StreamReconfiguration.RESET_STREAMS)).build(),
				RawAuth.usual());
		peer.addAndConfirm(1, P2);
		peer.peer()
			.association()
			.reconfigure(new ResetOutbound(List.of()), new CompletableFuture<>(), peer.peer().now());
		assertThat(withReConfig(peer.flush())).extracting(SentPacket::destination).containsExactly(P1);
		List<SentPacket> packets = peer.authenticatedFrom(P2, asconf(2, request(AddressPeer.DELETE, 2, P1)));
		assertThat(withReConfig(packets)).extracting(SentPacket::destination).containsExactly(P2);
		packets = withReConfig(peer.until(10_000));
		assertThat(packets).extracting(SentPacket::destination).isNotEmpty().containsOnly(P2);
		assertThat(peer.path(P2).errorCount()).isEqualTo(packets.size());
	}

}
