package dev.sock.userspace.engine.packet;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * DATA and SACK come by the million, so that a few bytes for each would be the garbage
 * collector's main work.
 */
class AllocationTests {

	private static final int PACKETS = 200_000;

	private final PacketWriter writer = new PacketWriter();

	private final PacketReader reader = new PacketReader();

	private final DataChunkView data = new DataChunkView();

	private final SackChunkView sack = new SackChunkView();

	private final byte[] payload = new byte[1001];

	private final int[] blocks = { 2, 3, 5, 6 };

	private final int[] duplicates = { 7 };

	private long sum;

	@Test
	void dataAndSackAreWrittenAndReadWithoutGarbageInDirectMemory() {
		assertNoGarbage(ByteBuffer.allocateDirect(4096));
	}

	@Test
	void dataAndSackAreWrittenAndReadWithoutGarbageOnTheHeap() {
		assertNoGarbage(ByteBuffer.allocate(4096));
	}

	private void assertNoGarbage(ByteBuffer buffer) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		run(buffer);
		long before = threads.getCurrentThreadAllocatedBytes();
		run(buffer);
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(this.sum).isPositive();
		assertThat(allocated).isLessThan(PACKETS);
	}

	private void run(ByteBuffer buffer) {
		for (int i = 0; i < PACKETS; i++) {
			buffer.clear();
			this.writer.begin(buffer, 1, 2, 3, 1452);
			this.writer.sack(i, 1000, this.blocks, 2, this.duplicates, 1);
			this.writer.data(3, i, 1, 2, 3, this.payload, 0, this.payload.length);
			this.writer.finish();
			buffer.flip();
			if (this.reader.wrap(buffer) != PacketReader.Status.OK || this.reader.contains(ChunkType.ABORT)) {
				throw new AssertionError();
			}
			while (this.reader.next()) {
				if (this.sack.wrap(this.reader)) {
					this.sum += this.sack.gapStart(0) + this.sack.gapEnd(1) + this.sack.duplicate(0);
				}
				else if (this.data.wrap(this.reader)) {
					this.data.copyPayload(this.payload, 0);
					this.sum += this.data.payloadLength();
				}
			}
		}
	}

}
