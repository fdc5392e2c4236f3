package dev.sock.contract;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException.Reason;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Messages of every length arrive whole, once and in order.
 */
public abstract class MessageSizeContract extends Contract {

	protected MessageSizeContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	void messagesFrom4BytesToTheWholeSendBufferComeBackAsTheyWere() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		int[] lengths = { 4, 5, 6, 7, 8, 1_000, 1_411, 1_412, 1_413, 1_432, 1_436, 1_440, 1_444, 1_448, 1_452, 1_456,
				1_472, 1_500, 2_824, 2_904, 65_507, 65_535, 65_536, 300_000, 1 << 20 };
		for (int i = 0; i < lengths.length; i++) {
			association.send(Payloads.filled(i, lengths[i]), SendOptions.stream(i % 10));
			Payloads.check(receive(association).payload(), i, lengths[i]);
		}
	}

	@Test
	void messagesOf1To3BytesComeBackAsTheyWere() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		for (byte[] payload : new byte[][] { { 1 }, { 2, 3 }, { 4, 5, 6 }, { 0 } }) {
			association.send(payload, SendOptions.DEFAULT);
			assertThat(receive(association).payload()).isEqualTo(payload);
		}
	}

	@Test
	void tenThousandMessagesOfMixedLengthArriveInOrder() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		Call<Boolean> sender = Call.run(() -> {
			for (int n = 0; n < 10_000; n++) {
				association.send(Payloads.filled(n, mixedLength(n)), SendOptions.stream(3));
			}
		});
		for (int n = 0; n < 10_000; n++) {
			SctpMessage message = receive(theirs);
			Payloads.check(message.payload(), n, mixedLength(n));
			assertThat(message.streamSequenceNumber()).isEqualTo(n);
		}
		assertThat(sender.result()).isTrue();
		assertThat(theirs.receive(Duration.ZERO)).isNull();
	}

	private static int mixedLength(int n) {
		return (n % 200 == 0) ? 20_000 : 4 + n * 7 % 2_900;
	}

	@Test
	void aMessageLargerThanTheReceiveBufferArrivesWhole() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation association = client().connect(to(server));
		CompletableFuture<Void> large = association.sendAsync(Payloads.filled(5, 500_000), SendOptions.DEFAULT);
		association.send(new byte[] { 6 }, SendOptions.DEFAULT);
		SctpAssociation theirs = otherSide(association, server);
		Payloads.check(receive(theirs).payload(), 5, 500_000);
		assertThat(receive(theirs).payload()).containsExactly(6);
		Await.result(large);
	}

	@Test
	void largeMessagesOfSeveralStreamsAndSendersArriveWhole() {
		SctpEndpoint server = open(accepting(3).options(SMALL));
		List<Call<Boolean>> senders = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			SctpAssociation association = open(connecting()).connect(to(server));
			senders.add(Call.run(() -> {
				for (int n = 0; n < 12; n++) {
					association.send(Payloads.filled(n, 50_000 + n),
							SendOptions.stream(n % 4).withUnordered(n % 4 == 3));
				}
			}));
		}
		Map<SctpAssociation, BitSet> seen = new HashMap<>();
		for (int i = 0; i < 36; i++) {
			SctpMessage message = receive(server);
			int number = Payloads.number(message.payload());
			Payloads.check(message.payload(), number, 50_000 + number);
			seen.computeIfAbsent(message.association(), (association) -> new BitSet()).set(number);
		}
		assertThat(seen.values()).extracting(BitSet::cardinality).containsExactly(12, 12, 12);
		senders.forEach(Call::result);
	}

	@Test
	void aMessageLongerThanIsAllowedEndsItsAssociationOnly() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(
				accepting(2).handler(recorder).options(SctpOptions.builder().maxMessageSize(10_000).build()));
		SctpAssociation bad = client().connect(to(server));
		SctpAssociation good = open(connecting()).connect(to(server));
		good.send(Payloads.filled(1, 10_000), SendOptions.DEFAULT);
		Payloads.check(recorder.next().payload(), 1, 10_000);
		bad.send(new byte[10_001], SendOptions.DEFAULT);
		assertThat(Await.result(bad.closed()).change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(recorder.change(AssociationChange.COMM_LOST).reason()).contains("10000");
		good.send(Payloads.filled(2, 9), SendOptions.DEFAULT);
		Payloads.check(recorder.next().payload(), 2, 9);
		assertThat(server.associations()).hasSize(1);
	}

	@Test
	void whatCannotBeAMessageIsRefusedAndTheAssociationGoesOn() {
		SctpAssociation association = open(connecting().options(SMALL)).connect(to(server(ECHO)));
		assertRefused(Reason.EMPTY, "empty", association, 0);
		assertRefused(Reason.TOO_LONG, "32769 bytes is longer than the send buffer of 32768", association, 32_769);
		echo(association, 1);
	}

	private static void assertRefused(Reason reason, String text, SctpAssociation association, int length) {
		byte[] payload = new byte[length];
		for (Throwable failure : List.of(catchThrowable(() -> association.send(payload, SendOptions.DEFAULT)),
				catchThrowable(() -> association.send(ByteBuffer.wrap(payload), SendOptions.DEFAULT)),
				catchThrowable(() -> association.trySend(payload, SendOptions.DEFAULT)),
				Await.failure(association.sendAsync(payload, SendOptions.DEFAULT)))) {
			assertThat(failure)
				.isInstanceOfSatisfying(SctpSendException.class, (ex) -> assertThat(ex.reason()).isEqualTo(reason))
				.hasMessageContaining(text);
		}
	}

}
