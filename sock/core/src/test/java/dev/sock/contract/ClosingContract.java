package dev.sock.contract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.sock.ConnectOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.Sock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Closing ends whatever is under way, and leaves nothing.
 */
public abstract class ClosingContract extends Contract {

	protected ClosingContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	void closingAnEndpointWakesWhoeverWaitsForAMessage() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		Call<SctpMessage> ofAssociation = Call.start(() -> association.receive(Duration.ofMinutes(5))).waits();
		Call<SctpMessage> ofEndpoint = Call.start(() -> client.receive(Duration.ofMinutes(5))).waits();
		Call<SctpMessage> ofServer = Call.start(() -> server.receive(Duration.ofMinutes(5))).waits();
		client.close();
		assertThat(ofAssociation.failure()).isInstanceOf(SctpClosedException.class);
		assertThat(ofEndpoint.failure()).isInstanceOf(SctpClosedException.class)
			.hasMessage("Endpoint 'client' is closed");
		assertThat(ofServer.isDone()).isFalse();
		this.sock.close();
		assertThat(ofServer.failure()).isInstanceOf(SctpClosedException.class)
			.hasMessage("Endpoint 'server' is closed");
	}

	@Test
	void closingAnEndpointWakesWhoeverWaitsToSend() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpEndpoint client = open(connecting().options(SMALL));
		SctpAssociation association = client.connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		fill(association);
		Call<Boolean> sending = Call.run(() -> association.send(new byte[SMALL.sendBuffer()], SendOptions.DEFAULT))
			.waits();
		client.close(Duration.ofMillis(100));
		assertThat(sending.failure()).isInstanceOfSatisfying(SctpSendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
		// Nobody reads, so the time to linger was not enough.
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(Await.result(theirs.closed()).change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(client.isOpen()).isFalse();
	}

	@Test
	@Tag("C8")
	void closingAtOnceAbortsWhatIsThere() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		recorder.up();
		client.close(Duration.ZERO);
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.COMM_LOST);
		recorder.change(AssociationChange.COMM_LOST);
		Await.until("the server hears of the end", () -> server.associations().isEmpty());
		assertThat(this.sock.endpoints()).containsExactly(server);
	}

	@Test
	void closingASockOnAnEventLoopAbortsAtOnceAndWaitsForNothing() {
		SctpOptions patient = SctpOptions.builder().linger(Duration.ofSeconds(100)).build();
		Sock other = this.fixture.open();
		try {
			CompletableFuture<Boolean> closed = new CompletableFuture<>();
			SctpEndpoint server = other.createEndpoint(accepting(1).options(patient).handler((message) -> {
				other.close();
				closed.complete(true);
			}).build());
			// Its peer cannot answer a SHUTDOWN while the event loop is busy closing.
			SctpEndpoint client = other.createEndpoint(connecting().options(patient).build());
			SctpAssociation association = client.connect(to(server));
			association.send(new byte[1], SendOptions.DEFAULT);
			Await.result(closed);
			assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.COMM_LOST);
			assertThat(other.endpoints()).isEmpty();
		}
		finally {
			other.endpoints().forEach((endpoint) -> endpoint.close(Duration.ZERO));
			other.close();
		}
	}

	@Test
	void closingInTheMidstOfTrafficLosesNoFuture() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger ended = new AtomicInteger();
		List<Call<Boolean>> senders = IntStream.range(0, 4).mapToObj((i) -> Call.run(() -> {
			while (client.isOpen()) {
				accepted.incrementAndGet();
				association.sendAsync(new byte[100], SendOptions.stream(i))
					.whenComplete((done, ex) -> ended.incrementAndGet());
				association.awaitWritable(Duration.ofMillis(100));
				association.receive(Duration.ofMillis(1));
			}
		})).toList();
		Await.until("messages flow", () -> ended.get() > 200);
		client.close();
		for (Call<Boolean> sender : senders) {
			Await.until("a sender has ended", sender::isDone);
		}
		Await.until("every future has ended", () -> ended.get() == accepted.get());
	}

	@Test
	void severalThreadsCloseAtTheSameTime() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		List<Call<Boolean>> closers = List.of(Call.run(client::close), Call.run(server::close),
				Call.run(() -> client.close(Duration.ZERO)), Call.run(this.sock::close), Call.run(this.sock::close));
		closers.forEach(Call::result);
		assertThat(this.sock.endpoints()).isEmpty();
		Await.result(association.closed());
	}

	@Test
	void nothingIsLeftOfAClosedSock() {
		Leftovers before = Leftovers.now();
		for (int i = 0; i < 3; i++) {
			Sock other = this.fixture.open();
			SctpEndpoint server = other.createEndpoint(accepting(2, both()).handler(ECHO).build());
			SctpEndpoint client = other.createEndpoint(connecting(both()).build());
			echo(client.connect(to(server)), 1);
			client.connectAsync(ConnectOptions.to("127.0.0.1", 1));
			assertThat(Leftovers.now().since(before)).isNotEmpty();
			other.close();
			Await.until("nothing is left, but there is " + Leftovers.now().since(before),
					() -> Leftovers.now().since(before).isEmpty());
		}
	}

	@Test
	void nothingIsLeftOfEndpointsThatWereClosed() {
		server();
		client().close();
		Leftovers before = Leftovers.now();
		for (int i = 0; i < 3; i++) {
			SctpEndpoint other = open(connecting());
			other.connect(to(this.sock.endpoint("server").orElseThrow()));
			other.close();
		}
		Await.until("no socket is left, but there is " + Leftovers.now().since(before),
				() -> Leftovers.now().since(before).stream().noneMatch((what) -> what.contains("socket")));
	}

}
