package dev.sock.impl;

import dev.sock.Sock;
import dev.sock.UserspaceOptions;

/**
 * Creates the implementation; found by {@link Sock}.
 */
public final class DefaultSockFactory implements Sock.Factory {

	/**
	 * Creates the factory.
	 */
	public DefaultSockFactory() {
	}

	@Override
	public Sock create(String transport, UserspaceOptions userspace) {
		return new DefaultSock(transport, userspace, HostLookup.SYSTEM);
	}

}
