package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.Set;

import dev.sock.SctpEvent;
import dev.sock.StreamReconfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Protocol options of an endpoint or of one association. What is not set keeps its
 * default, or the endpoint's value for an association.
 */
public class OptionSettings {

	/**
	 * Number of outbound streams to ask for, 1 to 65535. The peer may allow fewer.
	 */
	private @Nullable Integer outboundStreams;

	/**
	 * Number of inbound streams to allow, 1 to 65535.
	 */
	private @Nullable Integer maxInboundStreams;

	/**
	 * How often INIT and COOKIE ECHO are repeated before a connect fails, 0 to 255.
	 */
	private @Nullable Integer maxInitRetransmissions;

	/**
	 * Bounds of the retransmission time-out.
	 */
	private final Rto rto = new Rto();

	/**
	 * Time between heartbeats on an idle path. Zero switches them off.
	 */
	private @Nullable Duration heartbeatInterval;

	/**
	 * Errors in a row over all paths after which an association ends, 1 to 255.
	 */
	private @Nullable Integer associationMaxRetransmissions;

	/**
	 * Errors in a row after which a path is inactive, 0 to 255.
	 */
	private @Nullable Integer pathMaxRetransmissions;

	/**
	 * Errors in a row after which another path is preferred, 0 to 255.
	 */
	private @Nullable Integer potentiallyFailedThreshold;

	/**
	 * Longest time that an acknowledgement waits, 0 to 500 ms.
	 */
	private @Nullable Duration sackDelay;

	/**
	 * Whether a small message leaves at once while earlier ones are not acknowledged.
	 */
	private @Nullable Boolean noDelay;

	/**
	 * Payload accepted for sending and not yet acknowledged, per association.
	 */
	private @Nullable DataSize sendBuffer;

	/**
	 * Bytes of a message that is not whole yet from which on it is handed over in parts.
	 * 0 hands over whole messages only.
	 */
	private @Nullable DataSize partialDeliveryPoint;

	/**
	 * Bytes of the send buffer in use at which a "writable" event tells that there is
	 * room again after a message was refused, less than "send-buffer". 0 for half of
	 * that.
	 */
	private @Nullable DataSize sendLowWatermark;

	/**
	 * Payload received and not yet consumed, per association.
	 */
	private @Nullable DataSize receiveBuffer;

	/**
	 * Longest message that is received. A longer one ends its association.
	 */
	private @Nullable DataSize maxMessageSize;

	/**
	 * Most packets sent at once to one path, 1 to 1024.
	 */
	private @Nullable Integer maxBurst;

	/**
	 * Life of a state cookie, 1 second to 1 hour.
	 */
	private @Nullable Duration validCookieLife;

	/**
	 * Size of the largest IP packet in bytes, 576 to 65535. 0 takes the default of the
	 * address family.
	 */
	private @Nullable Integer pathMtu;

	/**
	 * Whether the peer is told that messages which were sent can be given up.
	 */
	private @Nullable Boolean partialReliability;

	/**
	 * What either side may do with the streams of an association that is up:
	 * "reset-streams", "reset-association", "add-streams". If nothing, the peer is not
	 * told that stream reconfiguration is supported.
	 */
	private @Nullable Set<StreamReconfiguration> streamReconfiguration;

	/**
	 * Whether the peer is told that addresses can be added and removed while an
	 * association is up.
	 */
	private @Nullable Boolean dynamicAddresses;

	/**
	 * Greatest time-out of INIT and COOKIE ECHO, up to 65535 ms. Zero takes that of
	 * "rto.max".
	 */
	private @Nullable Duration maxInitTimeout;

	/**
	 * Packets with data after which an acknowledgement no longer waits, 1 to 1000.
	 */
	private @Nullable Integer sackFrequency;

	/**
	 * Most payload of a DATA chunk, 512 to 65516 bytes. Zero takes as much as the path.
	 */
	private @Nullable DataSize maxSegment;

	/**
	 * Whether a message that does not fit one packet is refused instead of being sent in
	 * pieces.
	 */
	private @Nullable Boolean disableFragments;

	/**
	 * Time without messages after which an association is shut down. Zero never does.
	 */
	private @Nullable Duration autoclose;

	/**
	 * What the peer is told of the adaptation layer, an unsigned 32-bit number.
	 */
	private @Nullable Long adaptationIndication;

	/**
	 * Longest time that closing waits for associations to shut down, within
	 * "sock.shutdown-timeout". Of an endpoint.
	 */
	private @Nullable Duration linger;

	/**
	 * Which events become application events. All of them if not set.
	 */
	private @Nullable Set<SctpEvent.Kind> events;

	/**
	 * How messages are sent for which nothing is said.
	 */
	private final DefaultSendSettings defaultSend = new DefaultSendSettings();

	/**
	 * Options of the sockets beneath SCTP.
	 */
	private final IpSettings ip = new IpSettings();

	public @Nullable Integer getOutboundStreams() {
		return this.outboundStreams;
	}

	public void setOutboundStreams(@Nullable Integer outboundStreams) {
		this.outboundStreams = outboundStreams;
	}

	public @Nullable Integer getMaxInboundStreams() {
		return this.maxInboundStreams;
	}

	public void setMaxInboundStreams(@Nullable Integer maxInboundStreams) {
		this.maxInboundStreams = maxInboundStreams;
	}

	public @Nullable Integer getMaxInitRetransmissions() {
		return this.maxInitRetransmissions;
	}

	public void setMaxInitRetransmissions(@Nullable Integer maxInitRetransmissions) {
		this.maxInitRetransmissions = maxInitRetransmissions;
	}

	public Rto getRto() {
		return this.rto;
	}

	public @Nullable Duration getHeartbeatInterval() {
		return this.heartbeatInterval;
	}

	public void setHeartbeatInterval(@Nullable Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
	}

	public @Nullable Integer getAssociationMaxRetransmissions() {
		return this.associationMaxRetransmissions;
	}

	public void setAssociationMaxRetransmissions(@Nullable Integer associationMaxRetransmissions) {
		this.associationMaxRetransmissions = associationMaxRetransmissions;
	}

	public @Nullable Integer getPathMaxRetransmissions() {
		return this.pathMaxRetransmissions;
	}

	public void setPathMaxRetransmissions(@Nullable Integer pathMaxRetransmissions) {
		this.pathMaxRetransmissions = pathMaxRetransmissions;
	}

	public @Nullable Integer getPotentiallyFailedThreshold() {
		return this.potentiallyFailedThreshold;
	}

	public void setPotentiallyFailedThreshold(@Nullable Integer potentiallyFailedThreshold) {
		this.potentiallyFailedThreshold = potentiallyFailedThreshold;
	}

	public @Nullable Duration getSackDelay() {
		return this.sackDelay;
	}

	public void setSackDelay(@Nullable Duration sackDelay) {
		this.sackDelay = sackDelay;
	}

	public @Nullable Boolean getNoDelay() {
		return this.noDelay;
	}

	public void setNoDelay(@Nullable Boolean noDelay) {
		this.noDelay = noDelay;
	}

	public @Nullable DataSize getPartialDeliveryPoint() {
		return this.partialDeliveryPoint;
	}

	public void setPartialDeliveryPoint(@Nullable DataSize partialDeliveryPoint) {
		this.partialDeliveryPoint = partialDeliveryPoint;
	}

	public @Nullable DataSize getSendLowWatermark() {
		return this.sendLowWatermark;
	}

	public void setSendLowWatermark(@Nullable DataSize sendLowWatermark) {
		this.sendLowWatermark = sendLowWatermark;
	}

	public @Nullable DataSize getSendBuffer() {
		return this.sendBuffer;
	}

	public void setSendBuffer(@Nullable DataSize sendBuffer) {
		this.sendBuffer = sendBuffer;
	}

	public @Nullable DataSize getReceiveBuffer() {
		return this.receiveBuffer;
	}

	public void setReceiveBuffer(@Nullable DataSize receiveBuffer) {
		this.receiveBuffer = receiveBuffer;
	}

	public @Nullable DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public @Nullable Integer getMaxBurst() {
		return this.maxBurst;
	}

	public void setMaxBurst(@Nullable Integer maxBurst) {
		this.maxBurst = maxBurst;
	}

	public @Nullable Duration getValidCookieLife() {
		return this.validCookieLife;
	}

	public void setValidCookieLife(@Nullable Duration validCookieLife) {
		this.validCookieLife = validCookieLife;
	}

	public @Nullable Integer getPathMtu() {
		return this.pathMtu;
	}

	public void setPathMtu(@Nullable Integer pathMtu) {
		this.pathMtu = pathMtu;
	}

	public @Nullable Set<StreamReconfiguration> getStreamReconfiguration() {
		return this.streamReconfiguration;
	}

	public void setStreamReconfiguration(@Nullable Set<StreamReconfiguration> streamReconfiguration) {
		this.streamReconfiguration = streamReconfiguration;
	}

	public @Nullable Boolean getDynamicAddresses() {
		return this.dynamicAddresses;
	}

	public void setDynamicAddresses(@Nullable Boolean dynamicAddresses) {
		this.dynamicAddresses = dynamicAddresses;
	}

	public @Nullable Boolean getPartialReliability() {
		return this.partialReliability;
	}

	public void setPartialReliability(@Nullable Boolean partialReliability) {
		this.partialReliability = partialReliability;
	}

	public @Nullable Duration getMaxInitTimeout() {
		return this.maxInitTimeout;
	}

	public void setMaxInitTimeout(@Nullable Duration maxInitTimeout) {
		this.maxInitTimeout = maxInitTimeout;
	}

	public @Nullable Integer getSackFrequency() {
		return this.sackFrequency;
	}

	public void setSackFrequency(@Nullable Integer sackFrequency) {
		this.sackFrequency = sackFrequency;
	}

	public @Nullable DataSize getMaxSegment() {
		return this.maxSegment;
	}

	public void setMaxSegment(@Nullable DataSize maxSegment) {
		this.maxSegment = maxSegment;
	}

	public @Nullable Boolean getDisableFragments() {
		return this.disableFragments;
	}

	public void setDisableFragments(@Nullable Boolean disableFragments) {
		this.disableFragments = disableFragments;
	}

	public @Nullable Duration getAutoclose() {
		return this.autoclose;
	}

	public void setAutoclose(@Nullable Duration autoclose) {
		this.autoclose = autoclose;
	}

	public @Nullable Long getAdaptationIndication() {
		return this.adaptationIndication;
	}

	public void setAdaptationIndication(@Nullable Long adaptationIndication) {
		this.adaptationIndication = adaptationIndication;
	}

	public @Nullable Duration getLinger() {
		return this.linger;
	}

	public void setLinger(@Nullable Duration linger) {
		this.linger = linger;
	}

	public @Nullable Set<SctpEvent.Kind> getEvents() {
		return this.events;
	}

	public void setEvents(@Nullable Set<SctpEvent.Kind> events) {
		this.events = events;
	}

	public DefaultSendSettings getDefaultSend() {
		return this.defaultSend;
	}

	public IpSettings getIp() {
		return this.ip;
	}

	/**
	 * Bounds of the retransmission time-out.
	 */
	public static class Rto {

		/**
		 * Time-out until a round trip was measured.
		 */
		private @Nullable Duration initial;

		/**
		 * Least time-out.
		 */
		private @Nullable Duration min;

		/**
		 * Greatest time-out.
		 */
		private @Nullable Duration max;

		public @Nullable Duration getInitial() {
			return this.initial;
		}

		public void setInitial(@Nullable Duration initial) {
			this.initial = initial;
		}

		public @Nullable Duration getMin() {
			return this.min;
		}

		public void setMin(@Nullable Duration min) {
			this.min = min;
		}

		public @Nullable Duration getMax() {
			return this.max;
		}

		public void setMax(@Nullable Duration max) {
			this.max = max;
		}

	}

}
