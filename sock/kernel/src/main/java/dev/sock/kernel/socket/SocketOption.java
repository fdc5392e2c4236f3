package dev.sock.kernel.socket;

/**
 * Options of an SCTP socket that have a structure, with the number and size that
 * {@code linux/sctp.h} gives them (RFC 6458 §8).
 */
enum SocketOption {

	RTO_INFO(0, "sctp_rtoinfo", 16),

	ASSOCIATION_INFO(1, "sctp_assocparams", 20),

	INIT_MESSAGE(2, "sctp_initmsg", 8),

	NO_DELAY(3, "int", 4),

	AUTOCLOSE(4, "int", 4),

	PEER_PRIMARY_ADDRESS(5, "sctp_setpeerprim", 132),

	PRIMARY_ADDRESS(6, "sctp_prim", 132),

	ADAPTATION_LAYER(7, "sctp_setadaptation", 4),

	DISABLE_FRAGMENTS(8, "int", 4),

	PEER_ADDRESS_PARAMETERS(9, "sctp_paddrparams", 156),

	EVENTS(11, "sctp_event_subscribe", 14),

	MAPPED_IPV4_ADDRESSES(12, "int", 4),

	MAX_SEGMENT(13, "sctp_assoc_value", 8),

	STATUS(14, "sctp_status", 176),

	PEER_ADDRESS_INFO(15, "sctp_paddrinfo", 152),

	DELAYED_SACK(16, "sctp_sack_info", 12),

	PARTIAL_DELIVERY_POINT(19, "int", 4),

	MAX_BURST(20, "sctp_assoc_value", 8),

	PEER_ADDRESS_THRESHOLDS(31, "sctp_paddrthlds", 144),

	RECEIVE_INFO(32, "int", 4),

	REMOTE_UDP_PORT(132, "sctp_udpencaps", 144),

	/** With addresses behind it. */
	CONNECT(111, "sctp_getaddrs_old", 16),

	PEEL_OFF(122, "sctp_peeloff_flags_arg_t", 12),

	ASSOCIATION_STATISTICS(112, "sctp_assoc_stats", 256),

	PARTIAL_RELIABILITY_SUPPORTED(113, "sctp_assoc_value", 8),

	PARTIAL_RELIABILITY_STATUS(115, "sctp_prstatus", 24),

	RECONFIGURATION_SUPPORTED(117, "sctp_assoc_value", 8),

	ENABLE_STREAM_RESET(118, "sctp_assoc_value", 8),

	/** With stream numbers behind it. */
	RESET_STREAMS(119, "sctp_reset_streams", 8),

	RESET_ASSOCIATION(120, "sctp_assoc_t", 4),

	ADD_STREAMS(121, "sctp_add_streams", 8),

	ASCONF_SUPPORTED(128, "sctp_assoc_value", 8),

	AUTH_SUPPORTED(129, "sctp_assoc_value", 8);

	/** Protocol level of the options, and the number of SCTP over IP. */
	static final int LEVEL = 132;

	/** Where the port stands in {@code sctp_udpencaps}. */
	static final int UDP_PORT_OFFSET = 136;

	private final int number;

	private final String structure;

	private final int size;

	SocketOption(int number, String structure, int size) {
		this.number = number;
		this.structure = structure;
		this.size = size;
	}

	int number() {
		return this.number;
	}

	/** Returns the name of its structure in {@code linux/sctp.h}. */
	String structure() {
		return this.structure;
	}

	/** Returns the size of its structure in bytes. */
	int size() {
		return this.size;
	}

}
