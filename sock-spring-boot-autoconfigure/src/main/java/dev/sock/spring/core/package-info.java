/**
 * Sending: {@link dev.sock.spring.core.SctpTemplate}, converters of payloads, headers,
 * requests that wait for a reply.
 */
@NullMarked
package dev.sock.spring.core;

import org.jspecify.annotations.NullMarked;
