package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sock.PayloadProtocol;
import dev.sock.IpOptions;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Makes {@link SctpOptions} of {@link OptionSettings}.
 *
 * @param <S> the settings that hold them
 */
final class OptionMapper<S> {

	private static final String PREFIX = "options.";

	private final Layered<S> settings;

	private final Function<S, OptionSettings> options;

	OptionMapper(Layered<S> settings, Function<S, OptionSettings> options) {
		this.settings = settings;
		this.options = options;
	}

	/**
	 * Applies what is set.
	 * @param defaults options to start with
	 * @return the options
	 * @throws SockPropertyException if a value cannot be used
	 */
	SctpOptions apply(SctpOptions defaults) {
		SctpOptionsBuilder builder = defaults.toBuilder();
		set("outbound-streams", OptionSettings::getOutboundStreams, builder::outboundStreams);
		set("max-inbound-streams", OptionSettings::getMaxInboundStreams, builder::maxInboundStreams);
		set("max-init-retransmissions", OptionSettings::getMaxInitRetransmissions, builder::maxInitRetransmissions);
		set("heartbeat-interval", OptionSettings::getHeartbeatInterval, builder::heartbeatInterval);
		set("association-max-retransmissions", OptionSettings::getAssociationMaxRetransmissions,
				builder::associationMaxRetransmissions);
		set("path-max-retransmissions", OptionSettings::getPathMaxRetransmissions, builder::pathMaxRetransmissions);
		set("potentially-failed-threshold", OptionSettings::getPotentiallyFailedThreshold,
				builder::potentiallyFailedThreshold);
		set("sack-delay", OptionSettings::getSackDelay, builder::sackDelay);
		set("no-delay", OptionSettings::getNoDelay, builder::noDelay);
		setSize("send-buffer", OptionSettings::getSendBuffer, builder::sendBuffer);
		setSize("receive-buffer", OptionSettings::getReceiveBuffer, builder::receiveBuffer);
		setSize("max-message-size", OptionSettings::getMaxMessageSize, builder::maxMessageSize);
		setSize("partial-delivery-point", OptionSettings::getPartialDeliveryPoint, builder::partialDeliveryPoint);
		setSize("send-low-watermark", OptionSettings::getSendLowWatermark, builder::sendLowWatermark);
		set("max-burst", OptionSettings::getMaxBurst, builder::maxBurst);
		set("valid-cookie-life", OptionSettings::getValidCookieLife, builder::validCookieLife);
		set("path-mtu", OptionSettings::getPathMtu, builder::pathMtu);
		set("max-init-timeout", OptionSettings::getMaxInitTimeout, builder::maxInitTimeout);
		set("sack-frequency", OptionSettings::getSackFrequency, builder::sackFrequency);
		setSize("max-segment", OptionSettings::getMaxSegment, builder::maxSegment);
		set("disable-fragments", OptionSettings::getDisableFragments, builder::disableFragments);
		set("autoclose", OptionSettings::getAutoclose, builder::autoclose);
		set("adaptation-indication", OptionSettings::getAdaptationIndication, builder::adaptationIndication);
		set("linger", OptionSettings::getLinger, builder::linger);
		set("events", OptionSettings::getEvents, builder::events);
		set("partial-reliability", OptionSettings::getPartialReliability, builder::partialReliability);
		set("stream-reconfiguration", OptionSettings::getStreamReconfiguration, builder::streamReconfiguration);
		set("dynamic-addresses", OptionSettings::getDynamicAddresses, builder::dynamicAddresses);
		Rto rto = new Rto(defaults.rto());
		set("rto.initial", (options) -> options.getRto().getInitial(), rto::initial);
		set("rto.min", (options) -> options.getRto().getMin(), rto::min);
		set("rto.max", (options) -> options.getRto().getMax(), rto::max);
		try {
			SctpOptions mapped = builder.rto(rto.build()).build();
			return mapped.toBuilder().defaultSend(defaultSend(mapped.defaultSend())).ip(ip(mapped.ip())).build();
		}
		catch (SctpOptionException ex) {
			throw SockPropertyException.of(ex, this.settings.paths(), PREFIX);
		}
	}

	private SendOptions defaultSend(SendOptions defaults) {
		SendOptions[] send = { defaults };
		set("default-send.stream", (options) -> options.getDefaultSend().getStream(),
				(stream) -> send[0] = named("stream", () -> send[0].withStream(stream)));
		set("default-send.ppid", (options) -> options.getDefaultSend().getPpid(),
				(ppid) -> send[0] = send[0].withPayloadProtocolId(ppid(ppid)));
		set("default-send.unordered", (options) -> options.getDefaultSend().getUnordered(),
				(unordered) -> send[0] = send[0].withUnordered(unordered));
		set("default-send.context", (options) -> options.getDefaultSend().getContext(),
				(context) -> send[0] = send[0].withContext(context));
		set("default-send.destination", (options) -> options.getDefaultSend().getDestination(),
				(destination) -> send[0] = send[0].withDestination(address(destination)));
		set("default-send.immediate-ack", (options) -> options.getDefaultSend().getImmediateAck(),
				(immediateAck) -> send[0] = send[0].withImmediateAck(immediateAck));
		set("default-send.lifetime", (options) -> options.getDefaultSend().getLifetime(),
				(lifetime) -> send[0] = named("lifetime", () -> send[0].withLifetime(lifetime)));
		return send[0];
	}

	/** The core calls it "stream", since it knows of no default there. */
	private static <T> T named(String name, Supplier<T> call) {
		try {
			return call.get();
		}
		catch (SctpOptionException ex) {
			throw new SctpOptionException("default-send." + name, ex.value(), ex.problem());
		}
	}

	private long ppid(String text) {
		try {
			return PayloadProtocol.parseId(text);
		}
		catch (SctpOptionException ex) {
			throw SockPropertyException.of(this.settings.paths().of(PREFIX + "default-send.ppid"), text,
					"is neither a number nor the name of a payload protocol identifier",
					"Set a number from 0 to 4294967295, or a name such as Diameter, M3UA, NGAP or S1AP.");
		}
	}

	private SctpAddress address(String text) {
		SctpAddress address = SctpAddress.parse(text);
		if (address == null) {
			throw SockPropertyException.of(this.settings.paths().of(PREFIX + "default-send.destination"), text,
					"is not an IP address", "Set one of the peer's addresses.");
		}
		return address;
	}

	private IpOptions ip(IpOptions defaults) {
		IpOptions[] ip = { defaults };
		set("ip.traffic-class", (options) -> options.getIp().getTrafficClass(),
				(value) -> ip[0] = ip[0].withTrafficClass(value));
		set("ip.ttl", (options) -> options.getIp().getTtl(), (value) -> ip[0] = ip[0].withTtl(value));
		set("ip.dont-route", (options) -> options.getIp().getDontRoute(),
				(value) -> ip[0] = ip[0].withDontRoute(value));
		set("ip.priority", (options) -> options.getIp().getPriority(), (value) -> ip[0] = ip[0].withPriority(value));
		set("ip.reuse-address", (options) -> options.getIp().getReuseAddress(),
				(value) -> ip[0] = ip[0].withReuseAddress(value));
		set("ip.ipv6-only", (options) -> options.getIp().getIpv6Only(), (value) -> ip[0] = ip[0].withIpv6Only(value));
		return ip[0];
	}

	/**
	 * Checks that the options of an association leave alone what belongs to its endpoint.
	 * @param endpoint the endpoint's
	 * @param association the association's
	 * @throws SockPropertyException if they do not
	 */
	void checkEndpointOnly(SctpOptions endpoint, SctpOptions association) {
		checkSame("linger", endpoint.linger(), association.linger());
		checkSame("ip.reuse-address", endpoint.ip().reuseAddress(), association.ip().reuseAddress());
		checkSame("ip.ipv6-only", endpoint.ip().ipv6Only(), association.ip().ipv6Only());
	}

	private void checkSame(String option, @Nullable Object endpoint, @Nullable Object association) {
		if (association != null && !association.equals(endpoint)) {
			throw SockPropertyException.of(this.settings.paths().of(PREFIX + option), association,
					"belongs to the endpoint, not to one association", "Set it in the options of the endpoint.");
		}
	}

	private <T> void set(String option, Function<OptionSettings, @Nullable T> getter, Consumer<T> setter) {
		T value = this.settings.get(PREFIX + option, (settings) -> getter.apply(this.options.apply(settings)));
		if (value != null) {
			setter.accept(value);
		}
	}

	private void setSize(String option, Function<OptionSettings, @Nullable DataSize> getter, Consumer<Integer> setter) {
		set(option, getter, (size) -> {
			if (size.toBytes() != (int) size.toBytes()) {
				throw SockPropertyException.of(this.settings.paths().of(PREFIX + option), size, "is out of range",
						"Set at most 1GB.");
			}
			setter.accept((int) size.toBytes());
		});
	}

	/** The three bounds, which can be checked only together. */
	private static final class Rto {

		private Duration initial;

		private Duration min;

		private Duration max;

		Rto(RtoOptions defaults) {
			this.initial = defaults.initial();
			this.min = defaults.min();
			this.max = defaults.max();
		}

		void initial(Duration initial) {
			this.initial = initial;
		}

		void min(Duration min) {
			this.min = min;
		}

		void max(Duration max) {
			this.max = max;
		}

		RtoOptions build() {
			return new RtoOptions(this.initial, this.min, this.max);
		}

	}

}
