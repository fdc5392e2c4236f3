/**
 * What sock needs of the operating system: libc's calls through JNA, memory with an
 * address, event poll. The only package that names JNA.
 */
@NullMarked
package dev.sock.kernel.sys;

import org.jspecify.annotations.NullMarked;
