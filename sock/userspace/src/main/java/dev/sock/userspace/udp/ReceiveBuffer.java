package dev.sock.userspace.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Gives out one large buffer again and again: packets are done with before the next read.
 * It holds the longest datagram, or as many as the kernel joins (UDP_GRO).
 */
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

	static final int SIZE = 64 * 1024;

	/** Packets in a batch at most, about. */
	private static final int MAX_PACKETS = 64;

	private final ByteBuf buffer;

	ReceiveBuffer(ByteBufAllocator allocator) {
		super(MAX_PACKETS);
		this.buffer = allocator.directBuffer(SIZE, SIZE);
	}

	@Override
	@SuppressWarnings("deprecation")
	public Handle newHandle() {
		return new MaxMessageHandle() {

			@Override
			public int guess() {
				return SIZE;
			}

			@Override
			public ByteBuf allocate(ByteBufAllocator allocator) {
				ByteBuf shared = ReceiveBuffer.this.buffer;
				if (shared.refCnt() == 1) {
					return shared.clear().retain();
				}
				return allocator.directBuffer(SIZE, SIZE);
			}

		};
	}

	void release() {
		this.buffer.release();
	}

}
