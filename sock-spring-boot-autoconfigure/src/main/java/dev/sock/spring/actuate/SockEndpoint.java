package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.ManagedEndpoint;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.listener.EndpointListeners;
import dev.sock.spring.listener.SctpListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows SCTP endpoints, their associations and paths, and changes
 * them where {@code management.endpoint.sock.access} is {@code unrestricted}. No payload
 * is ever shown.
 */
@Endpoint(id = "sock", defaultAccess = Access.READ_ONLY)
public final class SockEndpoint {

	private final SockCommands commands;

	private final Supplier<? extends Collection<SctpEndpoint>> open;

	private final SctpEndpoints named;

	private final Supplier<? extends Map<String, Map<String, Long>>> hostStatistics;

	/**
	 * Creates the actuator endpoint.
	 * @param open gives every open endpoint, those made by code included
	 * @param named endpoints that properties name
	 * @param hostStatistics gives what the operating system has counted, by transport
	 * @param timeout how long listeners, and then associations, of an endpoint that is
	 * stopped may take
	 */
	public SockEndpoint(Supplier<? extends Collection<SctpEndpoint>> open, SctpEndpoints named,
			Supplier<? extends Map<String, Map<String, Long>>> hostStatistics, Duration timeout) {
		this.commands = new SockCommands(open, named, timeout);
		this.open = open;
		this.named = named;
		this.hostStatistics = hostStatistics;
	}

	/**
	 * Shows all endpoints.
	 * @return the endpoints in short
	 */
	@ReadOperation
	public SockDescriptor endpoints() {
		Map<String, EndpointSummaryDescriptor> endpoints = new TreeMap<>();
		views().forEach((name, view) -> endpoints.put(name, view.summary()));
		return new SockDescriptor(endpoints, this.hostStatistics.get());
	}

	/**
	 * Shows an endpoint.
	 * @param endpoint its name
	 * @return the endpoint, or {@code null} if there is none of this name
	 */
	@ReadOperation
	public @Nullable EndpointDescriptor endpoint(@Selector String endpoint) {
		View view = views().get(endpoint);
		return (view != null) ? view.details() : null;
	}

	/**
	 * Shows an association.
	 * @param endpoint name of its endpoint
	 * @param association its name
	 * @return the association, or {@code null} if there is none of this name
	 */
	@ReadOperation
	public @Nullable AssociationDescriptor association(@Selector String endpoint, @Selector String association) {
		View view = views().get(endpoint);
		return (view != null) ? view.association(association) : null;
	}

	/**
	 * Starts or stops an endpoint that properties name. A stop is one as at the end of
	 * the application, and takes as long.
	 * @param endpoint its name
	 * @param action what to do
	 * @return the endpoint afterwards
	 * @throws SockOperationException if properties name none so, or it cannot be started
	 */
	@WriteOperation
	public EndpointDescriptor changeEndpoint(@Selector String endpoint, EndpointAction action) {
		this.commands.endpoint(endpoint, action);
		return Objects.requireNonNull(endpoint(endpoint));
	}

	/**
	 * Connects or ends an association, or sets its primary path. One that properties name
	 * and that is ended here stays down until it is connected here.
	 * @param endpoint name of its endpoint
	 * @param association its name
	 * @param action what to do
	 * @param address for {@code SET_PRIMARY}: the peer's address that is to be the
	 * primary path
	 * @return the association while it is done, or {@code null} if there is none any more
	 * @throws SockOperationException if there is no such association, the address is
	 * missing or not the peer's, or it cannot be done now
	 */
	@WriteOperation
	public @Nullable AssociationDescriptor changeAssociation(@Selector String endpoint, @Selector String association,
			AssociationAction action, @Nullable String address) {
		this.commands.association(endpoint, association, action, address);
		return association(endpoint, association);
	}

	private Map<String, View> views() {
		Map<String, View> views = new TreeMap<>();
		for (SctpEndpoint endpoint : this.open.get()) {
			views.put(endpoint.name(), new View(endpoint.name(), endpoint, null));
		}
		for (ManagedEndpoint managed : this.named.all()) {
			views.put(managed.name(), new View(managed.name(), managed.endpoint().orElse(null), managed));
		}
		return views;
	}

	/** An endpoint that is open, or named by properties, or both. */
	private record View(String name, @Nullable SctpEndpoint endpoint, @Nullable ManagedEndpoint managed) {

		EndpointSummaryDescriptor summary() {
			Map<String, AssociationState> states = new TreeMap<>();
			Map<String, Phase> phases = new TreeMap<>();
			associations().forEach((association, summary) -> {
				states.put(association, summary.state());
				if (summary.phase() != null) {
					phases.put(association, summary.phase());
				}
			});
			return new EndpointSummaryDescriptor(transport(), isOpen(), localAddresses(), port(), udpPort(), states,
					phases);
		}

		EndpointDescriptor details() {
			return new EndpointDescriptor(this.name, transport(), isOpen(), localAddresses(), port(), udpPort(),
					associations(), listeners(), (this.endpoint != null) ? this.endpoint.statistics() : null);
		}

		private @Nullable String transport() {
			return (this.endpoint != null) ? this.endpoint.transport() : null;
		}

		private boolean isOpen() {
			return this.endpoint != null && this.endpoint.isOpen();
		}

		private List<String> localAddresses() {
			return (this.endpoint != null) ? texts(this.endpoint.localAddresses()) : List.of();
		}

		private @Nullable Integer port() {
			return (this.endpoint != null) ? this.endpoint.localPort() : null;
		}

		private @Nullable Integer udpPort() {
			return (this.endpoint != null && this.endpoint.udpPort().isPresent()) ? this.endpoint.udpPort().getAsInt()
					: null;
		}

		private @Nullable ListenersDescriptor listeners() {
			if (this.managed == null) {
				return null;
			}
			EndpointListeners listeners = this.managed.listeners();
			return new ListenersDescriptor(listeners.isRunning(), listeners.unmatchedCount(), listeners.failureCount(),
					listeners.discardedCount(), listeners.waitingCount(),
					listeners.containers()
						.stream()
						.collect(Collectors.toMap(SctpListenerContainer::id, SctpListenerContainer::state, (a, b) -> a,
								TreeMap::new)));
		}

		private Map<String, AssociationSummaryDescriptor> associations() {
			Map<String, AssociationSummaryDescriptor> associations = new TreeMap<>();
			if (this.managed != null) {
				this.managed.associations().forEach((name, kept) -> associations.put(name, inShort(kept)));
			}
			if (this.endpoint != null) {
				for (SctpAssociation live : this.endpoint.associations()) {
					associations.put(live.name(), new AssociationSummaryDescriptor(live.state(), phase(live.name()),
							null, texts(live.peerAddresses()), live.peerPort()));
				}
			}
			return associations;
		}

		private static AssociationSummaryDescriptor inShort(ManagedAssociation kept) {
			ManagedAssociation.Status status = kept.status();
			return new AssociationSummaryDescriptor(AssociationState.CLOSED, status.phase(), status.reason(),
					kept.definition().connect().addresses(), kept.definition().connect().port());
		}

		private @Nullable ManagedAssociation kept(String association) {
			return (this.managed != null) ? this.managed.associations().get(association) : null;
		}

		private @Nullable Phase phase(String association) {
			ManagedAssociation kept = kept(association);
			return (kept != null) ? kept.status().phase() : null;
		}

		@Nullable AssociationDescriptor association(String association) {
			SctpAssociation live = (this.endpoint != null) ? this.endpoint.association(association).orElse(null) : null;
			if (live != null) {
				return live(live);
			}
			ManagedAssociation down = kept(association);
			return (down != null) ? down(down) : null;
		}

		private AssociationDescriptor live(SctpAssociation association) {
			AssociationStatus status = association.status();
			return new AssociationDescriptor(association.name(), this.name, status.state(), phase(association.name()),
					null, texts(association.localAddresses()), texts(association.peerAddresses()),
					association.peerPort(), status.inboundStreams(), status.outboundStreams(), status.peerRwnd(),
					status.localRwnd(), status.unacknowledgedChunks(), status.pendingBytes(), status.sendBufferUsed(),
					status.receiveBufferUsed(), status.fragmentationPoint(), status.overallErrorCount(),
					status.extensions(), status.paths().stream().map(PathDescriptor::of).toList(), status.statistics());
		}

		private AssociationDescriptor down(ManagedAssociation association) {
			ManagedAssociation.Status status = association.status();
			return new AssociationDescriptor(association.name(), this.name, AssociationState.CLOSED, status.phase(),
					status.reason(), List.of(), association.definition().connect().addresses(),
					association.definition().connect().port(), 0, 0, null, null, null, null, null, null, null, null,
					Set.of(), List.of(), null);
		}

		private static List<String> texts(List<SctpAddress> addresses) {
			return addresses.stream().map(SctpAddress::toString).toList();
		}

	}

}
