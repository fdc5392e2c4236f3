package dev.sock.kernel.transport;

import dev.sock.SctpEvent.AssociationChange;

/**
 * How an association ends, while what the kernel still has to tell of it is read.
 *
 * @param change how
 * @param errorCode cause code of the peer's ABORT, or 0
 * @param refused whether the peer refused it before it was up
 * @param reason why, in words
 */
record Ending(AssociationChange change, int errorCode, boolean refused, String reason) {
}
