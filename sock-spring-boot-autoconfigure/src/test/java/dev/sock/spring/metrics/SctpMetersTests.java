package dev.sock.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sock.EndpointOptions;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.listener.EndpointListeners;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SctpMeters}.
 */
class SctpMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final SctpMeters meters = new SctpMeters(this.registry);

	private final FakeEndpoint endpoint = new FakeEndpoint(EndpointOptions.builder().name("server").build());

	private final EndpointListeners listeners = new EndpointListeners("server", Runnable::run);

	@BeforeEach
	void open() {
		this.meters.endpointOpened(this.endpoint, this.listeners);
	}

	private FakeAssociation up(String name) {
		FakeAssociation association = this.endpoint.establish(name);
		this.meters.associationChanged(association.event(AssociationChange.COMM_UP, ""));
		return association;
	}

	private void down(FakeAssociation association) {
		association.end(AssociationChange.COMM_LOST, "gone");
		this.meters.associationChanged(association.event(AssociationChange.COMM_LOST, "gone"));
	}

	@Test
	void anEndpointsCountersFollowItsStatistics() {
		this.endpoint.messagesReceived = 5;
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.registry.get("sock.endpoint.messages.received")
				.tags("endpoint", "server", "transport", "userspace")
				.functionCounter()
				.count()).isEqualTo(5));
	}

	@Test
	void metersOfAnAssociationAndItsPathsComeAndGoWithIt() {
		int before = this.registry.getMeters().size();
		FakeAssociation association = up("hlr");
		assertThat(this.registry.get("sock.association.messages.received")
			.tags("endpoint", "server", "association", "hlr")
			.functionCounter()
			.count()).isEqualTo(3);
		assertThat(this.registry.get("sock.association.messages.abandoned.unsent").functionCounter().count())
			.isEqualTo(5);
		assertThat(this.registry.get("sock.association.messages.abandoned.sent").functionCounter().count())
			.isEqualTo(6);
		assertThat(this.registry.get("sock.path.srtt")
			.tags("endpoint", "server", "association", "hlr", "path", "10.0.0.1")
			.timeGauge()
			.value(TimeUnit.MILLISECONDS)).isEqualTo(20);
		assertThat(this.registry.get("sock.path.primary").tag("path", "10.0.0.2").gauge().value()).isZero();
		down(association);
		assertThat(this.registry.getMeters()).hasSize(before);
	}

	@Test
	void aValueThatIsNotKnownHasNoMeterUntilItIs() {
		FakeAssociation association = up("hlr");
		assertThat(this.registry.find("sock.path.rttvar").meters()).isEmpty();
		assertThat(this.registry.find("sock.path.srtt").tag("path", "10.0.0.2").meters()).isEmpty();
		association.srtt = null;
		FakeAssociation late = this.endpoint.establish("late");
		late.srtt = null;
		this.meters.associationChanged(late.event(AssociationChange.COMM_UP, ""));
		assertThat(this.registry.find("sock.path.srtt").tag("association", "late").meters()).isEmpty();
		late.srtt = Duration.ofMillis(5);
		Awaitility.await().untilAsserted(() -> {
			this.registry.get("sock.association.up").tag("association", "late").gauge().value();
			assertThat(this.registry.find("sock.path.srtt").tag("association", "late").meters()).hasSize(1);
		});
	}

	@Test
	void oneScrapeTakesOneSnapshotOfAnAssociation() {
		FakeAssociation association = up("hlr");
		long before = association.snapshots.get();
		this.registry.getMeters().forEach((meter) -> meter.measure().forEach((measurement) -> measurement.getValue()));
		assertThat(association.snapshots.get() - before).isLessThanOrEqualTo(1);
	}

	@Test
	void aThousandAssociationsLeaveNoMeterBehind() {
		int before = this.registry.getMeters().size();
		for (int i = 0; i < 1000; i++) {
			down(up("peer-" + i));
		}
		assertThat(this.registry.getMeters()).hasSize(before);
	}

	@Test
	void anAssociationThatFollowsOneOfTheSameNameKeepsItsMeters() {
		FakeAssociation first = up("hlr");
		FakeAssociation second = up("hlr");
		second.messagesReceived = 77;
		this.meters.associationChanged(first.event(AssociationChange.COMM_LOST, "late"));
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.registry.get("sock.association.messages.received").functionCounter().count())
						.isEqualTo(77));
	}

	@Test
	void closingTheEndpointRemovesEverything() {
		up("hlr");
		this.meters.endpointClosed(this.endpoint);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void namesTagsAndUnitsAreAsPrometheusWantsThem() {
		up("hlr");
		assertThat(this.registry.getMeters()).isNotEmpty().allSatisfy((meter) -> {
			Meter.Id id = meter.getId();
			assertThat(id.getName()).matches("sock\\.[a-z0-9.]+");
			assertThat(id.getDescription()).isNotBlank();
			if (id.getBaseUnit() != null) {
				assertThat(id.getBaseUnit()).isIn("bytes", "seconds");
				assertThat(id.getName()).doesNotContain("bytes", "seconds");
			}
			List<String> keys = id.getTags().stream().map((tag) -> tag.getKey()).toList();
			if (id.getName().startsWith("sock.endpoint.")) {
				assertThat(keys).containsExactly("endpoint", "transport");
			}
			else if (id.getName().startsWith("sock.association.")) {
				assertThat(keys).containsExactly("association", "endpoint");
			}
			else {
				assertThat(keys).containsExactly("association", "endpoint", "path");
			}
		});
	}

}
