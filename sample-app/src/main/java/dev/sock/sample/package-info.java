@NullMarked
package dev.sock.sample;

import org.jspecify.annotations.NullMarked;
