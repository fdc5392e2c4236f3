package dev.sock.spring.listener;

import java.util.ArrayDeque;

import dev.sock.SctpMessage;

/**
 * Messages of one order: of an association, or of one of its streams. There while one of
 * them is delivered or waits. Guarded by the lock of its container.
 *
 * @param key what the messages have in common
 * @param waiting those that are not being delivered yet
 */
record Lane(Object key, ArrayDeque<SctpMessage> waiting) {

	Lane(Object key) {
		this(key, new ArrayDeque<>(1));
	}

}
