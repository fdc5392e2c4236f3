/**
 * Observations of messages sent and received, for metrics and traces: their names, keys
 * and contexts. SCTP messages have no headers, so that a trace does not go on at the
 * peer. A bean of type
 * {@link dev.sock.spring.observation.SctpListenerObservationConvention} or
 * {@link dev.sock.spring.observation.SctpTemplateObservationConvention} replaces names
 * and keys.
 */
@NullMarked
package dev.sock.spring.observation;

import org.jspecify.annotations.NullMarked;
