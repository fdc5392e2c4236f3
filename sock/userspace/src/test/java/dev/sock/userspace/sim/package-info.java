/**
 * A simulated network in virtual time. Hosts run the real protocol engine; links lose,
 * double, delay, reorder, corrupt and truncate packets as a seed says. The same seed
 * gives the same run, on any JDK.
 *
 * <p>
 * {@link dev.sock.userspace.sim.SimulatedNetwork} owns the time and the links,
 * {@link dev.sock.userspace.sim.SimulatedHost} is what packets reach,
 * {@link dev.sock.userspace.sim.SimulatedPeer} is a host with an SCTP endpoint.
 */
@NullMarked
package dev.sock.userspace.sim;

import org.jspecify.annotations.NullMarked;
