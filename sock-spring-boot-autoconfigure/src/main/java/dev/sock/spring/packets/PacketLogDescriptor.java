package dev.sock.spring.packets;

import dev.sock.capture.PacketLog;

/**
 * A packet log.
 *
 * @param packets packets that it has
 * @param forgotten packets that made room for newer ones
 * @param bytes memory that it takes, roughly
 * @param maxBytes memory that it takes at most
 * @param payloadLimit bytes of each DATA chunk's payload that it keeps
 */
public record PacketLogDescriptor(int packets, long forgotten, long bytes, long maxBytes, int payloadLimit) {

	static PacketLogDescriptor of(PacketLog log) {
		return new PacketLogDescriptor(log.packets(), log.forgotten(), log.bytes(), log.maxBytes(), log.payloadLimit());
	}

}
