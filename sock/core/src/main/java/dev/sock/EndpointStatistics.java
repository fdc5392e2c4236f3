package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * What was counted on an endpoint, its ended associations included, under RFC 3873's
 * names where it has one. No value but {@code currEstab} ever falls; one that the
 * transport cannot know is {@code null}.
 *
 * @param currEstab associations established now, or being shut down
 * @param activeEstabs associations established that this endpoint asked for
 * @param passiveEstabs associations established that a peer asked for
 * @param aborteds associations that ended by ABORT or by loss of the peer
 * @param shutdowns associations that ended by a graceful shutdown
 * @param restarts restarts of a peer
 * @param refused associations that the accept policy refused
 * @param outOfBlues packets that belonged to no association
 * @param checksumErrors packets with a bad checksum
 * @param invalidPackets packets, or ends of packets, that could not be read
 * @param invalidCookies state cookies that were stale, altered or from elsewhere
 * @param unknownNotifications what the kernel told of a type that is not known, and that
 * was skipped; {@code null} where no kernel tells anything
 * @param totals sums over all associations, those that have ended included
 */
public record EndpointStatistics(@Nullable Long currEstab, @Nullable Long activeEstabs, @Nullable Long passiveEstabs,
		@Nullable Long aborteds, @Nullable Long shutdowns, @Nullable Long restarts, @Nullable Long refused,
		@Nullable Long outOfBlues, @Nullable Long checksumErrors, @Nullable Long invalidPackets,
		@Nullable Long invalidCookies, @Nullable Long unknownNotifications, AssociationStatistics totals) {
}
