package dev.sock.spring.page;

import java.time.Instant;

/**
 * Something that happened to an association.
 *
 * @param time when
 * @param endpoint name of the endpoint
 * @param association name of the association
 * @param kind what, as in the option {@code events}
 * @param text what, in words
 * @param bad whether it calls for attention
 * @param times how often it happened, one after the other
 */
public record RecentEvent(Instant time, String endpoint, String association, String kind, String text, boolean bad,
		int times) {

	/** Whether this is one more of those that come by the dozen. */
	boolean isAsOften(RecentEvent other) {
		return "send-failed".equals(this.kind) && this.kind.equals(other.kind) && this.endpoint.equals(other.endpoint)
				&& this.association.equals(other.association);
	}

	RecentEvent again() {
		return new RecentEvent(this.time, this.endpoint, this.association, this.kind, this.text, this.bad,
				this.times + 1);
	}

}
