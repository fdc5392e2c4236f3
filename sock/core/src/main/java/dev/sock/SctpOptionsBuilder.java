package dev.sock;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Builds {@link SctpOptions}. Not safe for use by several threads.
 */
public final class SctpOptionsBuilder {

	private int outboundStreams = 10;

	private int maxInboundStreams = 2048;

	private int maxInitRetransmissions = 8;

	private RtoOptions rto = RtoOptions.DEFAULT;

	private Duration heartbeatInterval = Duration.ofSeconds(30);

	private int associationMaxRetransmissions = 10;

	private int pathMaxRetransmissions = 5;

	private int potentiallyFailedThreshold;

	private Duration sackDelay = Duration.ofMillis(200);

	private boolean noDelay = true;

	private int sendBuffer = 1 << 20;

	private int sendLowWatermark;

	private int receiveBuffer = 1 << 20;

	private int maxMessageSize = 16 << 20;

	private int partialDeliveryPoint;

	private int maxBurst = 16;

	private Duration validCookieLife = Duration.ofSeconds(60);

	private int pathMtu;

	private Duration maxInitTimeout = Duration.ZERO;

	private int sackFrequency = 2;

	private int maxSegment;

	private boolean disableFragments;

	private Duration autoclose = Duration.ZERO;

	private @Nullable Long adaptationIndication;

	private SendOptions defaultSend = SendOptions.DEFAULT;

	private @Nullable Duration linger;

	private Set<SctpEvent.Kind> events = Set.of(SctpEvent.Kind.values());

	private IpOptions ip = IpOptions.DEFAULT;

	private boolean partialReliability = true;

	private Set<StreamReconfiguration> streamReconfiguration = Set.of();

	private boolean dynamicAddresses;

	SctpOptionsBuilder() {
	}

	SctpOptionsBuilder(SctpOptions options) {
		this.outboundStreams = options.outboundStreams();
		this.maxInboundStreams = options.maxInboundStreams();
		this.maxInitRetransmissions = options.maxInitRetransmissions();
		this.rto = options.rto();
		this.heartbeatInterval = options.heartbeatInterval();
		this.associationMaxRetransmissions = options.associationMaxRetransmissions();
		this.pathMaxRetransmissions = options.pathMaxRetransmissions();
		this.potentiallyFailedThreshold = options.potentiallyFailedThreshold();
		this.sackDelay = options.sackDelay();
		this.noDelay = options.noDelay();
		this.sendBuffer = options.sendBuffer();
		this.sendLowWatermark = options.sendLowWatermark();
		this.receiveBuffer = options.receiveBuffer();
		this.maxMessageSize = options.maxMessageSize();
		this.partialDeliveryPoint = options.partialDeliveryPoint();
		this.maxBurst = options.maxBurst();
		this.validCookieLife = options.validCookieLife();
		this.pathMtu = options.pathMtu();
		this.maxInitTimeout = options.maxInitTimeout();
		this.sackFrequency = options.sackFrequency();
		this.maxSegment = options.maxSegment();
		this.disableFragments = options.disableFragments();
		this.autoclose = options.autoclose();
		this.adaptationIndication = options.adaptationIndication();
		this.defaultSend = options.defaultSend();
		this.linger = options.linger();
		this.events = options.events();
		this.ip = options.ip();
		this.partialReliability = options.partialReliability();
		this.streamReconfiguration = options.streamReconfiguration();
		this.dynamicAddresses = options.dynamicAddresses();
	}

	/**
	 * Sets {@link SctpOptions#outboundStreams()}.
	 * @param outboundStreams outbound streams to ask for, 1 to 65535
	 * @return this builder
	 */
	public SctpOptionsBuilder outboundStreams(int outboundStreams) {
		this.outboundStreams = outboundStreams;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#maxInboundStreams()}.
	 * @param maxInboundStreams inbound streams to allow, 1 to 65535
	 * @return this builder
	 */
	public SctpOptionsBuilder maxInboundStreams(int maxInboundStreams) {
		this.maxInboundStreams = maxInboundStreams;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#maxInitRetransmissions()}.
	 * @param maxInitRetransmissions repetitions of INIT and COOKIE ECHO, 0 to 255
	 * @return this builder
	 */
	public SctpOptionsBuilder maxInitRetransmissions(int maxInitRetransmissions) {
		this.maxInitRetransmissions = maxInitRetransmissions;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#rto()}.
	 * @param rto bounds of the retransmission time-out
	 * @return this builder
	 */
	public SctpOptionsBuilder rto(RtoOptions rto) {
		this.rto = rto;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#heartbeatInterval()}.
	 * @param heartbeatInterval time between heartbeats, zero for none
	 * @return this builder
	 */
	public SctpOptionsBuilder heartbeatInterval(Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#associationMaxRetransmissions()}.
	 * @param associationMaxRetransmissions errors in a row that end the association, 1 to
	 * 255
	 * @return this builder
	 */
	public SctpOptionsBuilder associationMaxRetransmissions(int associationMaxRetransmissions) {
		this.associationMaxRetransmissions = associationMaxRetransmissions;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#pathMaxRetransmissions()}.
	 * @param pathMaxRetransmissions errors in a row that make a path inactive, 0 to 255
	 * @return this builder
	 */
	public SctpOptionsBuilder pathMaxRetransmissions(int pathMaxRetransmissions) {
		this.pathMaxRetransmissions = pathMaxRetransmissions;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#potentiallyFailedThreshold()}.
	 * @param potentiallyFailedThreshold errors in a row after which another path is
	 * preferred, 0 to 255
	 * @return this builder
	 */
	public SctpOptionsBuilder potentiallyFailedThreshold(int potentiallyFailedThreshold) {
		this.potentiallyFailedThreshold = potentiallyFailedThreshold;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#sackDelay()}.
	 * @param sackDelay longest delay of an acknowledgement, 0 to 500 ms
	 * @return this builder
	 */
	public SctpOptionsBuilder sackDelay(Duration sackDelay) {
		this.sackDelay = sackDelay;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#noDelay()}.
	 * @param noDelay whether small messages leave at once
	 * @return this builder
	 */
	public SctpOptionsBuilder noDelay(boolean noDelay) {
		this.noDelay = noDelay;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#sendBuffer()}.
	 * @param sendBuffer bytes, 4096 to 2^30
	 * @return this builder
	 */
	public SctpOptionsBuilder sendBuffer(int sendBuffer) {
		this.sendBuffer = sendBuffer;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#sendLowWatermark()}.
	 * @param sendLowWatermark bytes in use at which there is said to be room again; zero
	 * for half of the send buffer
	 * @return this builder
	 */
	public SctpOptionsBuilder sendLowWatermark(int sendLowWatermark) {
		this.sendLowWatermark = sendLowWatermark;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#receiveBuffer()}.
	 * @param receiveBuffer bytes, 4096 to 2^30
	 * @return this builder
	 */
	public SctpOptionsBuilder receiveBuffer(int receiveBuffer) {
		this.receiveBuffer = receiveBuffer;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#maxMessageSize()}.
	 * @param maxMessageSize longest message that is received in bytes, 1 to 2^30
	 * @return this builder
	 */
	public SctpOptionsBuilder maxMessageSize(int maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#partialDeliveryPoint()}.
	 * @param partialDeliveryPoint bytes from which on a message is handed over in parts;
	 * zero for whole messages only
	 * @return this builder
	 */
	public SctpOptionsBuilder partialDeliveryPoint(int partialDeliveryPoint) {
		this.partialDeliveryPoint = partialDeliveryPoint;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#maxBurst()}.
	 * @param maxBurst packets sent at once, 1 to 1024
	 * @return this builder
	 */
	public SctpOptionsBuilder maxBurst(int maxBurst) {
		this.maxBurst = maxBurst;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#validCookieLife()}.
	 * @param validCookieLife life of a state cookie, 1 s to 1 h
	 * @return this builder
	 */
	public SctpOptionsBuilder validCookieLife(Duration validCookieLife) {
		this.validCookieLife = validCookieLife;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#pathMtu()}.
	 * @param pathMtu bytes of an IP packet, 0 for the default
	 * @return this builder
	 */
	public SctpOptionsBuilder pathMtu(int pathMtu) {
		this.pathMtu = pathMtu;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#maxInitTimeout()}.
	 * @param maxInitTimeout greatest time-out of INIT and COOKIE ECHO, zero for that of
	 * {@code rto}
	 * @return this builder
	 */
	public SctpOptionsBuilder maxInitTimeout(Duration maxInitTimeout) {
		this.maxInitTimeout = maxInitTimeout;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#sackFrequency()}.
	 * @param sackFrequency packets with data for one acknowledgement, 1 to 1000
	 * @return this builder
	 */
	public SctpOptionsBuilder sackFrequency(int sackFrequency) {
		this.sackFrequency = sackFrequency;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#maxSegment()}.
	 * @param maxSegment bytes of a DATA chunk, zero for as many as the path takes
	 * @return this builder
	 */
	public SctpOptionsBuilder maxSegment(int maxSegment) {
		this.maxSegment = maxSegment;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#disableFragments()}.
	 * @param disableFragments whether messages that do not fit one packet are refused
	 * @return this builder
	 */
	public SctpOptionsBuilder disableFragments(boolean disableFragments) {
		this.disableFragments = disableFragments;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#autoclose()}.
	 * @param autoclose time without messages, zero for never
	 * @return this builder
	 */
	public SctpOptionsBuilder autoclose(Duration autoclose) {
		this.autoclose = autoclose;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#adaptationIndication()}.
	 * @param adaptationIndication an unsigned 32-bit number, or {@code null}
	 * @return this builder
	 */
	public SctpOptionsBuilder adaptationIndication(@Nullable Long adaptationIndication) {
		this.adaptationIndication = adaptationIndication;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#defaultSend()}.
	 * @param defaultSend how messages are sent for which nothing is said
	 * @return this builder
	 */
	public SctpOptionsBuilder defaultSend(SendOptions defaultSend) {
		this.defaultSend = defaultSend;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#linger()}.
	 * @param linger time to wait, or {@code null} for the default
	 * @return this builder
	 */
	public SctpOptionsBuilder linger(@Nullable Duration linger) {
		this.linger = linger;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#events()}.
	 * @param events which events a handler gets
	 * @return this builder
	 */
	public SctpOptionsBuilder events(Set<SctpEvent.Kind> events) {
		this.events = events;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#ip()}.
	 * @param ip options of the sockets beneath
	 * @return this builder
	 */
	public SctpOptionsBuilder ip(IpOptions ip) {
		this.ip = ip;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#partialReliability()}.
	 * @param partialReliability whether the peer is told that what was sent can be given
	 * up
	 * @return this builder
	 */
	public SctpOptionsBuilder partialReliability(boolean partialReliability) {
		this.partialReliability = partialReliability;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#streamReconfiguration()}.
	 * @param streamReconfiguration what either side may do with the streams
	 * @return this builder
	 */
	public SctpOptionsBuilder streamReconfiguration(Set<StreamReconfiguration> streamReconfiguration) {
		this.streamReconfiguration = streamReconfiguration;
		return this;
	}

	/**
	 * Sets {@link SctpOptions#dynamicAddresses()}.
	 * @param dynamicAddresses whether addresses can be added and removed
	 * @return this builder
	 */
	public SctpOptionsBuilder dynamicAddresses(boolean dynamicAddresses) {
		this.dynamicAddresses = dynamicAddresses;
		return this;
	}

	/**
	 * Returns the options.
	 * @return the options
	 * @throws SctpOptionException if a value is out of its range
	 */
	public SctpOptions build() {
		return new SctpOptions(this.outboundStreams, this.maxInboundStreams, this.maxInitRetransmissions, this.rto,
				this.heartbeatInterval, this.associationMaxRetransmissions, this.pathMaxRetransmissions,
				this.potentiallyFailedThreshold, this.sackDelay, this.noDelay, this.sendBuffer, this.sendLowWatermark,
				this.receiveBuffer, this.maxMessageSize, this.partialDeliveryPoint, this.maxBurst, this.validCookieLife,
				this.pathMtu, this.maxInitTimeout, this.sackFrequency, this.maxSegment, this.disableFragments,
				this.autoclose, this.adaptationIndication, this.defaultSend, this.linger, this.events, this.ip,
				this.partialReliability, this.streamReconfiguration, this.dynamicAddresses);
	}

}
