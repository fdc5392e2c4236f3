/**
 * Sends and receives over SCTP within one process: {@code MessageListeners} echoes and
 * counts, {@code MessageController} sends what comes over HTTP and shows what was
 * received. Endpoints and associations are in {@code application.yml}.
 */
@NullMarked
package dev.sock.sample;

import org.jspecify.annotations.NullMarked;
