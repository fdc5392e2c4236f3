package dev.sock.impl;

import dev.sock.UserspaceOptions;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportProvider;

/**
 * Transport {@code fake}: does what a test tells it to.
 */
public class FakeTransportProvider implements TransportProvider {

	private final String name;

	private final Availability availability;

	public FakeTransportProvider() {
		this("fake", new Availability(true, "it always works"));
	}

	FakeTransportProvider(String name, Availability availability) {
		this.name = name;
		this.availability = availability;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Availability availability() {
		return this.availability;
	}

	@Override
	public Transport open(UserspaceOptions options) {
		return new FakeTransport();
	}

}
