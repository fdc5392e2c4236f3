/**
 * Annotations for methods that receive messages.
 */
@NullMarked
package dev.sock.spring.annotation;

import org.jspecify.annotations.NullMarked;
