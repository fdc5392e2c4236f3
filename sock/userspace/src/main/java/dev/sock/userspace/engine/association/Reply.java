package dev.sock.userspace.engine.association;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.Chunk;

/**
 * A packet of control chunks that waits to leave.
 *
 * @param source local address that it leaves from
 * @param destination address that it goes to
 * @param remoteUdpPort UDP port that it goes to
 * @param remotePort SCTP port that it goes to
 * @param tag its verification tag
 * @param chunks its chunks, which fit one packet
 */
public record Reply(SctpAddress source, SctpAddress destination, int remoteUdpPort, int remotePort, int tag,
		List<Chunk> chunks) {

	/**
	 * Makes a packet of one chunk.
	 * @param source local address that it leaves from
	 * @param destination address that it goes to
	 * @param remoteUdpPort UDP port that it goes to
	 * @param remotePort SCTP port that it goes to
	 * @param tag its verification tag
	 * @param chunk its chunk
	 */
	public Reply(SctpAddress source, SctpAddress destination, int remoteUdpPort, int remotePort, int tag, Chunk chunk) {
		this(source, destination, remoteUdpPort, remotePort, tag, List.of(chunk));
	}

}
