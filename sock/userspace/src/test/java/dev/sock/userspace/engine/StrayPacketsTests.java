package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.CookieAckChunk;
import dev.sock.userspace.engine.packet.InitChunk;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketText;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.packet.ShutdownAckChunk;
import dev.sock.userspace.engine.packet.ShutdownChunk;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrayPackets}.
 */
class StrayPacketsTests {

	private static final SctpAddress LOCAL = SctpAddress.of(new byte[] { 10, 0, 0, 1 });

	private static final SctpAddress REMOTE = SctpAddress.of(new byte[] { 10, 0, 0, 2 });

	private final StrayPackets strays = new StrayPackets();

	private final List<String> sent = new ArrayList<>();

	@Test
	void anInitToAPortThatNobodyHasIsRefusedWithTheTagItAskedFor() {
		receive(0, new InitChunk(0x1234, 5000, 1, 1, 1, List.of()));
		assertThat(this.sent).hasSize(1);
		assertThat(this.sent.get(0)).contains("7000>6000").contains("tag=00001234").contains("ABORT");
	}

	@Test
	void anInitWithATagIsIgnored() {
		receive(5, new InitChunk(0x1234, 5000, 1, 1, 1, List.of()));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void anInitThatAsksForTagZeroIsIgnored() {
		receive(0, new InitChunk(0, 5000, 1, 1, 1, List.of()));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void aPacketOfAnAssociationThatIsGoneIsAnsweredByAnAbortWithItsOwnTag() {
		receive(0x77, new ShutdownChunk(1));
		assertThat(this.sent).hasSize(1);
		assertThat(this.sent.get(0)).contains("tag=00000077").contains("ABORT(T");
	}

	@Test
	void aShutdownAckIsAnsweredSoThatThePeerCanForget() {
		receive(0x77, new ShutdownAckChunk());
		assertThat(this.sent).hasSize(1);
		assertThat(this.sent.get(0)).contains("tag=00000077").contains("SHUTDOWN COMPLETE");
	}

	@Test
	void aCookieAckIsIgnored() {
		receive(0x77, new CookieAckChunk());
		assertThat(this.sent).isEmpty();
	}

	private void receive(int tag, Chunk chunk) {
		ByteBuffer packet = ByteBuffer.allocate(1500);
		PacketWriter writer = new PacketWriter();
		writer.begin(packet, 6000, 7000, tag, 1400);
		writer.chunk(chunk);
		writer.finish();
		packet.flip();
		this.strays.receive(packet, LOCAL, REMOTE, 9899);
		boolean complete = this.strays.flush(new PacketSink() {

			private final ByteBuffer buffer = ByteBuffer.allocate(1500);

			@Override
			public ByteBuffer begin(SctpAddress source, SctpAddress destination, int remoteUdpPort, int maxSize,
					boolean segmentable, boolean fragmentable) {
				assertThat(source).isEqualTo(LOCAL);
				assertThat(destination).isEqualTo(REMOTE);
				assertThat(remoteUdpPort).isEqualTo(9899);
				return this.buffer.clear();
			}

			@Override
			public void end(int size) {
				StrayPacketsTests.this.sent.add(PacketText.describe(this.buffer.flip()));
			}

		});
		assertThat(complete).isTrue();
	}

}
