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
 */
public record RecentEvent(Instant time, String endpoint, String association, String kind, String text, boolean bad) {
}
