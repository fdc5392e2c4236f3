/**
 * Timers as plain values: a deadline in nanoseconds, and a queue that finds whose comes
 * first.
 */
@NullMarked
package dev.sock.userspace.engine.timer;

import org.jspecify.annotations.NullMarked;
