package dev.sock.userspace.engine.packet;

/**
 * The chunk types that this implementation knows (RFC 9260 §3.2, RFC 4820 for PAD, RFC
 * 3758 for FORWARD TSN, RFC 6525 for RE-CONFIG, RFC 4895 for AUTH), as plain numbers
 * because they are compared for each chunk received.
 */
public final class ChunkType {

	public static final int DATA = 0;

	public static final int INIT = 1;

	public static final int INIT_ACK = 2;

	public static final int SACK = 3;

	public static final int HEARTBEAT = 4;

	public static final int HEARTBEAT_ACK = 5;

	public static final int ABORT = 6;

	public static final int SHUTDOWN = 7;

	public static final int SHUTDOWN_ACK = 8;

	public static final int ERROR = 9;

	public static final int COOKIE_ECHO = 10;

	public static final int COOKIE_ACK = 11;

	public static final int SHUTDOWN_COMPLETE = 14;

	public static final int AUTH = 15;

	public static final int ASCONF_ACK = 0x80;

	public static final int RE_CONFIG = 0x82;

	public static final int PAD = 0x84;

	public static final int FORWARD_TSN = 0xC0;

	public static final int ASCONF = 0xC1;

	private ChunkType() {
	}

	/**
	 * Whether an unknown chunk of this type ends the processing of its packet (RFC 9260
	 * §3.2: the highest bit is 0).
	 * @param type the type of a chunk that is not known here
	 * @return whether the rest of the packet is to be left unread
	 */
	public static boolean stopOnUnknown(int type) {
		return (type & 0x80) == 0;
	}

	/**
	 * Whether an unknown chunk of this type is reported to its sender (RFC 9260 §3.2: the
	 * second highest bit is 1).
	 * @param type the type of a chunk that is not known here
	 * @return whether to answer with an ERROR chunk
	 */
	public static boolean reportUnknown(int type) {
		return (type & 0x40) != 0;
	}

	/**
	 * The name for logs.
	 * @param type a chunk type, known or not
	 * @return the name as the RFC spells it, or the number
	 */
	public static String name(int type) {
		return switch (type) {
			case DATA -> "DATA";
			case INIT -> "INIT";
			case INIT_ACK -> "INIT ACK";
			case SACK -> "SACK";
			case HEARTBEAT -> "HEARTBEAT";
			case HEARTBEAT_ACK -> "HEARTBEAT ACK";
			case ABORT -> "ABORT";
			case SHUTDOWN -> "SHUTDOWN";
			case SHUTDOWN_ACK -> "SHUTDOWN ACK";
			case ERROR -> "ERROR";
			case COOKIE_ECHO -> "COOKIE ECHO";
			case COOKIE_ACK -> "COOKIE ACK";
			case SHUTDOWN_COMPLETE -> "SHUTDOWN COMPLETE";
			case AUTH -> "AUTH";
			case ASCONF -> "ASCONF";
			case ASCONF_ACK -> "ASCONF-ACK";
			case RE_CONFIG -> "RE-CONFIG";
			case PAD -> "PAD";
			case FORWARD_TSN -> "FORWARD TSN";
			default -> "chunk type " + type;
		};
	}

}
