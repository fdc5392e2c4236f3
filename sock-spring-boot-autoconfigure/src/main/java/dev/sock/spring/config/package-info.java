/**
 * Finds annotated methods and keeps the containers that call them.
 */
@NullMarked
package dev.sock.spring.config;

import org.jspecify.annotations.NullMarked;
