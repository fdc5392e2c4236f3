/**
 * The contract of all transports, kept by this one.
 */
@NullMarked
package dev.sock.userspace.contract;

import org.jspecify.annotations.NullMarked;
