package dev.sock.impl;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Looks host names up. May take as long as the name service does.
 */
@FunctionalInterface
interface HostLookup {

	/** The JDK's. */
	HostLookup SYSTEM = InetAddress::getAllByName;

	InetAddress[] lookup(String host) throws UnknownHostException;

}
