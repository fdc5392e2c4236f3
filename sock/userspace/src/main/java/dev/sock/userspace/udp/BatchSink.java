package dev.sock.userspace.udp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.PacketSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the packets of a batch in large buffers, one after the other. Packets of equal
 * size to one destination, the last one shorter perhaps, leave as one datagram that the
 * kernel cuts up (UDP_SEGMENT), where it can and may; others leave one by one, but in one
 * system call for many (sendmmsg). Used on the event loop only.
 */
final class BatchSink implements PacketSink {

	/** UDP_MAX_SEGMENTS of Linux before 6.9. */
	static final int MAX_SEGMENTS = 64;

	/** Longest UDP payload in IPv4. */
	static final int MAX_DATAGRAM = 65507;

	/** Room for two full runs, still small enough for the processor's cache. */
	private static final int BUFFER_SIZE = 128 * 1024;

	private final ByteBufAllocator allocator;

	private final GsoMode gso;

	private final Map<SctpAddress, UdpSocket> sockets;

	private final List<UdpSocket> written = new ArrayList<>();

	private @Nullable ByteBuf buffer;

	private ByteBuffer view = ByteBuffer.allocate(0);

	/** Where the open run starts and the next packet goes. */
	private int runStart;

	private int position;

	private int runSegments;

	private int runSegmentSize;

	private @Nullable Destination runDestination;

	private @Nullable Destination lastDestination;

	/** The packet between begin and end; without a destination it is dropped. */
	private @Nullable Destination packetDestination;

	private boolean packetSegmentable;

	private @Nullable ByteBuffer scratch;

	private long droppedPackets;

	/**
	 * Creates a sink.
	 * @param allocator makes the buffers
	 * @param gso when to use UDP_SEGMENT
	 * @param sockets the sockets by their local address; may change
	 */
	BatchSink(ByteBufAllocator allocator, GsoMode gso, Map<SctpAddress, UdpSocket> sockets) {
		this.allocator = allocator;
		this.gso = gso;
		this.sockets = sockets;
	}

	@Override
	public @Nullable ByteBuffer begin(SctpAddress source, SctpAddress destination, int remoteUdpPort, int maxSize,
			boolean segmentable, boolean fragmentable) {
		Destination target = find(source, destination, remoteUdpPort);
		if (target == null || !target.socket().isOpen()) {
			// The address has gone: to refuse would stop the engine for good.
			this.packetDestination = null;
			return scratch(maxSize);
		}
		UdpSocket socket = target.socket();
		if (!socket.isWritable()) {
			endRun();
			socket.flush();
			if (!socket.isWritable()) {
				return null;
			}
		}
		this.packetDestination = target;
		this.packetSegmentable = this.gso == GsoMode.ON || (segmentable && this.gso == GsoMode.AUTO);
		if (this.buffer == null || this.view.capacity() - this.position < maxSize) {
			newBuffer(maxSize);
		}
		return this.view.limit(this.view.capacity()).position(this.position).order(ByteOrder.BIG_ENDIAN);
	}

	private @Nullable Destination find(SctpAddress source, SctpAddress destination, int remoteUdpPort) {
		Destination last = this.lastDestination;
		if (last != null && last.socket().isOpen() && last.matches(source, destination, remoteUdpPort)) {
			return last;
		}
		UdpSocket socket = this.sockets.get(source);
		last = (socket != null) ? socket.destination(destination, remoteUdpPort) : null;
		this.lastDestination = last;
		return last;
	}

	@Override
	public void end(int size) {
		Destination target = this.packetDestination;
		this.packetDestination = null;
		if (size <= 0) {
			return;
		}
		if (target == null) {
			this.droppedPackets++;
			return;
		}
		boolean segmentable = this.packetSegmentable && target.segmentation();
		if (this.runDestination != null && !(segmentable && target == this.runDestination && size <= this.runSegmentSize
				&& this.runSegments < MAX_SEGMENTS && this.position - this.runStart + size <= MAX_DATAGRAM)) {
			endRun();
		}
		if (this.runDestination == null) {
			this.runStart = this.position;
			this.runDestination = target;
			this.runSegmentSize = size;
		}
		this.position += size;
		this.runSegments++;
		if (!segmentable || size < this.runSegmentSize) {
			endRun();
		}
	}

	private void endRun() {
		Destination target = this.runDestination;
		ByteBuf from = this.buffer;
		if (target == null || from == null) {
			return;
		}
		ByteBuf content = from.retainedSlice(this.runStart, this.position - this.runStart);
		UdpSocket socket = target.socket();
		if (this.runSegments > 1) {
			socket.writeSegmented(new SegmentedDatagramPacket(content, this.runSegmentSize, target.socketAddress()),
					target);
		}
		else {
			socket.write(new DatagramPacket(content, target.socketAddress()));
		}
		if (socket.markWritten()) {
			this.written.add(socket);
		}
		this.runDestination = null;
		this.runSegments = 0;
	}

	/**
	 * Sends what was gathered. Ends every batch.
	 */
	void flush() {
		endRun();
		for (int i = 0; i < this.written.size(); i++) {
			this.written.get(i).flush();
		}
		this.written.clear();
		if (this.buffer != null && this.buffer.refCnt() == 1) {
			this.position = 0;
		}
	}

	/**
	 * Drops the packet that was begun and not ended.
	 */
	void drop() {
		this.packetDestination = null;
	}

	/**
	 * Frees the buffer.
	 */
	void release() {
		endRun();
		if (this.buffer != null) {
			this.buffer.release();
			this.buffer = null;
		}
	}

	/**
	 * Returns how many packets had no socket to leave from.
	 * @return the number
	 */
	long droppedPackets() {
		return this.droppedPackets;
	}

	private void newBuffer(int atLeast) {
		release();
		ByteBuf fresh = this.allocator.directBuffer(Math.max(BUFFER_SIZE, atLeast));
		fresh.writerIndex(fresh.capacity());
		this.buffer = fresh;
		this.view = fresh.nioBuffer(0, fresh.capacity());
		this.position = 0;
	}

	private ByteBuffer scratch(int size) {
		ByteBuffer target = this.scratch;
		if (target == null || target.capacity() < size) {
			target = ByteBuffer.allocateDirect(size);
			this.scratch = target;
		}
		target.clear();
		return target;
	}

}
