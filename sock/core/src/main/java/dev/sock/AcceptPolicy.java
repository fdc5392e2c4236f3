package dev.sock;

/**
 * Decides whether an endpoint accepts an association. Asked once the peer's state cookie
 * was found valid and before the association exists; a refused peer gets ABORT. (The
 * kernel establishes first: there the peer sees the association come up and then an
 * ABORT.) It runs on the event loop and must not block; what it throws counts as a
 * refusal. May be called from several threads when it is shared by endpoints.
 */
@FunctionalInterface
public interface AcceptPolicy {

	/**
	 * Decides about one peer.
	 * @param request who asks
	 * @return whether to accept
	 */
	boolean accept(AcceptRequest request);

	/**
	 * Returns a policy that accepts up to a number of associations at the same time,
	 * counting all of the endpoint's.
	 * @param max how many, 0 or more
	 * @return the policy
	 * @throws SctpOptionException if the number is negative
	 */
	static AcceptPolicy upTo(int max) {
		if (max < 0) {
			throw new SctpOptionException("accept", String.valueOf(max),
					"is negative; set 0 to refuse every association, or the number to accept");
		}
		return new MaxAssociations(max);
	}

	/**
	 * Returns a policy that refuses everyone: the default.
	 * @return the policy
	 */
	static AcceptPolicy none() {
		return upTo(0);
	}

}
