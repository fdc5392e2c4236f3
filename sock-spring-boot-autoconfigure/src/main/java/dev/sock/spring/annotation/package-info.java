/**
 * {@link dev.sock.spring.annotation.SctpListener} marks methods that receive messages.
 * {@code config} finds them, {@code listener} calls them.
 */
@NullMarked
package dev.sock.spring.annotation;

import org.jspecify.annotations.NullMarked;
