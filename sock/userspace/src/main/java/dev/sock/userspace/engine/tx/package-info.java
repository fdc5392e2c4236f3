/**
 * Sending: {@link dev.sock.userspace.engine.tx.SendQueue} holds what was not sent yet,
 * {@link dev.sock.userspace.engine.tx.OutstandingData} what was not acknowledged yet,
 * {@link dev.sock.userspace.engine.tx.DataSender} decides what goes into the next packet,
 * {@link dev.sock.userspace.engine.tx.SackHandler} learns from acknowledgements (RFC 9260
 * §6.1, §6.2.1, §6.3, §7.2.4).
 */
@NullMarked
package dev.sock.userspace.engine.tx;

import org.jspecify.annotations.NullMarked;
