package dev.sock.impl;

import dev.sock.SctpAddress;

/**
 * An address with an SCTP port: one end of an association, as one path sees it.
 */
record TransportAddress(SctpAddress address, int port) {
}
