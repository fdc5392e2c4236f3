package dev.sock.spring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.sock.AssociationStatistics;
import dev.sock.EndpointStatistics;
import dev.sock.SctpEndpoint;
import dev.sock.spring.listener.EndpointListeners;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import static dev.sock.spring.metrics.MeterDefinition.byteCounter;
import static dev.sock.spring.metrics.MeterDefinition.counter;
import static dev.sock.spring.metrics.MeterDefinition.gauge;

/**
 * The meters of an endpoint. Its counters include associations that have ended.
 */
final class EndpointMeters {

	private static final List<MeterDefinition<EndpointStatistics>> DEFINITIONS = definitions();

	private final MeterGroup<EndpointStatistics> group;

	private final MeterGroup<EndpointListeners> listenerGroup;

	EndpointMeters(MeterRegistry registry, SctpEndpoint endpoint, EndpointListeners listeners) {
		Tags tags = Tags.of("endpoint", endpoint.name(), "transport", endpoint.transport());
		Snapshot<EndpointStatistics> snapshot = new Snapshot<>(endpoint::statistics, this::renewed);
		this.group = new MeterGroup<>(registry, tags, DEFINITIONS, snapshot::get);
		this.listenerGroup = new MeterGroup<>(registry, tags,
				List.of(counter("sock.endpoint.messages.unmatched",
						"Messages that no listener matched, which were dropped", EndpointListeners::unmatchedCount),
						counter("sock.endpoint.listener.failures", "Calls of listeners that have failed",
								EndpointListeners::failureCount),
						counter("sock.endpoint.messages.discarded",
								"Messages received that were dropped because the endpoint closed",
								EndpointListeners::discardedCount),
						gauge("sock.endpoint.listener.waiting", "Messages that wait for a listener",
								EndpointListeners::waitingCount)),
				() -> listeners);
		this.listenerGroup.update(listeners);
		snapshot.get();
	}

	private void renewed(EndpointStatistics statistics) {
		this.group.update(statistics);
	}

	void remove() {
		this.group.remove();
		this.listenerGroup.remove();
	}

	private static List<MeterDefinition<EndpointStatistics>> definitions() {
		List<MeterDefinition<EndpointStatistics>> all = new ArrayList<>();
		all.add(gauge("sock.endpoint.associations", "Associations that are established",
				EndpointStatistics::currEstab));
		all.add(counter("sock.endpoint.associations.opened", "Associations established that this side asked for",
				EndpointStatistics::activeEstabs));
		all.add(counter("sock.endpoint.associations.accepted", "Associations established that the peer asked for",
				EndpointStatistics::passiveEstabs));
		all.add(counter("sock.endpoint.associations.aborted", "Associations that ended by ABORT or by loss of the peer",
				EndpointStatistics::aborteds));
		all.add(counter("sock.endpoint.associations.shutdown", "Associations that were gracefully shut down",
				EndpointStatistics::shutdowns));
		all.add(counter("sock.endpoint.associations.restarted", "Restarts of a peer", EndpointStatistics::restarts));
		all.add(counter("sock.endpoint.associations.refused", "Associations that were not accepted",
				EndpointStatistics::refused));
		all.add(counter("sock.endpoint.packets.out.of.the.blue", "Packets that belonged to no association",
				EndpointStatistics::outOfBlues));
		all.add(counter("sock.endpoint.notifications.unknown",
				"Notifications of the kernel that are not known, which were skipped",
				EndpointStatistics::unknownNotifications));
		all.add(counter("sock.endpoint.packets.bad.checksum", "Packets with a bad checksum",
				EndpointStatistics::checksumErrors));
		all.add(counter("sock.endpoint.packets.invalid", "Packets, or ends of packets, that could not be read",
				EndpointStatistics::invalidPackets));
		all.add(counter("sock.endpoint.cookies.invalid", "State cookies that were stale, altered or from elsewhere",
				EndpointStatistics::invalidCookies));
		all.add(counter("sock.endpoint.messages.sent", "Messages accepted for sending",
				total(AssociationStatistics::messagesSent)));
		all.add(counter("sock.endpoint.messages.received", "Messages handed to the user",
				total(AssociationStatistics::messagesReceived)));
		all.add(counter("sock.endpoint.messages.failed", "Messages accepted for sending that were not delivered",
				total(AssociationStatistics::messagesFailed)));
		all.add(counter("sock.endpoint.messages.abandoned.unsent",
				"Messages given up by their reliability before they were sent",
				total(AssociationStatistics::abandonedUnsent)));
		all.add(counter("sock.endpoint.messages.abandoned.sent",
				"Messages given up by their reliability after they were sent, at least in part",
				total(AssociationStatistics::abandonedSent)));
		all.add(byteCounter("sock.endpoint.sent", "Payload accepted for sending",
				total(AssociationStatistics::bytesSent)));
		all.add(byteCounter("sock.endpoint.received", "Payload handed to the user",
				total(AssociationStatistics::bytesReceived)));
		all.add(counter("sock.endpoint.packets.sent", "Packets sent", total(AssociationStatistics::outSctpPacks)));
		all.add(counter("sock.endpoint.packets.received", "Packets received",
				total(AssociationStatistics::inSctpPacks)));
		all.add(counter("sock.endpoint.retransmissions", "DATA chunks sent again",
				total(AssociationStatistics::rtxChunks)));
		all.add(counter("sock.endpoint.fast.retransmissions", "DATA chunks sent again because of missing reports",
				total(AssociationStatistics::fastRetransmits)));
		all.add(counter("sock.endpoint.t3.expirations", "Expirations of retransmission timers",
				total(AssociationStatistics::t3Expireds)));
		all.add(counter("sock.endpoint.duplicates", "DATA chunks received more than once",
				total(AssociationStatistics::duplicateTsns)));
		return List.copyOf(all);
	}

	private static Function<EndpointStatistics, @Nullable Number> total(
			Function<AssociationStatistics, @Nullable Long> value) {
		return (statistics) -> value.apply(statistics.totals());
	}

}
