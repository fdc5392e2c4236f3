/**
 * The contract of all transports, kept by {@code kernel}. It needs a Linux kernel with
 * SCTP and root, so no build runs it by itself: {@code verification/interop/run} does, in
 * a kernel that it boots.
 */
package dev.sock.kernel.contract;
