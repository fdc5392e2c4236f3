/**
 * Authentication of chunks (RFC 4895): what each side offers, the keys that follow, and
 * the digests in AUTH chunks. There are no endpoint pair keys, so every key is of both
 * sides' random numbers alone.
 */
@NullMarked
package dev.sock.userspace.engine.auth;

import org.jspecify.annotations.NullMarked;
