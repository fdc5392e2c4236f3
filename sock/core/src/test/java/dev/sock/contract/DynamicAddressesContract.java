package dev.sock.contract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.PathState;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAddressException.Reason;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpEvent.PathChanged;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Addresses that are added and removed while associations are up (RFC 5061), and the
 * peer's primary address.
 */
public abstract class DynamicAddressesContract extends Contract {

	private static final SctpOptions STATIC = SctpOptions.builder().heartbeatInterval(Duration.ofMillis(300)).build();

	private static final SctpOptions DYNAMIC = STATIC.toBuilder().dynamicAddresses(true).build();

	protected DynamicAddressesContract(TransportFixture fixture) {
		super(fixture);
	}

	private static void awaitChange(Recorder recorder, PathChange change, String address) {
		Await.until(change + " of " + address,
				() -> recorder.events(PathChanged.class)
					.stream()
					.anyMatch((event) -> event.change() == change && event.address().equals(address(address))));
	}

	private static void awaitPeerAddresses(SctpAssociation association, String... addresses) {
		Await.until("the peer's addresses " + List.of(addresses), () -> {
			List<SctpAddress> now = association.peerAddresses();
			return now.size() == addresses.length && now.containsAll(addresses(List.of(addresses)));
		});
	}

	private static void awaitLocalAddresses(SctpAssociation association, String... addresses) {
		Await.until("the addresses that the peer knows " + List.of(addresses), () -> {
			List<SctpAddress> now = association.localAddresses();
			return now.size() == addresses.length && now.containsAll(addresses(List.of(addresses)));
		});
	}

	private static Reason reason(CompletableFuture<Void> change) {
		Throwable failure = Await.failure(change);
		assertThat(failure).isInstanceOf(SctpAddressException.class);
		return ((SctpAddressException) failure).reason();
	}

	@Test
	void itIsUsedIfBothSidesHaveTheOption() {
		SctpEndpoint dynamic = open(accepting(10).options(DYNAMIC));
		SctpEndpoint plain = open(accepting(10).options(STATIC));
		SctpAssociation both = open(connecting().options(DYNAMIC)).connect(to(dynamic));
		assertThat(both.status().extensions()).contains(SctpExtension.DYNAMIC_ADDRESSES, SctpExtension.AUTHENTICATION);
		assertThat(otherSide(both, dynamic).status().extensions()).contains(SctpExtension.DYNAMIC_ADDRESSES);
		SctpAssociation one = open(connecting().options(DYNAMIC)).connect(to(plain));
		assertThat(one.status().extensions()).doesNotContain(SctpExtension.DYNAMIC_ADDRESSES);
		assertThat(open(connecting().options(STATIC)).connect(to(dynamic)).status().extensions())
			.doesNotContain(SctpExtension.DYNAMIC_ADDRESSES);
	}

	@Test
	@Tag("E2")
	void anAddressThatIsAddedIsOneMorePathOfThePeer() {
		String[] both = both();
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1, both[0]).handler(ECHO).options(DYNAMIC));
		SctpAssociation association = open(connecting(both).handler(recorder).options(DYNAMIC)).connect(to(server));
		assertThat(association.peerAddresses()).containsExactly(address(both[0]));
		Await.result(server.addLocalAddress(address(both[1])));
		assertThat(server.localAddresses()).containsExactlyInAnyOrderElementsOf(addresses(List.of(both)));
		awaitChange(recorder, PathChange.ADDED, both[1]);
		awaitChange(recorder, PathChange.CONFIRMED, both[1]);
		awaitPeerAddresses(association, both);
		awaitLocalAddresses(otherSide(association, server), both);
		Await.until("the new path is active",
				() -> association.status().paths().stream().allMatch((path) -> path.state() == PathState.ACTIVE));
		association.send(new byte[] { 7 }, SendOptions.DEFAULT.withDestination(address(both[1])));
		assertThat(recorder.next().payload()).containsExactly(7);
	}

	@Test
	@Tag("E2")
	void anAddressThatIsRemovedIsAPathLessOfThePeer() {
		String[] both = both();
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1, both).handler(ECHO).options(DYNAMIC));
		SctpAssociation association = open(connecting(both).handler(recorder).options(DYNAMIC))
			.connect(withAddresses(to(server), both[0]));
		awaitChange(recorder, PathChange.CONFIRMED, both[1]);
		Await.result(server.removeLocalAddress(address(both[0])));
		awaitChange(recorder, PathChange.REMOVED, both[0]);
		awaitPeerAddresses(association, both[1]);
		assertThat(server.localAddresses()).containsExactly(address(both[1]));
		awaitLocalAddresses(otherSideOf(association, server), both[1]);
		assertThat(association.status().primary().address()).isEqualTo(address(both[1]));
		association.send(new byte[] { 8 }, SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).containsExactly(8);
	}

	/** Whatever addresses are left. */
	private static SctpAssociation otherSideOf(SctpAssociation association, SctpEndpoint server) {
		return Await.value("the other side of " + association, () -> server.associations().stream().findFirst());
	}

	@Test
	void nothingIsLostOrOutOfOrderWhileAddressesComeAndGo() {
		String[] both = both();
		int count = 3000;
		SctpEndpoint server = open(accepting(1, both[0]).options(DYNAMIC));
		SctpEndpoint client = open(connecting(both).options(DYNAMIC));
		SctpAssociation association = client.connect(to(server));
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < count; i++) {
				association.send(Payloads.filled(i, 2000));
			}
		});
		for (int i = 0; i < count; i++) {
			if (i == count / 4) {
				server.addLocalAddress(address(both[1]));
			}
			if (i == count / 2) {
				awaitPeerAddresses(association, both);
				Await.until("the new path is active",
						() -> association.status()
							.paths()
							.stream()
							.allMatch((path) -> path.state() == PathState.ACTIVE));
				server.removeLocalAddress(address(both[0]));
			}
			Payloads.check(receive(server).payload(), i, 2000);
		}
		Await.result(sent);
		awaitPeerAddresses(association, both[1]);
	}

	@Test
	@Tag("D29")
	@Tag("E2")
	void thePeerSendsToTheAddressThatItIsAskedToMakePrimary() {
		String[] both = both();
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1, both).options(DYNAMIC));
		SctpAssociation association = open(connecting(both).handler(recorder).options(DYNAMIC))
			.connect(withAddresses(to(server), both[0]));
		awaitChange(recorder, PathChange.CONFIRMED, both[1]);
		SctpAssociation theirs = otherSide(association, server);
		Await.result(theirs.requestPeerPrimary(address(both[1])));
		awaitChange(recorder, PathChange.MADE_PRIMARY, both[1]);
		assertThat(association.status().primary().address()).isEqualTo(address(both[1]));
		Await.result(theirs.requestPeerPrimary(address(both[0])));
		awaitChange(recorder, PathChange.MADE_PRIMARY, both[0]);
		assertThat(association.status().primary().address()).isEqualTo(address(both[0]));
	}

	@Test
	@Tag("D29")
	void whatCannotBeIsRefusedByItsReason() {
		String[] both = both();
		SctpEndpoint server = open(accepting(1, both[0]).options(DYNAMIC));
		SctpAssociation association = open(connecting(both[0]).options(DYNAMIC)).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		assertThat(reason(server.removeLocalAddress(address(both[0])))).isEqualTo(Reason.LAST_ADDRESS);
		assertThat(reason(server.removeLocalAddress(address(both[1])))).isEqualTo(Reason.NOT_LOCAL);
		assertThat(reason(theirs.requestPeerPrimary(address("192.0.2.1")))).isEqualTo(Reason.NOT_LOCAL);
		for (String nobodys : List.of("192.0.2.1", "0.0.0.0", "224.0.0.1")) {
			assertThat(Await.failure(server.addLocalAddress(address(nobodys)))).isInstanceOfSatisfying(
					SctpBindException.class,
					(failure) -> assertThat(failure.reason()).isEqualTo(SctpBindException.Reason.ADDRESS_NOT_LOCAL));
		}
		assertThat(server.localAddresses()).containsExactly(address(both[0]));
		association.abort("");
		Await.result(theirs.closed());
		assertThat(reason(theirs.requestPeerPrimary(address(both[0])))).isEqualTo(Reason.CLOSED);
		server.close();
		assertThat(reason(server.addLocalAddress(address(both[1])))).isEqualTo(Reason.CLOSED);
		assertThat(reason(server.removeLocalAddress(address(both[0])))).isEqualTo(Reason.CLOSED);
	}

	@Test
	@Tag("D29")
	void withoutTheOptionThePeerKeepsTheAddressesThatItWasTold() {
		String[] both = both();
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(2, both[0]).handler(ECHO).options(STATIC));
		SctpAssociation association = open(connecting(both).handler(recorder).options(DYNAMIC)).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		Await.result(server.addLocalAddress(address(both[1])));
		assertThat(reason(theirs.requestPeerPrimary(address(both[0])))).isEqualTo(Reason.NOT_SUPPORTED);
		association.send(new byte[] { 1 });
		assertThat(recorder.next().payload()).containsExactly(1);
		assertThat(association.peerAddresses()).containsExactly(address(both[0]));
		// Associations to come have it, whatever the option says.
		SctpAssociation later = open(connecting(both).options(STATIC)).connect(withAddresses(to(server), both[0]));
		awaitPeerAddresses(later, both);
	}

	@Test
	void anAddressThatWasRemovedCanBeHadAgain() {
		String[] both = both();
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1, both).handler(ECHO).options(DYNAMIC));
		SctpAssociation association = open(connecting(both).handler(recorder).options(DYNAMIC)).connect(to(server));
		for (int round = 0; round < 3; round++) {
			Await.result(server.removeLocalAddress(address(both[1])));
			awaitPeerAddresses(association, both[0]);
			Await.result(server.addLocalAddress(address(both[1])));
			awaitPeerAddresses(association, both);
			association.send(new byte[] { (byte) round });
			assertThat(recorder.next().payload()).containsExactly(round);
		}
		Await.result(server.removeLocalAddress(address(both[1])));
		SctpEndpoint other = open(accepting(1, both[1]).port(server.localPort()).name("other"));
		assertThat(other.localAddresses()).containsExactly(address(both[1]));
	}

	@Test
	void anAddressOfAnotherEndpointIsNotTaken() {
		String[] both = both();
		SctpEndpoint server = open(accepting(1, both[0]).options(DYNAMIC).name("server"));
		open(accepting(1, both[1]).port(server.localPort()).name("other"));
		assertThat(Await.failure(server.addLocalAddress(address(both[1])))).isInstanceOfSatisfying(
				SctpBindException.class,
				(failure) -> assertThat(failure.reason()).isEqualTo(SctpBindException.Reason.SCTP_PORT_IN_USE));
	}

	@Test
	void anAssociationThatWasPeeledOffHasTheAddress() {
		String[] both = both();
		SctpEndpoint server = open(accepting(1, both[0]).options(DYNAMIC));
		SctpAssociation association = open(connecting(both).options(DYNAMIC)).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		theirs.peelOff();
		Await.result(server.addLocalAddress(address(both[1])));
		awaitPeerAddresses(association, both);
		awaitLocalAddresses(theirs, both);
	}

}
