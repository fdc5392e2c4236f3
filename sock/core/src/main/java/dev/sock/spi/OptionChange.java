package dev.sock.spi;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.sock.IpOptions;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a user changes: those options that differ.
 *
 * @param before the options that the change started from
 * @param after the options that the user wants
 */
public record OptionChange(SctpOptions before, SctpOptions after) {

	private static final List<Option<?>> OPTIONS = List.of(
			new Option<>("outbound-streams", SctpOptions::outboundStreams, SctpOptionsBuilder::outboundStreams),
			new Option<>("max-inbound-streams", SctpOptions::maxInboundStreams, SctpOptionsBuilder::maxInboundStreams),
			new Option<>("max-init-retransmissions", SctpOptions::maxInitRetransmissions,
					SctpOptionsBuilder::maxInitRetransmissions),
			new Option<>("rto", SctpOptions::rto, SctpOptionsBuilder::rto),
			new Option<>("heartbeat-interval", SctpOptions::heartbeatInterval, SctpOptionsBuilder::heartbeatInterval),
			new Option<>("association-max-retransmissions", SctpOptions::associationMaxRetransmissions,
					SctpOptionsBuilder::associationMaxRetransmissions),
			new Option<>("path-max-retransmissions", SctpOptions::pathMaxRetransmissions,
					SctpOptionsBuilder::pathMaxRetransmissions),
			new Option<>("potentially-failed-threshold", SctpOptions::potentiallyFailedThreshold,
					SctpOptionsBuilder::potentiallyFailedThreshold),
			new Option<>("sack-delay", SctpOptions::sackDelay, SctpOptionsBuilder::sackDelay),
			new Option<>("no-delay", SctpOptions::noDelay, SctpOptionsBuilder::noDelay),
			new Option<>("send-buffer", SctpOptions::sendBuffer, SctpOptionsBuilder::sendBuffer),
			new Option<>("send-low-watermark", SctpOptions::sendLowWatermark, SctpOptionsBuilder::sendLowWatermark),
			new Option<>("receive-buffer", SctpOptions::receiveBuffer, SctpOptionsBuilder::receiveBuffer),
			new Option<>("max-message-size", SctpOptions::maxMessageSize, SctpOptionsBuilder::maxMessageSize),
			new Option<>("partial-delivery-point", SctpOptions::partialDeliveryPoint,
					SctpOptionsBuilder::partialDeliveryPoint),
			new Option<>("max-burst", SctpOptions::maxBurst, SctpOptionsBuilder::maxBurst),
			new Option<>("valid-cookie-life", SctpOptions::validCookieLife, SctpOptionsBuilder::validCookieLife),
			new Option<>("path-mtu", SctpOptions::pathMtu, SctpOptionsBuilder::pathMtu),
			new Option<>("max-init-timeout", SctpOptions::maxInitTimeout, SctpOptionsBuilder::maxInitTimeout),
			new Option<>("sack-frequency", SctpOptions::sackFrequency, SctpOptionsBuilder::sackFrequency),
			new Option<>("max-segment", SctpOptions::maxSegment, SctpOptionsBuilder::maxSegment),
			new Option<>("disable-fragments", SctpOptions::disableFragments, SctpOptionsBuilder::disableFragments),
			new Option<>("autoclose", SctpOptions::autoclose, SctpOptionsBuilder::autoclose),
			new Option<@Nullable Long>("adaptation-indication", SctpOptions::adaptationIndication,
					SctpOptionsBuilder::adaptationIndication),
			new Option<>("default-send", SctpOptions::defaultSend, SctpOptionsBuilder::defaultSend),
			new Option<>("linger", SctpOptions::linger, SctpOptionsBuilder::linger),
			new Option<>("events", SctpOptions::events, SctpOptionsBuilder::events),
			new Option<>("partial-reliability", SctpOptions::partialReliability,
					SctpOptionsBuilder::partialReliability),
			new Option<>("stream-reconfiguration", SctpOptions::streamReconfiguration,
					SctpOptionsBuilder::streamReconfiguration),
			new Option<>("dynamic-addresses", SctpOptions::dynamicAddresses, SctpOptionsBuilder::dynamicAddresses));

	private static final List<IpOption<?>> IP_OPTIONS = List.of(
			new IpOption<>("ip.traffic-class", IpOptions::trafficClass, IpOptions::withTrafficClass),
			new IpOption<>("ip.ttl", IpOptions::ttl, IpOptions::withTtl),
			new IpOption<>("ip.dont-route", IpOptions::dontRoute, IpOptions::withDontRoute),
			new IpOption<>("ip.priority", IpOptions::priority, IpOptions::withPriority),
			new IpOption<>("ip.reuse-address", IpOptions::reuseAddress, IpOptions::withReuseAddress),
			new IpOption<>("ip.ipv6-only", IpOptions::ipv6Only, IpOptions::withIpv6Only));

	/**
	 * Returns whether an option is changed.
	 * @param option reads it
	 * @return whether it differs
	 */
	public boolean changes(Function<SctpOptions, ? extends @Nullable Object> option) {
		return !Objects.equals(option.apply(this.before), option.apply(this.after));
	}

	/**
	 * Returns whether anything is changed.
	 * @return {@code false} if nothing is
	 */
	public boolean isEmpty() {
		return this.before.equals(this.after);
	}

	/**
	 * Returns what is changed.
	 * @return names of options, such as {@code rto} and {@code ip.ttl}, and the values
	 * that are wanted
	 */
	public List<Named> all() {
		Stream<Named> plain = OPTIONS.stream()
			.filter((option) -> changes(option.getter))
			.map((option) -> new Named(option.name, String.valueOf(option.getter.apply(this.after))));
		Stream<Named> ip = IP_OPTIONS.stream()
			.filter((option) -> changes((options) -> option.getter.apply(options.ip())))
			.map((option) -> new Named(option.name, String.valueOf(option.getter.apply(this.after.ip()))));
		return Stream.concat(plain, ip).toList();
	}

	/**
	 * Makes the same change to other options.
	 * @param other the options to start from
	 * @return these with what is changed
	 */
	public SctpOptions applyTo(SctpOptions other) {
		SctpOptionsBuilder builder = other.toBuilder();
		OPTIONS.forEach((option) -> option.copy(this, builder));
		IpOptions ip = other.ip();
		for (IpOption<?> option : IP_OPTIONS) {
			ip = option.copy(this, ip);
		}
		return builder.ip(ip).build();
	}

	/**
	 * An option that is changed.
	 *
	 * @param name its name
	 * @param value the value that is wanted, as text
	 */
	public record Named(String name, String value) {
	}

	private record Option<T extends @Nullable Object>(String name, Function<SctpOptions, T> getter,
			BiFunction<SctpOptionsBuilder, T, SctpOptionsBuilder> setter) {

		@SuppressWarnings("CheckReturnValue") // it is the same builder
		void copy(OptionChange change, SctpOptionsBuilder to) {
			if (change.changes(this.getter)) {
				this.setter.apply(to, this.getter.apply(change.after));
			}
		}

	}

	private record IpOption<T extends @Nullable Object>(String name, Function<IpOptions, T> getter,
			BiFunction<IpOptions, T, IpOptions> setter) {

		IpOptions copy(OptionChange change, IpOptions to) {
			boolean changed = change.changes((options) -> this.getter.apply(options.ip()));
			return changed ? this.setter.apply(to, this.getter.apply(change.after.ip())) : to;
		}

	}

}
