/**
 * Endpoints and associations that properties name: opened, connected again, closed.
 */
@NullMarked
package dev.sock.spring.endpoint;

import org.jspecify.annotations.NullMarked;
