/**
 * Tests through the public API over real sockets on loopback.
 */
@NullMarked
package dev.sock.userspace.loopback;

import org.jspecify.annotations.NullMarked;
