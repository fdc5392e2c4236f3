package dev.sock.contract;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpInterruptedException;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Messages are pulled from an association or an endpoint.
 */
public abstract class PullContract extends Contract {

	protected PullContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	@Tag("C6")
	void anAssociationIsPulledFromWithAndWithoutWaiting() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		assertThat(theirs.receive(Duration.ZERO)).isNull();
		assertThat(theirs.receive(Duration.ofMillis(20))).isNull();
		Call<SctpMessage> waiting = Call.start(() -> receive(theirs)).waits();
		association.send(new byte[] { 1 }, SendOptions.DEFAULT);
		assertThat(waiting.result().payload()).containsExactly(1);
		association.send(new byte[] { 2 }, SendOptions.DEFAULT);
		Await.value("the message without waiting", () -> Optional.ofNullable(theirs.receive(Duration.ZERO)));
		assertThat(theirs.receive(Duration.ZERO)).isNull();
	}

	@Test
	@Tag("C6")
	void anEndpointIsPulledFromWithAndWithoutWaiting() {
		SctpEndpoint server = server();
		assertThat(server.receive(Duration.ZERO)).isNull();
		assertThat(server.receive(Duration.ofMillis(20))).isNull();
		Call<SctpMessage> waiting = Call.start(() -> receive(server)).waits();
		SctpAssociation association = client().connect(to(server));
		association.send(new byte[] { 1 }, SendOptions.DEFAULT);
		SctpMessage message = waiting.result();
		assertThat(message.payload()).containsExactly(1);
		assertThat(message.association()).isSameAs(otherSide(association, server));
	}

	@Test
	void anEndpointGivesTheMessagesOfAllItsAssociations() {
		SctpEndpoint server = server();
		SctpAssociation one = client().connect(to(server));
		SctpAssociation other = open(connecting()).connect(to(server));
		for (int n = 0; n < 20; n++) {
			one.send(new byte[] { 1 }, SendOptions.DEFAULT);
			other.send(new byte[] { 2 }, SendOptions.DEFAULT);
		}
		int sum = 0;
		for (int n = 0; n < 40; n++) {
			sum += receive(server).payload()[0];
		}
		assertThat(sum).isEqualTo(60);
		assertThat(server.receive(Duration.ZERO)).isNull();
	}

	@Test
	@Tag("B11")
	void messagesOfOneAssociationAreLeftToWhoeverPullsThatAssociation() {
		SctpEndpoint server = server();
		SctpAssociation one = client().connect(to(server));
		SctpAssociation other = open(connecting()).connect(to(server));
		other.send(new byte[] { 2 }, SendOptions.DEFAULT);
		one.send(new byte[] { 1 }, SendOptions.DEFAULT);
		assertThat(receive(otherSide(one, server)).payload()).containsExactly(1);
		assertThat(receive(server).payload()).containsExactly(2);
	}

	@Test
	void severalThreadsThatPullGetEachMessageOnce() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		Set<Integer> seen = ConcurrentHashMap.newKeySet();
		List<Call<Boolean>> pullers = IntStream.range(0, 4).mapToObj((i) -> Call.run(() -> {
			for (int n = 0; n < 100; n++) {
				int number = Payloads.number(receive(server).payload());
				assertThat(seen.add(number)).as("message %s came twice", number).isTrue();
			}
		})).toList();
		for (int n = 0; n < 400; n++) {
			association.send(Payloads.numbered(n, 100), SendOptions.DEFAULT);
		}
		pullers.forEach(Call::result);
		assertThat(seen).hasSize(400);
	}

	@Test
	void interruptingAThreadThatWaitsForAMessageWakesIt() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation association = client.connect(to(server));
		for (Callable<SctpMessage> receive : List.<Callable<SctpMessage>>of(
				() -> association.receive(Duration.ofMinutes(5)), () -> client.receive(Duration.ofMinutes(5)))) {
			Call<Boolean> call = Call.start(() -> {
				assertThatExceptionOfType(SctpInterruptedException.class).isThrownBy(receive::call);
				return Thread.interrupted();
			}).waits();
			call.interrupt();
			assertThat(call.result()).isTrue();
		}
		echo(association, 1);
	}

	@Test
	void whatGoesToAHandlerCannotBePulled() {
		SctpEndpoint server = server(ECHO);
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		assertThatThrownBy(() -> server.receive(Duration.ZERO)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("'server'")
			.hasMessageContaining("handler");
		assertThatThrownBy(() -> theirs.receive(Duration.ZERO)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("handler");
	}

	@Test
	void whatCameBeforeTheEndCanBeTakenAfterIt() {
		SctpEndpoint server = server();
		for (boolean graceful : new boolean[] { true, false }) {
			SctpAssociation association = open(connecting()).connect(to(server));
			SctpAssociation theirs = otherSide(association, server);
			for (int n = 0; n < 3; n++) {
				Await.result(association.sendAsync(new byte[] { (byte) n }, SendOptions.DEFAULT));
			}
			if (graceful) {
				association.shutdown();
			}
			else {
				association.abort("");
			}
			Await.result(theirs.closed());
			assertThat(receive(theirs).payload()).containsExactly(0);
			assertThat(receive(server).payload()).containsExactly(1);
			assertThat(receive(theirs).payload()).containsExactly(2);
			assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> theirs.receive(Duration.ofMinutes(5)))
				.withMessageContaining("has ended");
			assertThat(server.receive(Duration.ZERO)).isNull();
		}
	}

	@Test
	void theEndOfAnAssociationWakesWhoeverWaitsForItsMessages() {
		SctpEndpoint server = server();
		for (boolean graceful : new boolean[] { true, false }) {
			SctpAssociation association = open(connecting()).connect(to(server));
			SctpAssociation theirs = otherSide(association, server);
			Call<SctpMessage> waiting = Call.start(() -> theirs.receive(Duration.ofMinutes(5))).waits();
			if (graceful) {
				association.shutdown();
			}
			else {
				association.abort("");
			}
			assertThat(waiting.failure()).isInstanceOf(SctpClosedException.class);
		}
	}

}
