/**
 * What every transport must do: tests written against the public API, run for each
 * transport by a {@link dev.sock.contract.TransportFixture} of its own.
 */
@NullMarked
package dev.sock.contract;

import org.jspecify.annotations.NullMarked;
