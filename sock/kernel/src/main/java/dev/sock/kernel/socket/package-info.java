/**
 * SCTP sockets of Linux (RFC 6458) as bytes: the only package that names the kernel's
 * structures and constants ({@code linux/sctp.h}).
 *
 * <p>
 * {@link dev.sock.kernel.socket.SctpSocket} is a socket with its options and addresses,
 * {@link dev.sock.kernel.socket.ReceiveBatch} and
 * {@link dev.sock.kernel.socket.SendBatch} move messages,
 * {@link dev.sock.kernel.socket.Notification} is what the kernel tells beside them.
 * Everything here belongs to one thread, the event loop.
 */
@NullMarked
package dev.sock.kernel.socket;

import org.jspecify.annotations.NullMarked;
