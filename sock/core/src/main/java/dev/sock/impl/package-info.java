/**
 * What stands behind {@link dev.sock.Sock}: registries and names, send buffers, pull
 * queues and handlers, time-outs. Not for applications.
 */
@NullMarked
package dev.sock.impl;

import org.jspecify.annotations.NullMarked;
