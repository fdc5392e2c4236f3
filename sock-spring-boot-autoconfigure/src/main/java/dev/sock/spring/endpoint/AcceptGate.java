package dev.sock.spring.endpoint;

import dev.sock.AcceptPolicy;
import dev.sock.AcceptRequest;

/**
 * Refuses everyone until it is opened. An endpoint that starts with it keeps the UDP port
 * that its peers know, which one that accepts no one might not.
 */
final class AcceptGate implements AcceptPolicy {

	private final AcceptPolicy policy;

	private volatile boolean open;

	AcceptGate(AcceptPolicy policy) {
		this.policy = policy;
	}

	void open(boolean open) {
		this.open = open;
	}

	@Override
	public boolean accept(AcceptRequest request) {
		return this.open && this.policy.accept(request);
	}

	@Override
	public String toString() {
		return this.open ? this.policy.toString() : "no one while the application starts or stops";
	}

}
