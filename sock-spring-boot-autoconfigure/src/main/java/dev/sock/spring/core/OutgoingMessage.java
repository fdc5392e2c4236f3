package dev.sock.spring.core;

import dev.sock.SctpAssociation;
import dev.sock.SendOptions;

/**
 * A message that is about to be sent.
 *
 * @param association where
 * @param payload the payload; not copied
 * @param options how
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutgoingMessage(SctpAssociation association, byte[] payload, SendOptions options) {

	/** Without the payload, which may be confidential. */
	@Override
	public String toString() {
		return "message of " + this.payload.length + " bytes to association '" + this.association.name() + "' ("
				+ this.options + ")";
	}

}
