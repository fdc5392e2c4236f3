/**
 * SCTP packets as bytes (RFC 9260 §3): what is on the wire, and nothing about what it
 * means for an association.
 * <p>
 * Reading starts with {@link dev.sock.userspace.engine.packet.PacketReader}, a reusable
 * cursor that checks the checksum and steps from chunk to chunk. DATA and SACK, which
 * come by the million, are looked at in place through
 * {@link dev.sock.userspace.engine.packet.DataChunkView} and
 * {@link dev.sock.userspace.engine.packet.SackChunkView}; every other chunk is decoded
 * into a record of {@link dev.sock.userspace.engine.packet.Chunk}. Writing is
 * {@link dev.sock.userspace.engine.packet.PacketWriter}, with the same division.
 * <p>
 * What comes from the network never makes a reader throw: a malformed chunk is a
 * {@code null} or a {@code false}, and the work is bounded by the packet's length. The
 * reader judges framing only; whether a well-formed value is acceptable (a zero tag, zero
 * streams, a small window) is for the engine, because the answer depends on its state.
 * <p>
 * The arrays inside the records are not copied: whoever makes a record gives the array
 * away.
 */
@NullMarked
package dev.sock.userspace.engine.packet;

import org.jspecify.annotations.NullMarked;
