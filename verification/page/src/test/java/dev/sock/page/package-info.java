/**
 * Tests of the page in a browser, and of packet logs with tshark.
 */
@NullMarked
package dev.sock.page;

import org.jspecify.annotations.NullMarked;
