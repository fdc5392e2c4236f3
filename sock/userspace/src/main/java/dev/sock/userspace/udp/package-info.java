/**
 * Carries the engine's packets in UDP (RFC 6951), on Netty, which no other package names.
 *
 * <p>
 * {@link dev.sock.userspace.udp.UdpTransport} opens endpoints; sockets and endpoints are
 * opened and closed one after the other on its {@code ControlThread}. A
 * {@code UdpBinding} is one event loop with the sockets of one UDP port, a
 * {@code UdpSocket} for each local address, shared by the endpoints of that port. On the
 * loop, {@code LoopDriver} works in batches: it hands packets to the engines as sockets
 * read them, then does what application threads asked for, runs the timers that are due
 * and lets the engines write through {@code BatchSink}, which sends packets of equal size
 * to one destination in one system call. {@code UdpEndpoint} and {@code UdpAssociation}
 * are what the core sees; they hand work over to the loop.
 */
@NullMarked
package dev.sock.userspace.udp;

import org.jspecify.annotations.NullMarked;
