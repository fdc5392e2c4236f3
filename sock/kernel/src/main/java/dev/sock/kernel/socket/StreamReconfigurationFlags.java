package dev.sock.kernel.socket;

import java.util.EnumSet;
import java.util.Set;

import dev.sock.StreamReconfiguration;

/**
 * The flags of {@code SCTP_ENABLE_STREAM_RESET} (RFC 6525 §6.3.1), as
 * {@code linux/sctp.h} has them.
 */
final class StreamReconfigurationFlags {

	private StreamReconfigurationFlags() {
	}

	static int of(Set<StreamReconfiguration> allowed) {
		int flags = 0;
		for (StreamReconfiguration one : allowed) {
			flags |= flag(one);
		}
		return flags;
	}

	static Set<StreamReconfiguration> read(int flags) {
		Set<StreamReconfiguration> allowed = EnumSet.noneOf(StreamReconfiguration.class);
		for (StreamReconfiguration one : StreamReconfiguration.values()) {
			if ((flags & flag(one)) != 0) {
				allowed.add(one);
			}
		}
		return allowed;
	}

	private static int flag(StreamReconfiguration one) {
		return switch (one) {
			case RESET_STREAMS -> 1;
			case RESET_ASSOCIATION -> 2;
			case ADD_STREAMS -> 4;
		};
	}

}
