package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.association.Origin;
import dev.sock.userspace.engine.association.Reply;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.InitChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketWriter;

/**
 * Answers packets to SCTP ports that no endpoint has, so that a peer learns at once that
 * nobody is there (RFC 9260 §8.4). Not safe for use by several threads.
 */
public final class StrayPackets {

	private static final int MAX_ANSWERS = 256;

	private final ReplyQueue replies = new ReplyQueue(MAX_ANSWERS);

	private final OutOfTheBlue outOfTheBlue = new OutOfTheBlue(this.replies::add);

	private final PacketReader reader = new PacketReader();

	private final PacketWriter writer = new PacketWriter();

	/**
	 * Creates it.
	 */
	public StrayPackets() {
	}

	/**
	 * Handles one packet.
	 * @param packet the SCTP packet from position to limit; not kept
	 * @param localAddress local address that it came to
	 * @param remoteAddress address that it came from
	 * @param remoteUdpPort UDP port that it came from
	 */
	public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort) {
		if (this.reader.wrap(packet) != PacketReader.Status.OK || this.reader.sourcePort() == 0
				|| remoteAddress.isMulticastOrBroadcast() || this.reader.firstType() < 0) {
			return;
		}
		Origin from = new Origin(localAddress, this.reader.destinationPort(), remoteAddress, remoteUdpPort,
				this.reader.sourcePort());
		if (this.reader.verificationTag() == 0 || this.reader.firstType() == ChunkType.INIT) {
			refuse(from);
		}
		else {
			this.outOfTheBlue.answer(this.reader, from);
		}
	}

	private void refuse(Origin from) {
		if (this.reader.verificationTag() != 0 || this.reader.chunkCount() != 1 || !this.reader.next()) {
			return;
		}
		InitChunk init = InitChunk.decode(this.reader);
		if (init != null && init.initiateTag() != 0) {
			this.replies.add(Reply.to(from, init.initiateTag(), new AbortChunk(false, List.of())));
		}
	}

	/**
	 * Writes the answers.
	 * @param sink takes the packets
	 * @return whether it took all
	 */
	public boolean flush(PacketSink sink) {
		return this.replies.flush(sink, this.writer);
	}

}
