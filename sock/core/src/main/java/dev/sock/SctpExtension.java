package dev.sock;

/**
 * Extensions of SCTP that both sides of an association must support for either to use.
 */
public enum SctpExtension {

	/** Messages that were sent already can be given up (RFC 3758). */
	PARTIAL_RELIABILITY,

	/** Streams can be reset and added (RFC 6525). */
	STREAM_RECONFIGURATION,

	/** Chunks are authenticated where a side asks for it (RFC 4895). */
	AUTHENTICATION,

	/** Addresses can be added and removed (RFC 5061). */
	DYNAMIC_ADDRESSES

}
