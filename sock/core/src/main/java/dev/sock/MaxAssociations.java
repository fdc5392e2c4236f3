package dev.sock;

/**
 * Accepts while an endpoint has fewer associations than a limit.
 */
record MaxAssociations(int max) implements AcceptPolicy {

	@Override
	public boolean accept(AcceptRequest request) {
		return request.currentAssociations().size() < this.max;
	}

	@Override
	public String toString() {
		return "up to " + this.max;
	}

}
