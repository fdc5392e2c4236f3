/**
 * One association: {@link dev.sock.userspace.engine.association.Association} is its
 * state, the other classes are its procedures, each a section of RFC 9260: handshake
 * (§5), restart and collision (§5.2), shutdown and abort (§9), supervision of paths (§8),
 * what to do with each chunk, and the building of packets.
 */
@NullMarked
package dev.sock.userspace.engine.association;

import org.jspecify.annotations.NullMarked;
