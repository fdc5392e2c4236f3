package dev.sock.impl;

import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.sock.IpOptions;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.spi.OptionChange;
import org.jspecify.annotations.Nullable;

/**
 * Options that associations of an endpoint start with.
 */
final class EndpointDefaults {

	private final DefaultEndpoint endpoint;

	private volatile SctpOptions kept;

	EndpointDefaults(DefaultEndpoint endpoint, SctpOptions options) {
		this.endpoint = endpoint;
		this.kept = options;
	}

	/** Returns what was asked for. Never waits. */
	SctpOptions kept() {
		return this.kept;
	}

	Duration linger() {
		Duration linger = this.kept.linger();
		return (linger != null) ? linger : SctpEndpoint.DEFAULT_LINGER;
	}

	/** Returns what is in force. */
	SctpOptions inForce() {
		SctpOptions known = this.kept;
		return (this.endpoint.isClosing() || !this.endpoint.hasTransport()) ? known
				: AssociationOptions.withOwn(this.endpoint.transportEndpoint().options(), known);
	}

	void change(UnaryOperator<SctpOptionsBuilder> wanted) {
		if (this.endpoint.isClosing()) {
			throw new SctpClosedException(
					"Endpoint '" + this.endpoint.name() + "' is closed: its options cannot be changed");
		}
		SctpOptions before = inForce();
		OptionChange change = new OptionChange(before, wanted.apply(before.toBuilder()).build());
		if (change.isEmpty()) {
			return;
		}
		for (OptionChange.Named option : change.all()) {
			if (option.name().equals("ip.reuse-address") || option.name().equals("ip.ipv6-only")) {
				throw new SctpOptionException(option.name(), option.value(),
						"cannot be changed once the endpoint is open; set it before, in its options");
			}
		}
		this.endpoint.transportEndpoint().change(change);
		keep(change);
	}

	/**
	 * Checks that the options of a connect do not contradict those that the endpoint has
	 * as a whole. What they leave out is the endpoint's.
	 * @throws SctpOptionException if one does
	 */
	void checkConnect(@Nullable SctpOptions options) {
		if (options == null) {
			return;
		}
		SctpOptions own = this.kept;
		IpOptions ip = options.ip();
		check("linger", options.linger(), own.linger());
		check("ip.reuse-address", ip.reuseAddress() ? true : null, own.ip().reuseAddress());
		check("ip.ipv6-only", ip.ipv6Only(), own.ip().ipv6Only());
	}

	private static void check(String name, @Nullable Object wanted, @Nullable Object own) {
		if (wanted != null && !Objects.equals(wanted, own)) {
			throw new SctpOptionException(name, wanted.toString(),
					"is set for one association and belongs to the endpoint; set it there, or leave it out here");
		}
	}

	private synchronized void keep(OptionChange change) {
		this.kept = change.applyTo(this.kept);
	}

}
