package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sock.RtoOptions;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
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
		SctpOptions.Builder builder = defaults.toBuilder();
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
		set("max-burst", OptionSettings::getMaxBurst, builder::maxBurst);
		set("valid-cookie-life", OptionSettings::getValidCookieLife, builder::validCookieLife);
		set("path-mtu", OptionSettings::getPathMtu, builder::pathMtu);
		set("partial-reliability", OptionSettings::getPartialReliability, builder::partialReliability);
		Rto rto = new Rto(defaults.rto());
		set("rto.initial", (options) -> options.getRto().getInitial(), rto::initial);
		set("rto.min", (options) -> options.getRto().getMin(), rto::min);
		set("rto.max", (options) -> options.getRto().getMax(), rto::max);
		try {
			return builder.rto(rto.build()).build();
		}
		catch (SctpOptionException ex) {
			throw SockPropertyException.of(ex, this.settings.paths(), PREFIX);
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
