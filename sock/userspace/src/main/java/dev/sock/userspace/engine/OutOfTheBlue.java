package dev.sock.userspace.engine;

import java.util.List;
import java.util.function.Consumer;

import dev.sock.userspace.engine.association.Origin;
import dev.sock.userspace.engine.association.Reply;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.ShutdownCompleteChunk;
import dev.sock.userspace.engine.packet.StaleCookieCause;

/**
 * Answers packets that belong to no association (RFC 9260 §8.4). INIT and COOKIE ECHO are
 * handled elsewhere.
 */
final class OutOfTheBlue {

	private final Consumer<Reply> network;

	OutOfTheBlue(Consumer<Reply> network) {
		this.network = network;
	}

	void answer(PacketReader packet, Origin from) {
		if (packet.contains(ChunkType.ABORT)) {
			return;
		}
		if (packet.contains(ChunkType.SHUTDOWN_ACK)) {
			send(packet, from, new ShutdownCompleteChunk(true));
			return;
		}
		if (packet.contains(ChunkType.SHUTDOWN_COMPLETE) || packet.contains(ChunkType.COOKIE_ACK)
				|| hasStaleCookieError(packet)) {
			return;
		}
		send(packet, from, new AbortChunk(true, List.of()));
	}

	private boolean hasStaleCookieError(PacketReader packet) {
		packet.rewind();
		while (packet.next()) {
			ErrorChunk error = (packet.type() == ChunkType.ERROR) ? ErrorChunk.decode(packet) : null;
			if (error != null) {
				for (ErrorCause cause : error.causes()) {
					if (cause instanceof StaleCookieCause) {
						return true;
					}
				}
			}
		}
		return false;
	}

	private void send(PacketReader packet, Origin from, Chunk chunk) {
		this.network.accept(Reply.to(from, packet.verificationTag(), chunk));
	}

}
