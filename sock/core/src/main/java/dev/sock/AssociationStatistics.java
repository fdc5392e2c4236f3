package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * What was counted on an association, under RFC 3873's names where it has one. No value
 * ever falls; one that the transport cannot know is {@code null}.
 *
 * @param messagesSent messages accepted for sending
 * @param messagesReceived whole messages handed to the user
 * @param bytesSent payload bytes of the messages accepted for sending
 * @param bytesReceived payload bytes of the messages handed to the user
 * @param messagesFailed messages accepted for sending that were not delivered
 * @param outSctpPacks packets sent
 * @param inSctpPacks packets received
 * @param outCtrlChunks control chunks sent
 * @param inCtrlChunks control chunks received
 * @param outOrderChunks ordered DATA chunks sent, without retransmissions
 * @param inOrderChunks ordered DATA chunks received
 * @param outUnorderChunks unordered DATA chunks sent, without retransmissions
 * @param inUnorderChunks unordered DATA chunks received
 * @param fragUsrMsgs messages that were fragmented to be sent
 * @param reasmUsrMsgs messages that were put together from fragments
 * @param rtxChunks DATA chunks sent again
 * @param t1Expireds expirations of T1-init and T1-cookie
 * @param t2Expireds expirations of T2-shutdown
 * @param t3Expireds expirations of T3-rtx
 * @param fastRetransmits DATA chunks sent again because of missing reports
 * @param duplicateTsns DATA chunks received more than once
 * @param gapReports SACK chunks received with gap blocks
 * @param abandonedUnsent messages given up by their {@link Reliability} before anything
 * of them was sent (RFC 7496 §4.4); counted in {@code messagesFailed}, too
 * @param abandonedSent the same of messages that were sent, at least in part
 * @param largestMessageSent payload bytes of the largest message accepted for sending, 0
 * if there was none
 * @param largestMessageReceived payload bytes of the largest message handed to the user,
 * 0 if there was none
 */
public record AssociationStatistics(@Nullable Long messagesSent, @Nullable Long messagesReceived,
		@Nullable Long bytesSent, @Nullable Long bytesReceived, @Nullable Long messagesFailed,
		@Nullable Long outSctpPacks, @Nullable Long inSctpPacks, @Nullable Long outCtrlChunks,
		@Nullable Long inCtrlChunks, @Nullable Long outOrderChunks, @Nullable Long inOrderChunks,
		@Nullable Long outUnorderChunks, @Nullable Long inUnorderChunks, @Nullable Long fragUsrMsgs,
		@Nullable Long reasmUsrMsgs, @Nullable Long rtxChunks, @Nullable Long t1Expireds, @Nullable Long t2Expireds,
		@Nullable Long t3Expireds, @Nullable Long fastRetransmits, @Nullable Long duplicateTsns,
		@Nullable Long gapReports, @Nullable Long abandonedUnsent, @Nullable Long abandonedSent,
		@Nullable Long largestMessageSent, @Nullable Long largestMessageReceived) {
}
