/**
 * Sends and receives over SCTP within one process.
 */
@NullMarked
package dev.sock.sample;

import org.jspecify.annotations.NullMarked;
