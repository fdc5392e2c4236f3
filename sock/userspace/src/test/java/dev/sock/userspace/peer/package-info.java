/**
 * Tests against a peer that is not ours, usrsctp, and what they need.
 */
@NullMarked
package dev.sock.userspace.peer;

import org.jspecify.annotations.NullMarked;
