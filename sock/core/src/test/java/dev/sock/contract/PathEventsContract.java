package dev.sock.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.sock.PathState;
import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpEvent.PathChanged;
import dev.sock.SctpEvent.SendFailed;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.contract.TransportFixture.PathCut;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths are cut and come back; the association lives on, on those that are left.
 */
public abstract class PathEventsContract extends Contract {

	/** Notices a dead path within about a second. */
	private static final SctpOptions QUICK = SctpOptions.builder()
		.heartbeatInterval(Duration.ofMillis(200))
		.rto(new RtoOptions(Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofMillis(400)))
		.pathMaxRetransmissions(1)
		.build();

	protected PathEventsContract(TransportFixture fixture) {
		super(fixture);
	}

	private static PathState state(SctpAssociation association, String address) {
		return association.status()
			.paths()
			.stream()
			.filter((path) -> path.address().equals(address(address)))
			.findFirst()
			.orElseThrow()
			.state();
	}

	private static void awaitActive(SctpAssociation association, String... addresses) {
		for (String address : addresses) {
			Await.until(address + " is active", () -> state(association, address) == PathState.ACTIVE);
		}
	}

	private static PathChanged await(Recorder recorder, PathChange change, String address) {
		return Await.value(change + " of " + address,
				() -> recorder.events(PathChanged.class)
					.stream()
					.filter((event) -> event.change() == change && event.address().equals(address(address)))
					.findFirst());
	}

	@Test
	@Tag("E2")
	void anIdlePathThatIsCutBecomesUnreachableAndLaterAvailable() {
		String[] both = both();
		Recorder mine = new Recorder();
		Recorder theirs = new Recorder();
		SctpEndpoint server = open(accepting(1, both).handler(theirs).options(QUICK));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = open(connecting(both).handler(mine).options(QUICK)).connect(link.options());
		awaitActive(association, both);
		SctpAssociation other = otherSide(association, server);
		awaitActive(other, both);
		try (PathCut cut = link.cut(address(both[1]))) {
			assertThat(await(mine, PathChange.UNREACHABLE, both[1]).association()).isSameAs(association);
			await(theirs, PathChange.UNREACHABLE, both[1]);
			assertThat(state(association, both[1])).isEqualTo(PathState.INACTIVE);
			assertThat(state(association, both[0])).isEqualTo(PathState.ACTIVE);
			association.send(new byte[] { 1 }, SendOptions.DEFAULT);
			assertThat(theirs.next().payload()).containsExactly(1);
		}
		await(mine, PathChange.AVAILABLE, both[1]);
		await(theirs, PathChange.AVAILABLE, both[1]);
		awaitActive(association, both);
		assertThat(mine.changes()).containsExactly(AssociationChange.COMM_UP);
	}

	@Test
	void dataGoesOnWithoutALossWhenThePrimaryPathIsCut() {
		String[] both = both();
		Recorder mine = new Recorder();
		SctpEndpoint server = open(accepting(1, both).options(QUICK));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = open(connecting(both).handler(mine).options(QUICK)).connect(link.options());
		awaitActive(association, both);
		SctpAssociation theirs = otherSide(association, server);
		Call<Boolean> sender = Call.run(() -> {
			for (int n = 0; n < 2_000; n++) {
				association.send(Payloads.filled(n, 1_000), SendOptions.DEFAULT);
			}
		});
		for (int n = 0; n < 200; n++) {
			Payloads.check(receive(theirs).payload(), n, 1_000);
		}
		try (PathCut cut = link.cut(address(both[0]))) {
			for (int n = 200; n < 2_000; n++) {
				Payloads.check(receive(theirs).payload(), n, 1_000);
			}
			assertThat(sender.result()).isTrue();
			await(mine, PathChange.UNREACHABLE, both[0]);
			Await.result(association.sendAsync(new byte[] { 1 }, SendOptions.DEFAULT));
			assertThat(receive(theirs).payload()).containsExactly(1);
		}
		await(mine, PathChange.AVAILABLE, both[0]);
		Await.result(association.sendAsync(new byte[] { 2 }, SendOptions.DEFAULT));
		assertThat(receive(theirs).payload()).containsExactly(2);
		assertThat(mine.changes()).containsExactly(AssociationChange.COMM_UP);
		assertThat(mine.events(SendFailed.class)).isEmpty();
	}

	@Test
	void aPeerThatIsNotHeardOfForTooLongIsLost() {
		SctpOptions impatient = QUICK.toBuilder().associationMaxRetransmissions(3).build();
		Recorder mine = new Recorder();
		Recorder theirs = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(theirs).options(impatient));
		TransportFixture.Link link = this.fixture.link(server);
		SctpAssociation association = open(connecting().handler(mine).options(impatient)).connect(link.options());
		theirs.up();
		link.cut(LOOPBACK);
		CompletableFuture<Void> lost = association.sendAsync(Payloads.filled(1, 3_000), SendOptions.DEFAULT);
		AssociationChanged end = Await.result(association.closed());
		assertThat(end.change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(end.errorCode()).isZero();
		assertThat(end.reason()).isNotEmpty();
		assertThat(Await.failure(lost)).isInstanceOfSatisfying(SctpSendException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.ASSOCIATION_LOST);
			assertThat(ex.sent()).isTrue();
		});
		SendFailed failed = mine.event(SendFailed.class);
		Payloads.check(failed.payload(), 1, 3_000);
		assertThat(failed.sent()).isTrue();
		// The other side sends nothing but heartbeats, and misses their answers.
		theirs.change(AssociationChange.COMM_LOST);
		assertThat(server.associations()).isEmpty();
		assertThat(server.statistics().aborteds()).isOne();
	}

}
