package dev.sock.impl;

import java.util.Map;
import java.util.function.UnaryOperator;

import dev.sock.SctpClosedException;
import dev.sock.SctpEvent;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.spi.OptionChange;
import dev.sock.spi.TransportAssociation;

/**
 * Options of one association: what was asked for, for use at any time, and what is in
 * force, which its transport knows.
 */
final class AssociationOptions {

	private static final String HANDSHAKE = "cannot be changed once an association is being opened; "
			+ "set it before, on the endpoint or with the connect";

	private static final String ENDPOINT = "belongs to the endpoint, not to one association; set it there";

	/** Why some can never be changed. */
	private static final Map<String, String> FIXED = Map.ofEntries(Map.entry("outbound-streams", HANDSHAKE),
			Map.entry("max-inbound-streams", HANDSHAKE), Map.entry("max-init-retransmissions", HANDSHAKE),
			Map.entry("max-init-timeout", HANDSHAKE), Map.entry("valid-cookie-life", HANDSHAKE),
			Map.entry("adaptation-indication", HANDSHAKE), Map.entry("partial-reliability", HANDSHAKE),
			Map.entry("stream-reconfiguration", HANDSHAKE), Map.entry("dynamic-addresses", HANDSHAKE),
			Map.entry("linger", ENDPOINT), Map.entry("ip.reuse-address", ENDPOINT),
			Map.entry("ip.ipv6-only", ENDPOINT));

	private final DefaultAssociation association;

	private volatile SctpOptions kept;

	AssociationOptions(DefaultAssociation association, SctpOptions options) {
		this.association = association;
		this.kept = options;
	}

	/** Returns what was asked for. Never waits. */
	SctpOptions kept() {
		return this.kept;
	}

	boolean wants(SctpEvent event) {
		return this.kept.events().contains(event.kind());
	}

	/** Returns what is in force. */
	SctpOptions inForce() {
		return (this.association.isEnded() || !this.association.hasTransport()) ? this.kept
				: inForce(this.association.transport());
	}

	private SctpOptions inForce(TransportAssociation transport) {
		return withOwn(transport.options(), this.kept);
	}

	/** Returns options of a transport with those that only the core looks at. */
	static SctpOptions withOwn(SctpOptions ofTransport, SctpOptions kept) {
		return ofTransport.toBuilder()
			.defaultSend(kept.defaultSend())
			.events(kept.events())
			.linger(kept.linger())
			.sendLowWatermark(Math.min(kept.sendLowWatermark(), ofTransport.sendBuffer() - 1))
			.build();
	}

	void change(UnaryOperator<SctpOptionsBuilder> wanted) {
		if (this.association.isEnded()) {
			throw new SctpClosedException("Options cannot be changed: " + this.association.stateText());
		}
		TransportAssociation transport = this.association.transport();
		SctpOptions before = inForce(transport);
		OptionChange change = new OptionChange(before, wanted.apply(before.toBuilder()).build());
		if (change.isEmpty()) {
			return;
		}
		for (OptionChange.Named option : change.all()) {
			String problem = FIXED.get(option.name());
			if (problem != null) {
				throw new SctpOptionException(option.name(), option.value(), problem);
			}
		}
		transport.change(change);
		SctpOptions now = keep(change);
		if (change.changes(SctpOptions::sendBuffer) || change.changes(SctpOptions::sendLowWatermark)) {
			this.association.sendBuffer().limits(now.sendBuffer(), now.sendLowWatermark());
		}
	}

	private synchronized SctpOptions keep(OptionChange change) {
		SctpOptions changed = change.applyTo(this.kept);
		this.kept = changed;
		return changed;
	}

}
