/**
 * Receiving: {@link dev.sock.userspace.engine.rx.TsnTracker} knows which TSNs came,
 * {@link dev.sock.userspace.engine.rx.SackPolicy} when to acknowledge,
 * {@link dev.sock.userspace.engine.rx.InboundData} puts messages together and in order,
 * {@link dev.sock.userspace.engine.rx.ReceiveWindow} is what the peer may still send (RFC
 * 9260 §6.2, §6.5 to §6.7, §6.9).
 */
@NullMarked
package dev.sock.userspace.engine.rx;

import org.jspecify.annotations.NullMarked;
