package dev.sock.spring.config;

import java.util.Collection;

/**
 * There is no listener of a name.
 */
public class SctpUnknownListenerException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	SctpUnknownListenerException(String id, Collection<String> known) {
		super("There is no listener '" + id + "'; "
				+ (known.isEmpty() ? "there are none" : "known are " + String.join(", ", known)));
	}

}
