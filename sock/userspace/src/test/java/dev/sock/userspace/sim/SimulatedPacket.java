package dev.sock.userspace.sim;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.PacketText;

/**
 * An SCTP packet in a UDP datagram on its way.
 *
 * @param source address that it left from
 * @param sourceUdpPort UDP port that it left from
 * @param destination address that it goes to
 * @param destinationUdpPort UDP port that it goes to
 * @param bytes the SCTP packet, not to be changed
 * @param fragmentable whether IP fragments it where it is too large, so that it gets
 * through
 */
public record SimulatedPacket(SctpAddress source, int sourceUdpPort, SctpAddress destination, int destinationUdpPort,
		byte[] bytes, boolean fragmentable) {

	/**
	 * Makes a packet that IP does not fragment.
	 * @param source address that it left from
	 * @param sourceUdpPort UDP port that it left from
	 * @param destination address that it goes to
	 * @param destinationUdpPort UDP port that it goes to
	 * @param bytes the SCTP packet, not to be changed
	 */
	public SimulatedPacket(SctpAddress source, int sourceUdpPort, SctpAddress destination, int destinationUdpPort,
			byte[] bytes) {
		this(source, sourceUdpPort, destination, destinationUdpPort, bytes, false);
	}

	SimulatedPacket withBytes(byte[] bytes) {
		return new SimulatedPacket(this.source, this.sourceUdpPort, this.destination, this.destinationUdpPort, bytes,
				this.fragmentable);
	}

	/**
	 * Returns the type of the first chunk.
	 * @return the type, or -1 if there is no chunk
	 */
	public int firstChunkType() {
		return (this.bytes.length > 12) ? this.bytes[12] & 0xff : -1;
	}

	@Override
	public String toString() {
		return this.source + ":" + this.sourceUdpPort + " -> " + this.destination + ":" + this.destinationUdpPort + " "
				+ PacketText.describe(ByteBuffer.wrap(this.bytes));
	}

}
