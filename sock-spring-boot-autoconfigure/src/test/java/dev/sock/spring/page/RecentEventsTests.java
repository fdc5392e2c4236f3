package dev.sock.spring.page;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SendOptions;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link RecentEvents}.
 */
class RecentEventsTests {

	private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

	private final RecentEvents events = new RecentEvents(Clock.fixed(NOW, ZoneOffset.UTC));

	private final FakeAssociation association = new FakeAssociation(
			new FakeEndpoint(EndpointOptions.builder().name("client").build()), "hlr");

	@Test
	void theLastOnesAreThereTheNewestFirst() {
		for (int i = 0; i < 3 * RecentEvents.LIMIT; i++) {
			this.events.associationChanged(this.association.event(AssociationChange.COMM_UP, "number " + i));
		}
		List<RecentEvent> list = this.events.list();
		assertThat(list).hasSize(RecentEvents.LIMIT);
		assertThat(list.get(0).text()).isEqualTo("COMM_UP: number " + (3 * RecentEvents.LIMIT - 1));
		assertThat(list.get(RecentEvents.LIMIT - 1).text()).isEqualTo("COMM_UP: number " + 2 * RecentEvents.LIMIT);
	}

	@Test
	void anEventTellsWhenWhereAndWhat() {
		this.events.associationChanged(this.association.event(AssociationChange.COMM_LOST, "no answer"));
		assertThat(this.events.list()).containsExactly(
				new RecentEvent(NOW, "client", "hlr", "association-changed", "COMM_LOST: no answer", true, 1));
	}

	@Test
	void messagesThatFailByTheDozenLeaveRoomForWhyTheyDo() {
		this.events.associationChanged(this.association.event(AssociationChange.COMM_LOST, "no answer"));
		for (int i = 0; i < 2 * RecentEvents.LIMIT; i++) {
			this.events.onEvent(new SctpEvent.SendFailed(this.association, new byte[i + 1], SendOptions.DEFAULT, false,
					"it is down"));
		}
		assertThat(this.events.list()).extracting(RecentEvent::kind, RecentEvent::times)
			.containsExactly(tuple("send-failed", 2 * RecentEvents.LIMIT), tuple("association-changed", 1));
	}

	@Test
	void whatCallsForAttentionIsMarked() {
		for (AssociationChange change : AssociationChange.values()) {
			this.events.associationChanged(this.association.event(change, "why"));
			assertThat(this.events.list().get(0).bad()).as(change.name())
				.isEqualTo(Set.of(AssociationChange.COMM_LOST, AssociationChange.CANNOT_ESTABLISH).contains(change));
		}
		for (PathChange change : PathChange.values()) {
			this.events.onEvent(new SctpEvent.PathChanged(this.association, SctpAddress.parse("10.0.0.1"), change, 0));
			assertThat(this.events.list().get(0).bad()).as(change.name())
				.isEqualTo(Set.of(PathChange.UNREACHABLE, PathChange.POTENTIALLY_FAILED).contains(change));
			assertThat(this.events.list().get(0).text()).isEqualTo("path 10.0.0.1: " + change);
		}
	}

	@Test
	void aMessageThatFailedIsToldWithoutItsPayload() {
		this.events.onEvent(new SctpEvent.SendFailed(this.association, "secret".getBytes(), SendOptions.DEFAULT, false,
				"it is down"));
		assertThat(this.events.list()).singleElement().satisfies((event) -> {
			assertThat(event.text()).isEqualTo("a message of 6 bytes failed: it is down");
			assertThat(event.kind()).isEqualTo("send-failed");
			assertThat(event.bad()).isTrue();
		});
	}

	@Test
	void whatComesWithEveryMessageIsNotKept() {
		this.events.onEvent(new SctpEvent.SenderDry(this.association));
		assertThat(this.events.list()).isEmpty();
	}

}
