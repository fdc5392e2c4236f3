package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.spring.core.SctpSend;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.EndpointListeners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for options that endpoints of the properties look at themselves.
 */
class EndpointOptionsTests implements SctpEndpointObserver {

	private final FakeNetwork network = new FakeNetwork();

	private final List<SctpEvent> events = new CopyOnWriteArrayList<>();

	private final List<AssociationChange> changes = new CopyOnWriteArrayList<>();

	private SctpEndpoints endpoints;

	private FakeAssociation open(SctpOptions endpoint, SctpOptions association) {
		EndpointDefinition definition = new EndpointDefinition("client",
				EndpointOptions.builder().name("client").options(endpoint).build(), false,
				List.of(new AssociationDefinition("hlr",
						ConnectOptions.to("10.0.0.1", 3868).withName("hlr").withOptions(association),
						ReconnectPolicy.DEFAULT, false)),
				Set.of(), new PropertyPaths("sock.endpoints[0]", Map.of()));
		this.endpoints = new SctpEndpoints(this.network::open, List.of(definition),
				(name) -> new EndpointListeners(name, Runnable::run), List.of(this));
		this.endpoints.open();
		Awaitility.await().until(() -> this.network.endpoint("client").association("hlr").isPresent());
		return (FakeAssociation) this.network.endpoint("client").association("hlr").orElseThrow();
	}

	private static SctpOptions events(SctpEvent.Kind... kinds) {
		return SctpOptions.builder().events(Set.of(kinds)).build();
	}

	@Override
	public void onEvent(SctpEvent event) {
		this.events.add(event);
	}

	@Override
	public void associationChanged(AssociationChanged event) {
		this.changes.add(event.change());
	}

	@AfterEach
	void close() {
		this.endpoints.close(Duration.ZERO);
	}

	@Test
	void whatTheTemplateIsNotToldIsAsTheAssociationSays() {
		FakeAssociation association = open(SctpOptions.DEFAULT, SctpOptions.DEFAULT);
		SctpTemplate template = new SctpTemplate(this.endpoints);
		SctpSend kept = template.to("hlr").stream(7);
		association.setOptions(
				(options) -> options.defaultSend(SendOptions.stream(3).withPayloadProtocolId(46).withUnordered(true)));
		template.to("hlr").send("a");
		kept.send("b");
		template.to(association).ppid(60).sendAsync("c");
		template.to("hlr").stream(2).sendAsync("d");
		template.send("hlr", "e", SendOptions.DEFAULT);
		assertThat(association.sentOptions).extracting(SendOptions::streamId).containsExactly(3, 7, 3, 2, 0);
		assertThat(association.sentOptions).extracting(SendOptions::payloadProtocolId)
			.containsExactly(46, 46, 60, 46, 0);
		assertThat(association.sentOptions).extracting(SendOptions::unordered)
			.containsExactly(true, true, true, true, false);
	}

	@Test
	void closingWaitsNoLongerThanTheEndpointLingers() {
		open(SctpOptions.builder().linger(Duration.ofSeconds(3)).build(), SctpOptions.DEFAULT);
		this.endpoints.close(Duration.ofSeconds(10));
		assertThat(this.network.endpoint("client").linger).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void closingWaitsNoLongerThanTheWholeShutdownMay() {
		open(SctpOptions.builder().linger(Duration.ofSeconds(30)).build(), SctpOptions.DEFAULT);
		this.endpoints.close(Duration.ofSeconds(10));
		assertThat(this.network.endpoint("client").linger).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void observersHearOfEventsThatAreSubscribedToAndOfComingAndGoingInAnyCase() {
		FakeAssociation association = open(events(SctpEvent.Kind.ASSOCIATION_CHANGED),
				events(SctpEvent.Kind.PATH_CHANGED));
		new SctpListenersLifecycle(this.endpoints, new EventMethods(), Duration.ofSeconds(1)).start();
		this.network.endpoint("client").establish("accepted");
		association.end(AssociationChange.COMM_LOST, "gone");
		Awaitility.await().until(() -> this.changes.contains(AssociationChange.COMM_LOST));
		assertThat(this.changes).startsWith(AssociationChange.COMM_UP, AssociationChange.COMM_UP,
				AssociationChange.COMM_LOST);
		assertThat(this.events).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.association().name()).isEqualTo("accepted"));
	}

	@Test
	void whatTheEndpointNeedsItSubscribesToItself() {
		open(events(SctpEvent.Kind.SEND_FAILED), events());
		assertThat(this.network.endpoint("client").opened.options().events())
			.containsExactly(SctpEvent.Kind.ASSOCIATION_CHANGED, SctpEvent.Kind.SEND_FAILED);
		assertThat(this.network.endpoint("client").connects.get(0).options().events())
			.containsExactly(SctpEvent.Kind.ASSOCIATION_CHANGED);
	}

}
