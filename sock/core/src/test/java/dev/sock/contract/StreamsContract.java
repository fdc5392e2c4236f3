package dev.sock.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What goes with a message: stream, order, payload protocol identifier.
 */
public abstract class StreamsContract extends Contract {

	/** Payload protocol identifiers are unsigned 32-bit numbers. */
	private static final long[] IDENTIFIERS = { 0, 1, 46, 0x7fff_ffffL, 0x8000_0000L, 0xdead_beefL, 0xffff_ffffL };

	protected StreamsContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	void eachSideSendsOnAsManyStreamsAsItAsksForAndTheOtherAllows() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(recorder)
			.options(SctpOptions.builder().outboundStreams(7).maxInboundStreams(100).build()));
		SctpAssociation mine = open(
				connecting().options(SctpOptions.builder().outboundStreams(200).maxInboundStreams(3).build()))
			.connect(to(server));
		SctpAssociation theirs = recorder.up();
		assertThat(mine.outboundStreams()).isEqualTo(theirs.inboundStreams()).isEqualTo(100);
		assertThat(mine.inboundStreams()).isEqualTo(theirs.outboundStreams()).isEqualTo(3);
		assertThat(mine.status().outboundStreams()).isEqualTo(100);
		assertThat(mine.status().inboundStreams()).isEqualTo(3);
		AssociationChanged up = recorder.change(AssociationChange.COMM_UP);
		assertThat(up.outboundStreams()).isEqualTo(3);
		assertThat(up.inboundStreams()).isEqualTo(100);
	}

	@Test
	void aStreamPastTheNegotiatedRangeIsRefusedWithTheRange() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		SctpAssociation association = open(connecting().options(SctpOptions.builder().outboundStreams(5).build()))
			.connect(to(server));
		association.send(new byte[] { 1 }, SendOptions.stream(0));
		association.send(new byte[] { 2 }, SendOptions.stream(4));
		for (int stream : new int[] { 5, 6, 65534 }) {
			assertInvalidStream(stream,
					catchThrowable(() -> association.send(new byte[1], SendOptions.stream(stream))));
			assertInvalidStream(stream,
					catchThrowable(() -> association.trySend(new byte[1], SendOptions.stream(stream))));
			assertInvalidStream(stream, Await.failure(association.sendAsync(new byte[1], SendOptions.stream(stream))));
		}
		association.send(new byte[] { 3 }, SendOptions.stream(1));
		assertThat(List.of(recorder.next(), recorder.next(), recorder.next()))
			.extracting((message) -> (int) message.payload()[0])
			.containsExactlyInAnyOrder(1, 2, 3);
		association.abort("");
		recorder.change(AssociationChange.COMM_LOST);
		assertThat(recorder.messages()).isEmpty();
	}

	private static void assertInvalidStream(int stream, Throwable failure) {
		assertThat(failure).isInstanceOfSatisfying(SctpSendException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.INVALID_STREAM);
			assertThat(ex.sent()).isFalse();
		}).hasMessageContaining("stream " + stream).hasMessageContaining("5 negotiated").hasMessageContaining("0 to 4");
	}

	@Test
	@Tag("B5")
	@Tag("C5")
	void streamAndPayloadProtocolIdentifierArriveAsTheyWereSent() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		for (int n = 0; n < IDENTIFIERS.length; n++) {
			association.send(new byte[] { (byte) n },
					SendOptions.stream(n).withPayloadProtocolId(IDENTIFIERS[n]).withImmediateAck(n % 2 == 0));
		}
		SctpAssociation theirs = otherSide(association, server);
		boolean[] seen = new boolean[IDENTIFIERS.length];
		for (int i = 0; i < IDENTIFIERS.length; i++) {
			SctpMessage message = receive(theirs);
			int n = message.payload()[0];
			assertThat(message.streamId()).isEqualTo(n);
			assertThat(message.payloadProtocolId()).isEqualTo(IDENTIFIERS[n]);
			assertThat(message.streamSequenceNumber()).isZero();
			assertThat(message.unordered()).isFalse();
			assertThat(message.association()).isSameAs(theirs);
			seen[n] = true;
		}
		assertThat(seen).containsOnly(true);
	}

	@Test
	void anAnswerGoesBackOnTheStreamAndWithTheIdentifierOfTheMessage() {
		SctpAssociation association = client().connect(to(server(ECHO)));
		association.send("hello".getBytes(StandardCharsets.UTF_8),
				SendOptions.stream(9).withPayloadProtocolId(0x8000_0001L).withUnordered(true));
		SctpMessage back = receive(association);
		assertThat(back.text()).isEqualTo("hello");
		assertThat(back.streamId()).isEqualTo(9);
		assertThat(back.payloadProtocolId()).isEqualTo(0x8000_0001L);
		assertThat(back.unordered()).isTrue();
	}

	@Test
	void messagesOfAStreamKeepTheirOrderAndAreNumbered() {
		SctpOptions options = SctpOptions.builder().outboundStreams(50).maxInboundStreams(50).build();
		SctpEndpoint server = open(accepting(1).options(options));
		SctpAssociation association = open(connecting().options(options)).connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		for (int n = 0; n < 1_000; n++) {
			association.send(Payloads.numbered(n / 50, 4 + n % 40), SendOptions.stream(n % 50));
		}
		int[] next = new int[50];
		for (int n = 0; n < 1_000; n++) {
			SctpMessage message = receive(theirs);
			assertThat(message.streamSequenceNumber()).isEqualTo(next[message.streamId()]);
			assertThat(Payloads.number(message.payload())).isEqualTo(next[message.streamId()]++);
		}
		assertThat(next).containsOnly(20);
	}

	@Test
	void transmissionSequenceNumbersFollowEachOther() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		long expected = -1;
		for (int n = 0; n < 10; n++) {
			association.send(new byte[] { (byte) n }, SendOptions.DEFAULT);
			long tsn = receive(theirs).tsn();
			assertThat(tsn).isBetween(0L, 0xffff_ffffL);
			assertThat(expected == -1 || tsn == expected).as("TSN %s, not %s", tsn, expected).isTrue();
			expected = (tsn + 1) & 0xffff_ffffL;
		}
	}

	@Test
	@Tag("B5")
	@Tag("C5")
	void unorderedMessagesAllArriveOnceAndSaySo() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		for (int n = 0; n < 300; n++) {
			association.send(Payloads.numbered(n, 10 + n), SendOptions.stream(n % 10).withUnordered(n % 3 != 0));
		}
		BitSet seen = new BitSet();
		for (int n = 0; n < 300; n++) {
			SctpMessage message = receive(theirs);
			int number = Payloads.number(message.payload());
			assertThat(message.unordered()).isEqualTo(number % 3 != 0);
			assertThat(message.streamId()).isEqualTo(number % 10);
			assertThat(seen.get(number)).as("message %s came before", number).isFalse();
			seen.set(number);
		}
		assertThat(seen.cardinality()).isEqualTo(300);
	}

	@Test
	void whatIsSentFromABufferIsCopied() {
		SctpEndpoint server = server();
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		ByteBuffer buffer = ByteBuffer.allocateDirect(100).position(10).limit(13);
		for (byte n = 0; n < 50; n++) {
			buffer.clear().position(10).limit(13);
			buffer.put(10, n).put(11, n).put(12, n);
			association.send(buffer, SendOptions.DEFAULT);
			assertThat(buffer.position()).isEqualTo(13);
			buffer.put(11, (byte) 99);
		}
		for (byte n = 0; n < 50; n++) {
			assertThat(receive(theirs).payload()).containsExactly(n, n, n);
		}
	}

}
