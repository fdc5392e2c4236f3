package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Takes the packets that an engine writes. Between {@link #begin} and {@link #end} one
 * packet is being written.
 */
public interface PacketSink {

	/**
	 * Begins a packet.
	 * @param source local address that it leaves from
	 * @param destination address that it goes to
	 * @param remoteUdpPort UDP port that it goes to
	 * @param maxSize most bytes that will be written
	 * @param segmentable whether it may leave in one batch with others to the same
	 * destination, to be cut up by the kernel
	 * @param fragmentable whether it may be larger than the path takes, because it
	 * carries a chunk made when the path MTU was thought to be larger, so that IP has to
	 * fragment it
	 * @return a buffer with at least {@code maxSize} bytes remaining, to be written from
	 * its position on; or {@code null} if nothing can be taken now, in which case the
	 * engine keeps what it has and {@code flush} is to be called again later
	 */
	@Nullable ByteBuffer begin(SctpAddress source, SctpAddress destination, int remoteUdpPort, int maxSize, boolean segmentable,
			boolean fragmentable);

	/**
	 * Ends the packet.
	 * @param size its bytes, from the position at {@link #begin}; 0 to drop it
	 */
	void end(int size);

}
