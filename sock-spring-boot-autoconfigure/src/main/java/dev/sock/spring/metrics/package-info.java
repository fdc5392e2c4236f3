/**
 * Meters of endpoints, associations and paths. {@link dev.sock.spring.metrics.SctpMeters}
 * hears what comes and goes. An association's meters read one snapshot for a scrape and
 * are removed with it; those of an endpoint stay and never fall. A value that is not
 * known has no meter.
 */
@NullMarked
package dev.sock.spring.metrics;

import org.jspecify.annotations.NullMarked;
