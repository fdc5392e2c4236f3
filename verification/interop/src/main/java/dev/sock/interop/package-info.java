/**
 * Programs that run inside the booted kernel: sock through its public API, and a peer on
 * the JDK's own {@code com.sun.nio.sctp}. The scripts beside this module start them; each
 * prints lines of JSON on standard output.
 */
@NullMarked
package dev.sock.interop;

import org.jspecify.annotations.NullMarked;
