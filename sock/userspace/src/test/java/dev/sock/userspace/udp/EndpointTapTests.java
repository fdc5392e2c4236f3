package dev.sock.userspace.udp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sock.SctpAddress;
import dev.sock.SctpPacketTap;
import dev.sock.userspace.engine.packet.PacketSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link EndpointTap} and {@link TappedSink}, without sockets.
 */
class EndpointTapTests {

	private static final SctpAddress OURS = Sockets.LOOPBACK;

	private static final SctpAddress THEIRS = Sockets.address("192.0.2.1");

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sock.packet");

	private final Level before = this.logger.getLevel();

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final List<Throwable> failures = new ArrayList<>();

	private final List<String> seen = new ArrayList<>();

	private final EndpointTap tap = new EndpointTap("client", this.failures::add);

	private final MemorySink target = new MemorySink();

	private final SctpPacketTap noting = (outbound, local, remote, udpPort, packet) -> {
		StringBuilder bytes = new StringBuilder();
		while (packet.hasRemaining()) {
			bytes.append(packet.get()).append(' ');
		}
		this.seen
			.add((outbound ? "out " : "in ") + local + " " + remote + " " + udpPort + ": " + bytes.toString().trim());
	};

	@BeforeEach
	void quiet() {
		this.logger.setLevel(Level.INFO);
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void asBefore() {
		this.logger.detachAppender(this.lines);
		this.logger.setLevel(this.before);
	}

	private static boolean write(PacketSink sink, int... bytes) {
		ByteBuffer buffer = sink.begin(OURS, THEIRS, 9899, 100, true, false);
		if (buffer == null) {
			return false;
		}
		for (int each : bytes) {
			buffer.put((byte) each);
		}
		sink.end(bytes.length);
		return true;
	}

	@Test
	void withoutATapTheSinkIsHandedOnAsItIs() {
		assertThat(this.tap.around(this.target)).isSameAs(this.target);
		this.tap.packet(false, OURS, THEIRS, 9899, ByteBuffer.wrap(new byte[] { 1 }));
		this.tap.user(this.noting);
		assertThat(this.tap.around(this.target)).isNotSameAs(this.target);
		this.tap.user(null);
		assertThat(this.tap.around(this.target)).isSameAs(this.target);
		assertThat(this.lines.list).isEmpty();
	}

	@Test
	void packetsAreShownAsTheyAreWrittenAndHandedOn() {
		this.tap.user(this.noting);
		PacketSink sink = this.tap.around(this.target);
		write(sink, 1, 2, 3);
		write(sink, 4, 5);
		assertThat(this.seen).containsExactly("out 127.0.0.1 192.0.2.1 9899: 1 2 3",
				"out 127.0.0.1 192.0.2.1 9899: 4 5");
		assertThat(this.target.calls).containsExactly("127.0.0.1 192.0.2.1 9899 100 true false", "1 2 3",
				"127.0.0.1 192.0.2.1 9899 100 true false", "4 5");
	}

	@Test
	void aPacketThatIsDroppedOrRefusedIsNotShown() {
		this.tap.user(this.noting);
		PacketSink sink = this.tap.around(this.target);
		write(sink);
		this.target.full = true;
		assertThat(write(sink, 1)).isFalse();
		assertThat(this.seen).isEmpty();
		this.target.full = false;
		assertThat(write(sink, 2)).isTrue();
		assertThat(this.seen).containsExactly("out 127.0.0.1 192.0.2.1 9899: 2");
	}

	@Test
	void whatATapThrowsIsReportedAndThePacketLeaves() {
		Error error = new StackOverflowError("thrown by a test");
		this.tap.user((outbound, local, remote, udpPort, packet) -> {
			throw error;
		});
		assertThat(write(this.tap.around(this.target), 1, 2)).isTrue();
		this.tap.packet(false, OURS, THEIRS, 9899, ByteBuffer.wrap(new byte[] { 1 }));
		assertThat(this.failures).containsExactly(error, error);
		assertThat(this.target.calls).endsWith("1 2");
	}

	@Test
	void aTapCannotChangeWhatLeaves() {
		this.tap.user((outbound, local, remote, udpPort, packet) -> {
			packet.position(packet.limit());
			packet.put(0, (byte) 9);
		});
		write(this.tap.around(this.target), 1, 2);
		ByteBuffer came = ByteBuffer.wrap(new byte[] { 3, 4 });
		this.tap.packet(false, OURS, THEIRS, 9899, came);
		assertThat(this.failures).hasSize(2).allSatisfy((ex) -> assertThat(ex).isInstanceOf(RuntimeException.class));
		assertThat(this.target.calls).endsWith("1 2");
		assertThat(came).isEqualTo(ByteBuffer.wrap(new byte[] { 3, 4 }));
	}

	@Test
	void atDebugEachPacketIsALine() {
		this.logger.setLevel(Level.DEBUG);
		write(this.tap.around(this.target), 1, 2);
		this.tap.packet(false, OURS, THEIRS, 9899, ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		assertThat(this.lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Endpoint 'client': 127.0.0.1 -> 192.0.2.1:9899 not a packet (2 bytes)",
					"Endpoint 'client': 127.0.0.1 <- 192.0.2.1:9899 not a packet (3 bytes)");
		assertThat(this.seen).isEmpty();
	}

	@Test
	void aSinkWithoutAnotherToHandOnToSaysSo() {
		TappedSink sink = new TappedSink(this.noting);
		assertThatThrownBy(() -> write(sink, 1)).isInstanceOf(IllegalStateException.class);
	}

	/** Has packets one behind the other in one buffer, as the real one does. */
	private static final class MemorySink implements PacketSink {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(1000);

		private final List<String> calls = new ArrayList<>();

		private boolean full;

		private int next = 40;

		@Override
		public @Nullable ByteBuffer begin(SctpAddress source, SctpAddress destination, int remoteUdpPort, int maxSize,
				boolean segmentable, boolean fragmentable) {
			this.calls.add(source + " " + destination + " " + remoteUdpPort + " " + maxSize + " " + segmentable + " "
					+ fragmentable);
			return this.full ? null : this.buffer.limit(this.next + maxSize).position(this.next);
		}

		@Override
		public void end(int size) {
			StringBuilder bytes = new StringBuilder();
			for (int i = 0; i < size; i++) {
				bytes.append(this.buffer.get(this.next + i)).append(' ');
			}
			this.calls.add(bytes.toString().trim());
			this.next += size;
		}

	}

}
