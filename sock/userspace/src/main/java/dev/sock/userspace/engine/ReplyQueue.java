package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import dev.sock.userspace.engine.association.Reply;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketSigner;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketWriter;

/**
 * Packets of control chunks that wait to leave. Bounded: while the network takes nothing,
 * further ones are dropped, as the network might drop them too.
 */
final class ReplyQueue {

	private final ArrayDeque<Reply> replies = new ArrayDeque<>();

	private final int max;

	ReplyQueue(int max) {
		this.max = max;
	}

	void add(Reply reply) {
		if (this.replies.size() < this.max) {
			this.replies.add(reply);
		}
	}

	/** Writes what waits; returns whether the sink took everything. */
	boolean flush(PacketSink sink, PacketWriter writer) {
		for (Reply reply = this.replies.peek(); reply != null; reply = this.replies.peek()) {
			int size = PacketReader.COMMON_HEADER_SIZE;
			for (Chunk chunk : reply.chunks()) {
				size += (chunk.encodedLength() + 3) & ~3;
			}
			PacketSigner signer = reply.signer();
			if (signer != null) {
				size += signer.chunkSize();
			}
			ByteBuffer buffer = sink.begin(reply.source(), reply.destination(), reply.remoteUdpPort(), size, false,
					false);
			if (buffer == null) {
				return false;
			}
			writer.begin(buffer, reply.localPort(), reply.remotePort(), reply.tag(), size);
			for (Chunk chunk : reply.chunks()) {
				if (signer != null && signer.requires(chunk.type())) {
					writer.auth(signer);
				}
				writer.chunk(chunk);
			}
			sink.end(writer.finish());
			this.replies.remove();
		}
		return true;
	}

}
