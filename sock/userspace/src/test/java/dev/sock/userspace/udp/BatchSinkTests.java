package dev.sock.userspace.udp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchSink} and {@link Destination}, without sockets.
 */
class BatchSinkTests {

	private static final SctpAddress SOURCE = Sockets.LOOPBACK;

	private static final SctpAddress PEER = Sockets.address("192.0.2.1");

	private static final SctpAddress OTHER_PEER = Sockets.address("192.0.2.2");

	private final Map<SctpAddress, UdpSocket> sockets = new HashMap<>();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private UdpSocket socket;

	private BatchSink sink;

	/** {@link NativeIoException} is of no use before the native library is there. */
	@BeforeAll
	static void loadNativeLibrary() {
		Epoll.isAvailable();
	}

	@BeforeEach
	void open() {
		this.sink = sink(GsoMode.AUTO);
		LoopDriver driver = new LoopDriver(this.channel.eventLoop(), this.sink);
		this.socket = new UdpSocket(SOURCE, driver, driver.add(new StrayEngine()), true);
		this.channel.pipeline().addLast(this.socket);
		this.sockets.put(SOURCE, this.socket);
	}

	@AfterEach
	void close() {
		this.sink.release();
		this.channel.finishAndReleaseAll();
	}

	private BatchSink sink(GsoMode gso) {
		return new BatchSink(PooledByteBufAllocator.DEFAULT, gso, this.sockets);
	}

	private boolean write(SctpAddress peer, int size, boolean segmentable, int content) {
		ByteBuffer buffer = this.sink.begin(SOURCE, peer, 9899, 1500, segmentable, false);
		if (buffer == null) {
			return false;
		}
		for (int i = 0; i < size; i++) {
			buffer.put((byte) content);
		}
		this.sink.end(size);
		return true;
	}

	/** Each datagram as bytes in all / bytes of a segment. */
	private List<String> sent() {
		this.sink.flush();
		List<String> sent = new ArrayList<>();
		for (DatagramPacket packet = this.channel.readOutbound(); packet != null; packet = this.channel
			.readOutbound()) {
			int size = packet.content().readableBytes();
			sent.add((packet instanceof SegmentedDatagramPacket segmented) ? size + "/" + segmented.segmentSize()
					: String.valueOf(size));
			packet.release();
		}
		return sent;
	}

	@Test
	void packetsOfEqualSizeAndAShorterLastOneLeaveInOneDatagram() {
		for (int size : new int[] { 1400, 1400, 1400, 300, 1400 }) {
			write(PEER, size, true, 1);
		}
		assertThat(sent()).containsExactly("4500/1400", "1400");
	}

	@Test
	void aLongerPacketStartsANewRun() {
		for (int size : new int[] { 40, 1400, 1400 }) {
			write(PEER, size, true, 1);
		}
		assertThat(sent()).containsExactly("40", "2800/1400");
	}

	@Test
	void aRunEndsWhereTheDestinationChanges() {
		write(PEER, 1400, true, 1);
		write(PEER, 1400, true, 1);
		write(OTHER_PEER, 1400, true, 1);
		write(PEER, 1400, true, 1);
		assertThat(sent()).containsExactly("2800/1400", "1400", "1400");
	}

	@Test
	void packetsThatMayNotBeJoinedLeaveOneByOne() {
		write(PEER, 1400, false, 1);
		write(PEER, 1400, true, 1);
		write(PEER, 1400, true, 1);
		write(PEER, 1400, false, 1);
		assertThat(sent()).containsExactly("1400", "2800/1400", "1400");
	}

	@Test
	void aRunHas64SegmentsAtMost() {
		for (int i = 0; i < 70; i++) {
			write(PEER, 100, true, 1);
		}
		assertThat(sent()).containsExactly("6400/100", "600/100");
	}

	@Test
	void aRunIsNoLongerThanADatagramCanBe() {
		for (int i = 0; i < 50; i++) {
			write(PEER, 1452, true, 1);
		}
		assertThat(sent()).containsExactly("65340/1452", "7260/1452");
	}

	@Test
	void runsThatDoNotFitTheBufferGoOnInAnother() {
		for (int i = 0; i < 200; i++) {
			write(PEER, 1452, true, 1);
		}
		this.sink.flush();
		int bytes = 0;
		for (DatagramPacket packet = this.channel.readOutbound(); packet != null; packet = this.channel
			.readOutbound()) {
			bytes += packet.content().readableBytes();
			packet.release();
		}
		assertThat(bytes).isEqualTo(200 * 1452);
	}

	@Test
	void contentsAreNotMixedUpWhenTheBufferIsUsedAgain() {
		write(PEER, 100, false, 1);
		this.sink.flush();
		DatagramPacket first = Objects.requireNonNull(this.channel.readOutbound());
		write(PEER, 100, false, 2);
		this.sink.flush();
		DatagramPacket second = Objects.requireNonNull(this.channel.readOutbound());
		assertThat(ByteBufUtil.getBytes(first.content())).hasSize(100).containsOnly(1);
		assertThat(ByteBufUtil.getBytes(second.content())).hasSize(100).containsOnly(2);
		first.release();
		second.release();
	}

	@Test
	void anAbandonedPacketIsNotSent() {
		write(PEER, 100, true, 1);
		this.sink.begin(SOURCE, PEER, 9899, 1500, true, false);
		this.sink.end(0);
		this.sink.begin(SOURCE, PEER, 9899, 1500, true, false);
		this.sink.drop();
		write(PEER, 100, true, 1);
		assertThat(sent()).containsExactly("200/100");
	}

	@Test
	void gsoOffJoinsNothingAndGsoOnJoinsWhateverThePeer() {
		this.sink = sink(GsoMode.OFF);
		write(PEER, 100, true, 1);
		write(PEER, 100, true, 1);
		assertThat(sent()).containsExactly("100", "100");
		this.sink.release();
		this.sink = sink(GsoMode.ON);
		write(PEER, 100, false, 1);
		write(PEER, 100, false, 1);
		assertThat(sent()).containsExactly("200/100");
	}

	@Test
	void aPacketFromAnAddressThatHasGoneIsDropped() {
		this.sockets.clear();
		assertThat(write(PEER, 100, true, 1)).isTrue();
		assertThat(sent()).isEmpty();
		assertThat(this.sink.droppedPackets()).isEqualTo(1);
	}

	@Test
	void aPacketFromASocketThatWasClosedIsDropped() {
		write(PEER, 100, true, 1);
		sent();
		this.channel.close();
		assertThat(write(PEER, 100, true, 1)).isTrue();
		assertThat(this.sink.droppedPackets()).isEqualTo(1);
	}

	@Test
	void aSocketThatTakesNoMoreRefusesUntilItIsWritable() {
		this.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
		assertThat(write(PEER, 100, true, 1)).isFalse();
		this.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
		assertThat(write(PEER, 100, true, 1)).isTrue();
	}

	@Test
	void whatIsPastTheWaterMarkIsFlushedAtOnce() {
		this.channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 1000));
		for (int i = 0; i < 20; i++) {
			assertThat(write(PEER, 500, false, 1)).isTrue();
		}
		assertThat(sent()).hasSize(20);
	}

	@Test
	void segmentationThatTheKernelRefusesIsGivenUpTowardsThatDestination() {
		write(PEER, 100, true, 1);
		Destination destination = this.socket.destination(PEER, 9899);
		destination.operationComplete(this.channel.newFailedFuture(new NativeIoException("sendmmsg", -5)));
		assertThat(destination.segmentation()).isFalse();
		sent();
		write(PEER, 100, true, 1);
		write(PEER, 100, true, 1);
		write(OTHER_PEER, 100, true, 1);
		write(OTHER_PEER, 100, true, 1);
		assertThat(sent()).containsExactly("100", "100", "200/100");
	}

	@Test
	void anUnreachableNetworkIsNoReasonToGiveUpSegmentation() {
		Destination destination = this.socket.destination(PEER, 9899);
		destination.operationComplete(this.channel.newFailedFuture(new NativeIoException("sendmmsg", -101)));
		assertThat(destination.segmentation()).isTrue();
		assertThat(this.socket.failedSends()).isEqualTo(1);
	}

	@Test
	void destinationsAreMadeOnce() {
		assertThat(this.socket.destination(PEER, 9899))
			.isSameAs(this.socket.destination(Sockets.address("192.0.2.1"), 9899))
			.isNotSameAs(this.socket.destination(PEER, 9900))
			.isNotSameAs(this.socket.destination(OTHER_PEER, 9899));
	}

}
