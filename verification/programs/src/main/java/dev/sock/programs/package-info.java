/**
 * What the programs of the benchmarks and of the tests against a real kernel share:
 * commands, their options, and the lines of JSON that they print.
 */
@NullMarked
package dev.sock.programs;

import org.jspecify.annotations.NullMarked;
