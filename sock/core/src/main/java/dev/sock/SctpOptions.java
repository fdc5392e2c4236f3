package dev.sock;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Protocol options of an endpoint's associations. Immutable; made with {@link #builder()}
 * or changed with {@link #toBuilder()}.
 *
 * @param outboundStreams outbound streams to ask for, 1 to 65535; the peer may allow
 * fewer (RFC 9260 §5.1.1)
 * @param maxInboundStreams inbound streams to allow, 1 to 65535
 * @param maxInitRetransmissions how often INIT and COOKIE ECHO are repeated before a
 * connect fails, 0 to 255 (Max.Init.Retransmits)
 * @param rto bounds of the retransmission time-out
 * @param heartbeatInterval time between heartbeats on an idle path, added to its RTO;
 * zero switches them off (HB.interval)
 * @param associationMaxRetransmissions transmissions in a row without an acknowledgement,
 * over all paths, after which the association ends, 1 to 255 (Association.Max.Retrans)
 * @param pathMaxRetransmissions the same for one path, after which it is inactive, 0 to
 * 255 (Path.Max.Retrans)
 * @param potentiallyFailedThreshold errors in a row after which another path is
 * preferred, 0 to 255; no less than {@code pathMaxRetransmissions} switches the state off
 * (RFC 7829)
 * @param sackDelay longest time that an acknowledgement waits, 0 to 500 ms (RFC 9260
 * §6.2)
 * @param noDelay whether a message leaves at once even while earlier ones are
 * unacknowledged and it does not fill a packet (SCTP_NODELAY)
 * @param sendBuffer bytes accepted for sending and not yet acknowledged, per association,
 * 4096 to 2^30
 * @param sendLowWatermark bytes of the send buffer in use, at which a
 * {@link SctpEvent.Writable} tells that there is room again after a message was refused
 * for want of it, less than {@code sendBuffer}; zero for half of that
 * @param receiveBuffer bytes received and not yet consumed, per association: the window
 * that the peer is offered, 4096 to 2^30
 * @param maxMessageSize longest message that is received; a longer one ends its
 * association, 1 to 2^30
 * @param partialDeliveryPoint bytes of a message that is not whole yet from which on it
 * is handed over in parts, see {@link SctpMessage#isLastPart()}, up to 2^30; zero to hand
 * over whole messages only (SCTP_PARTIAL_DELIVERY_POINT)
 * @param maxBurst most packets of new data sent at once, 1 to 1024 (Max.Burst, RFC 9260
 * §6.1); RFC 9260 §16 suggests 4, today's networks take 16 as they take them from TCP
 * @param validCookieLife life of a state cookie, 1 s to 1 h (Valid.Cookie.Life)
 * @param pathMtu size of the largest IP packet to send to a path that was not yet probed,
 * 0 for the default of its address family, else 576 to 65535
 * @param maxInitTimeout greatest time-out of INIT and COOKIE ECHO, not below the initial
 * one, up to 65535 ms; zero for that of {@code rto} (RFC 6458 §8.1.3)
 * @param sackFrequency packets with data after which an acknowledgement no longer waits,
 * 1 to 1000 (RFC 6458 §8.1.19)
 * @param maxSegment most payload bytes of a DATA chunk, 512 to 65516; zero for as many as
 * the path takes (SCTP_MAXSEG)
 * @param disableFragments whether a message that does not fit one packet is refused, as
 * {@link SctpSendException.Reason#TOO_LONG}, instead of being sent in pieces
 * (SCTP_DISABLE_FRAGMENTS)
 * @param autoclose time without messages after which an association is shut down, up to
 * 365 days; zero for never (SCTP_AUTOCLOSE)
 * @param adaptationIndication what the peer is told of the adaptation layer, an unsigned
 * 32-bit number, or {@code null} (RFC 5061 §4.2.6)
 * @param defaultSend how messages are sent for which nothing is said
 * (SCTP_DEFAULT_SNDINFO)
 * @param linger time that {@link SctpEndpoint#close()} waits for associations to shut
 * down, zero to 1 h, or {@code null} for {@link SctpEndpoint#DEFAULT_LINGER}; of an
 * endpoint, not of one association
 * @param events which events a handler gets
 * @param ip options of the sockets beneath
 * @param partialReliability whether the peer is told that messages which were sent can be
 * given up, see {@link Reliability} (SCTP_PR_SUPPORTED)
 * @param streamReconfiguration what either side may do with the streams of an association
 * that is up; if nothing, the peer is not told that it is supported
 * (SCTP_ENABLE_STREAM_RESET, RFC 6525)
 * @param dynamicAddresses whether the peer is told that addresses can be added and
 * removed while the association is up, see {@link SctpEndpoint#addLocalAddress}
 * (SCTP_ASCONF_SUPPORTED and SCTP_AUTH_SUPPORTED, RFC 5061 with RFC 4895)
 */
public record SctpOptions(int outboundStreams, int maxInboundStreams, int maxInitRetransmissions, RtoOptions rto,
		Duration heartbeatInterval, int associationMaxRetransmissions, int pathMaxRetransmissions,
		int potentiallyFailedThreshold, Duration sackDelay, boolean noDelay, int sendBuffer, int sendLowWatermark,
		int receiveBuffer, int maxMessageSize, int partialDeliveryPoint, int maxBurst, Duration validCookieLife,
		int pathMtu, Duration maxInitTimeout, int sackFrequency, int maxSegment, boolean disableFragments,
		Duration autoclose, @Nullable Long adaptationIndication, SendOptions defaultSend, @Nullable Duration linger,
		Set<SctpEvent.Kind> events, IpOptions ip, boolean partialReliability,
		Set<StreamReconfiguration> streamReconfiguration, boolean dynamicAddresses) {

	/** The defaults: RFC 9260 §16 where it speaks. */
	public static final SctpOptions DEFAULT = new SctpOptionsBuilder().build();

	private static final int MAX_BUFFER = 1 << 30;

	/**
	 * Checks every option.
	 * @throws SctpOptionException if a value is out of its range
	 */
	public SctpOptions {
		OptionChecks.between("outbound-streams", outboundStreams, 1, 65535);
		OptionChecks.between("max-inbound-streams", maxInboundStreams, 1, 65535);
		OptionChecks.between("max-init-retransmissions", maxInitRetransmissions, 0, 255);
		OptionChecks.between("heartbeat-interval", heartbeatInterval, Duration.ZERO, Duration.ofDays(1));
		OptionChecks.between("association-max-retransmissions", associationMaxRetransmissions, 1, 255);
		OptionChecks.between("path-max-retransmissions", pathMaxRetransmissions, 0, 255);
		OptionChecks.between("potentially-failed-threshold", potentiallyFailedThreshold, 0, 255);
		OptionChecks.between("sack-delay", sackDelay, Duration.ZERO, Duration.ofMillis(500));
		OptionChecks.between("send-buffer", sendBuffer, 4096, MAX_BUFFER);
		checkSendLowWatermark(sendLowWatermark, sendBuffer);
		OptionChecks.between("receive-buffer", receiveBuffer, 4096, MAX_BUFFER);
		OptionChecks.between("max-message-size", maxMessageSize, 1, MAX_BUFFER);
		OptionChecks.between("partial-delivery-point", partialDeliveryPoint, 0, MAX_BUFFER);
		OptionChecks.between("max-burst", maxBurst, 1, 1024);
		OptionChecks.between("valid-cookie-life", validCookieLife, Duration.ofSeconds(1), Duration.ofHours(1));
		if (pathMtu != 0) {
			OptionChecks.between("path-mtu", pathMtu, 576, 65535);
		}
		checkMaxInitTimeout(maxInitTimeout, rto);
		OptionChecks.between("sack-frequency", sackFrequency, 1, 1000);
		if (maxSegment != 0) {
			OptionChecks.between("max-segment", maxSegment, 512, 65516);
		}
		OptionChecks.between("autoclose", autoclose, Duration.ZERO, Duration.ofDays(365));
		if (adaptationIndication != null) {
			OptionChecks.between("adaptation-indication", adaptationIndication, 0, 0xffffffffL);
		}
		if (linger != null) {
			OptionChecks.between("linger", linger, Duration.ZERO, Duration.ofHours(1));
		}
		events = inOrder(SctpEvent.Kind.class, events);
		streamReconfiguration = inOrder(StreamReconfiguration.class, streamReconfiguration);
	}

	private static <E extends Enum<E>> Set<E> inOrder(Class<E> type, Set<E> constants) {
		return Collections
			.unmodifiableSet(constants.stream().collect(Collectors.toCollection(() -> EnumSet.noneOf(type))));
	}

	private static void checkSendLowWatermark(int sendLowWatermark, int sendBuffer) {
		OptionChecks.between("send-low-watermark", sendLowWatermark, 0, MAX_BUFFER);
		if (sendLowWatermark >= sendBuffer) {
			throw new SctpOptionException("send-low-watermark", String.valueOf(sendLowWatermark),
					"is not below send-buffer (" + sendBuffer
							+ "), so that it would be reached while there is no room; "
							+ "lower it or raise send-buffer");
		}
	}

	private static void checkMaxInitTimeout(Duration maxInitTimeout, RtoOptions rto) {
		if (maxInitTimeout.isZero()) {
			return;
		}
		OptionChecks.between("max-init-timeout", maxInitTimeout, Duration.ofMillis(1), Duration.ofMillis(65535));
		if (maxInitTimeout.compareTo(rto.initial()) < 0) {
			throw new SctpOptionException("max-init-timeout", OptionChecks.text(maxInitTimeout),
					"is below rto.initial (" + OptionChecks.text(rto.initial())
							+ "), which the first time-out is; raise it or lower rto.initial");
		}
	}

	/**
	 * Returns a builder that starts with the defaults.
	 * @return a new builder
	 */
	public static SctpOptionsBuilder builder() {
		return new SctpOptionsBuilder();
	}

	/**
	 * Returns a builder that starts with these options.
	 * @return a new builder
	 */
	public SctpOptionsBuilder toBuilder() {
		return new SctpOptionsBuilder(this);
	}

}
