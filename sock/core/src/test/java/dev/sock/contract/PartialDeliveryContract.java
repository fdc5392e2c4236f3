package dev.sock.contract;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import dev.sock.Demand;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PartialDeliveryAborted;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A long message can be handed over in parts, if the receiver has asked for that.
 */
public abstract class PartialDeliveryContract extends Contract {

	private static final int POINT = 20_000;

	private static final int LONG = 400_000;

	private static final SctpOptions IN_PARTS = SctpOptions.builder()
		.receiveBuffer(100_000)
		.partialDeliveryPoint(POINT)
		.build();

	protected PartialDeliveryContract(TransportFixture fixture) {
		super(fixture);
	}

	/** Receives the parts of a message and returns them. */
	private static List<SctpMessage> parts(SctpAssociation association) {
		List<SctpMessage> parts = new ArrayList<>();
		do {
			parts.add(receive(association));
		}
		while (!parts.get(parts.size() - 1).isLastPart());
		return parts;
	}

	private static byte[] joined(List<SctpMessage> parts) {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		parts.forEach((part) -> whole.writeBytes(part.payload()));
		return whole.toByteArray();
	}

	@Test
	@Tag("E6")
	void aLongMessageComesInPartsThatAreTheWholeAndBeginBeforeItsEnd() {
		SctpEndpoint server = open(accepting(1).options(IN_PARTS));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		association.send(Payloads.filled(3, LONG), SendOptions.stream(4).withPayloadProtocolId(46));
		association.send(Payloads.numbered(9, 100), SendOptions.stream(4));
		List<SctpMessage> parts = parts(theirs);
		assertThat(parts.size()).isGreaterThan(2);
		Payloads.check(joined(parts), 3, LONG);
		for (SctpMessage part : parts) {
			assertThat(part.streamId()).isEqualTo(4);
			assertThat(part.payloadProtocolId()).isEqualTo(46);
			assertThat(part.streamSequenceNumber()).isZero();
			assertThat(part.tsn()).isEqualTo(parts.get(0).tsn());
			assertThat(part.isFirstPart()).isEqualTo(part == parts.get(0));
			assertThat(part.isWhole()).isFalse();
			assertThat(part.payload().length >= POINT || part.isLastPart()).isTrue();
		}
		SctpMessage next = receive(theirs);
		assertThat(next.isWhole()).isTrue();
		assertThat(Payloads.number(next.payload())).isEqualTo(9);
		assertThat(theirs.status().statistics().messagesReceived()).isEqualTo(2);
		assertThat(theirs.status().statistics().bytesReceived()).isEqualTo(LONG + 100);
		assertThat(theirs.status().statistics().largestMessageReceived()).isEqualTo(LONG);
	}

	@Test
	@Tag("E6")
	void messagesBelowThePointAndThoseOfOthersAreWhole() {
		SctpEndpoint server = open(accepting(2).options(IN_PARTS));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		association.send(Payloads.filled(1, POINT - 1), SendOptions.DEFAULT);
		SctpMessage message = receive(theirs);
		assertThat(message.isWhole()).isTrue();
		Payloads.check(message.payload(), 1, POINT - 1);
		theirs.send(Payloads.filled(2, LONG), SendOptions.DEFAULT);
		SctpMessage back = receive(association);
		assertThat(back.isWhole()).isTrue();
		Payloads.check(back.payload(), 2, LONG);
	}

	@Test
	@Tag("E6")
	void thePointCanBeSetAndTakenAwayWhileAnAssociationLives() {
		SctpEndpoint server = open(accepting(1).options(SctpOptions.builder().receiveBuffer(100_000).build()));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = otherSide(association, server);
		association.send(Payloads.filled(1, LONG), SendOptions.DEFAULT);
		assertThat(receive(theirs).isWhole()).isTrue();
		theirs.setOptions((options) -> options.partialDeliveryPoint(POINT));
		association.send(Payloads.filled(2, LONG), SendOptions.DEFAULT);
		List<SctpMessage> parts = parts(theirs);
		assertThat(parts.size()).isGreaterThan(2);
		Payloads.check(joined(parts), 2, LONG);
		theirs.setOptions((options) -> options.partialDeliveryPoint(0));
		association.send(Payloads.filled(3, LONG), SendOptions.DEFAULT);
		assertThat(receive(theirs).isWhole()).isTrue();
	}

	@Test
	@Tag("E6")
	void whenTheRestDoesNotComeBecauseThePeerIsGoneAnEventSaysSo() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).options(IN_PARTS).handler(recorder));
		SctpAssociation association = client().connect(to(server));
		SctpAssociation theirs = recorder.up();
		// Of which the peer has no more than a part at any time before the abort.
		theirs.setDemand(Demand.of(1));
		association.sendAsync(Payloads.filled(1, 1 << 20), SendOptions.stream(2));
		SctpMessage first = recorder.next();
		assertThat(first.isFirstPart()).isTrue();
		assertThat(first.isLastPart()).isFalse();
		association.abort("");
		// Or the rest might still be sent once there is room for it.
		Await.result(association.closed());
		theirs.setDemand(Demand.UNLIMITED);
		PartialDeliveryAborted aborted = recorder.event(PartialDeliveryAborted.class);
		assertThat(aborted.association()).isSameAs(theirs);
		assertThat(aborted.streamId()).isEqualTo(2);
		recorder.change(AssociationChange.COMM_LOST);
		assertThat(recorder.messages()).noneMatch(SctpMessage::isLastPart);
	}

}
