package dev.sock.spring.fake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sock.EndpointOptions;
import dev.sock.SctpEndpoint;

/**
 * Opens {@link FakeEndpoint}s and finds them by name.
 */
public class FakeNetwork {

	public final Map<String, FakeEndpoint> endpoints = new ConcurrentHashMap<>();

	public RuntimeException failure;

	public SctpEndpoint open(EndpointOptions options) {
		if (this.failure != null) {
			throw this.failure;
		}
		FakeEndpoint endpoint = new FakeEndpoint(options);
		this.endpoints.put(endpoint.name(), endpoint);
		return endpoint;
	}

	public FakeEndpoint endpoint(String name) {
		return this.endpoints.get(name);
	}

}
