/**
 * Programs that measure sock through its public API. Run by the scripts beside this
 * module; each prints lines of JSON on standard output.
 */
@NullMarked
package dev.sock.benchmarks;

import org.jspecify.annotations.NullMarked;
