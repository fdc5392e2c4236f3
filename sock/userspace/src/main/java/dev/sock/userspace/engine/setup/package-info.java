/**
 * What two endpoints tell each other before they have an association (RFC 9260 §5.1,
 * §3.2.1): the parameters of INIT and INIT ACK, the extensions that they stand for, and
 * the state cookie, which holds what both have said.
 */
@NullMarked
package dev.sock.userspace.engine.setup;

import org.jspecify.annotations.NullMarked;
