package dev.sock.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sock.AssociationState;
import dev.sock.Demand;
import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An association leaves its endpoint and lives on its own.
 */
public abstract class PeelOffContract extends Contract {

	protected PeelOffContract(TransportFixture fixture) {
		super(fixture);
	}

	private static void send(SctpAssociation association, int from, int to) {
		for (int n = from; n < to; n++) {
			association.send(Payloads.numbered(n, 200), SendOptions.DEFAULT);
		}
	}

	@Test
	@Tag("C9")
	void itGoesOnWhenItsEndpointIsClosed() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		association.peelOff();
		association.peelOff();
		assertThat(association.isPeeledOff()).isTrue();
		client.close();
		assertThat(client.isOpen()).isFalse();
		assertThat(this.sock.endpoint("client")).isEmpty();
		for (int n = 0; n < 20; n++) {
			echo(association, n);
		}
		assertThat(association.state()).isEqualTo(AssociationState.ESTABLISHED);
		assertThat(association.status().paths()).hasSize(1);
		assertThat(association.localAddresses()).contains(LOOPBACK);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> client.connect(to(server)));
		Await.result(association.shutdown());
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	void anAcceptedOneGoesOnAsWellAndSeesItsPeerGo() {
		SctpEndpoint server = server(ECHO);
		SctpAssociation mine = client().connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		theirs.peelOff();
		server.close();
		echo(mine, 1);
		mine.abort("enough");
		assertThat(Await.result(theirs.closed()).reason()).contains("enough");
	}

	@Test
	@Tag("C9")
	@Tag("F13")
	void whenMessagesArePulledThoseThatCameBeforeAndAfterArePulledFromIt() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		send(association, 0, 50);
		for (int n = 0; n < 10; n++) {
			assertThat(Payloads.number(receive(server).payload())).isEqualTo(n);
		}
		SctpAssociation theirs = otherSide(association, server);
		theirs.peelOff();
		send(association, 50, 100);
		for (int n = 10; n < 100; n++) {
			assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(n);
		}
		assertThat(server.receive(Duration.ZERO)).isNull();
	}

	@Test
	@Tag("C9")
	@Tag("F13")
	void whenMessagesArePushedTheHandlerIsKeptAndNothingIsLost() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = recorder.up();
		send(association, 0, 300);
		theirs.peelOff();
		Recorder others = new Recorder();
		server.setHandler(others);
		send(association, 300, 600);
		for (int n = 0; n < 600; n++) {
			assertThat(Payloads.number(recorder.next().payload())).isEqualTo(n);
		}
		Recorder own = new Recorder();
		theirs.setHandler(own);
		server.close();
		send(association, 600, 700);
		for (int n = 600; n < 700; n++) {
			assertThat(Payloads.number(own.next().payload())).isEqualTo(n);
		}
		Await.result(association.shutdown());
		own.change(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(others.all()).isEmpty();
	}

	@Test
	@Tag("C9")
	@Tag("F13")
	void whenMessagesAreAskedForTheDemandIsKept() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(recorder).demand(Demand.of(2)));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = recorder.up();
		send(association, 0, 10);
		recorder.next();
		recorder.next();
		theirs.peelOff();
		server.close();
		assertThat(theirs.demand()).isEqualTo(Demand.NONE);
		assertThat(recorder.messages()).isEmpty();
		theirs.addDemand(8);
		List<Integer> numbers = new ArrayList<>();
		for (int n = 2; n < 10; n++) {
			SctpMessage message = recorder.next();
			numbers.add(Payloads.number(message.payload()));
		}
		assertThat(numbers).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
	}

	@Test
	void theEndpointNeitherListsNorCountsIt() {
		SctpEndpoint server = open(accepting(1));
		SctpEndpoint client = client();
		SctpAssociation mine = client.connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		theirs.peelOff();
		SctpAddress address = client.localAddresses().get(0);
		assertThat(server.associations()).isEmpty();
		assertThat(server.association(theirs.name())).isEmpty();
		assertThat(server.association(address, client.localPort())).isEmpty();
		assertThat(this.sock.findAssociation(LOOPBACK, server.localPort(), address, client.localPort()))
			.containsSame(theirs);
		SctpAssociation second = open(connecting()).connect(to(server));
		SctpAssociation theirSecond = otherSide(second, server);
		assertThat(server.associations()).containsExactly(theirSecond);
		send(mine, 0, 1);
		assertThat(Payloads.number(receive(theirs).payload())).isZero();
		Await.result(mine.shutdown());
		Await.result(theirs.closed());
		Await.until("it is not found any more",
				() -> this.sock.findAssociation(LOOPBACK, server.localPort(), address, client.localPort()).isEmpty());
	}

	@Test
	void thePortStaysTakenUntilItEnds() {
		SctpEndpoint server = server(ECHO);
		SctpAssociation mine = client().connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		theirs.peelOff();
		int port = server.localPort();
		server.close();
		EndpointOptions.Builder same = accepting(1).port(port);
		assertThatExceptionOfType(SctpBindException.class).isThrownBy(() -> open(same))
			.withMessageContainingAll("'server'", "peeled off");
		mine.abort("");
		Await.result(theirs.closed());
		SctpEndpoint again = Await.value("the port is free", () -> {
			try {
				return Optional.of(open(same));
			}
			catch (SctpBindException ex) {
				return Optional.empty();
			}
		});
		assertThat(again.localPort()).isEqualTo(port);
	}

	@Test
	void closingEverythingEndsIt() {
		SctpEndpoint server = server();
		SctpAssociation mine = client().connect(to(server));
		SctpAssociation other = open(connecting()).connect(to(server));
		// What the server has not seen when it begins to close is refused.
		otherSide(mine, server);
		otherSide(other, server);
		mine.peelOff();
		other.peelOff();
		other.endpoint().close();
		this.sock.close();
		assertThat(Await.result(mine.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(Await.result(other.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	void whatIsNotUpCannotBePeeledOff() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		association.abort("");
		Await.result(association.closed());
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(association::peelOff)
			.withMessageContaining("has ended");
		assertThat(association.isPeeledOff()).isFalse();
	}

}
