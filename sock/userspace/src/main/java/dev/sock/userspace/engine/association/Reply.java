package dev.sock.userspace.engine.association;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.PacketSigner;
import org.jspecify.annotations.Nullable;

/**
 * A packet of control chunks that waits to leave.
 *
 * @param source local address that it leaves from
 * @param localPort SCTP port that it leaves from
 * @param destination address that it goes to
 * @param remoteUdpPort UDP port that it goes to
 * @param remotePort SCTP port that it goes to
 * @param tag its verification tag
 * @param chunks its chunks, which fit one packet
 * @param signer authenticates those that the peer takes only authenticated, or
 * {@code null} if none is
 */
public record Reply(SctpAddress source, int localPort, SctpAddress destination, int remoteUdpPort, int remotePort,
		int tag, List<Chunk> chunks, @Nullable PacketSigner signer) {

	/**
	 * Makes a packet that goes back to where one came from.
	 * @param origin where it came from
	 * @param tag its verification tag
	 * @param chunks its chunks, which fit one packet
	 * @param signer authenticates them, or {@code null}
	 * @return the packet
	 */
	static Reply to(Origin origin, int tag, List<Chunk> chunks, @Nullable PacketSigner signer) {
		return new Reply(origin.local(), origin.localPort(), origin.remote(), origin.remoteUdpPort(),
				origin.remotePort(), tag, chunks, signer);
	}

	/**
	 * Makes a packet of one chunk that goes back to where one came from, and is not
	 * authenticated.
	 * @param origin where it came from
	 * @param tag its verification tag
	 * @param chunk its chunk
	 * @return the packet
	 */
	public static Reply to(Origin origin, int tag, Chunk chunk) {
		return to(origin, tag, List.of(chunk), null);
	}

}
