/**
 * The paths of an association: {@link dev.sock.userspace.engine.path.Path} is one address
 * of the peer with its own round-trip time, congestion window, timers and error count
 * (RFC 9260 §6.3, §7, §8.2), {@link dev.sock.userspace.engine.path.Paths} chooses among
 * them (§6.4).
 */
@NullMarked
package dev.sock.userspace.engine.path;

import org.jspecify.annotations.NullMarked;
