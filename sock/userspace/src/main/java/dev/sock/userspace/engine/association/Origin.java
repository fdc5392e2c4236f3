package dev.sock.userspace.engine.association;

import dev.sock.SctpAddress;

/**
 * Where a packet came from, and where to.
 *
 * @param local local address that it came to
 * @param localPort SCTP port that it came to
 * @param remote address that it came from
 * @param remoteUdpPort UDP port that it came from
 * @param remotePort SCTP port that it came from
 */
public record Origin(SctpAddress local, int localPort, SctpAddress remote, int remoteUdpPort, int remotePort) {
}
