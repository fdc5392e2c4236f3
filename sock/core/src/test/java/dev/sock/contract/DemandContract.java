package dev.sock.contract;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sock.Demand;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.DemandExhausted;
import dev.sock.SctpMessage;
import dev.sock.SctpOptionException;
import dev.sock.SendOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A handler gets no more messages than it asks for.
 */
public abstract class DemandContract extends Contract {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final Recorder recorder = new Recorder();

	protected DemandContract(TransportFixture fixture) {
		super(fixture);
	}

	@AfterEach
	void stopExecutor() {
		this.executor.shutdownNow();
	}

	private SctpEndpoint server(Demand demand, boolean withExecutor) {
		return open(accepting(10).options(SMALL)
			.handler(this.recorder)
			.executor(withExecutor ? this.executor : null)
			.demand(demand));
	}

	private SctpAssociation call(SctpEndpoint server) {
		return open(connecting().options(SMALL)).connect(to(server));
	}

	private static void send(SctpAssociation association, int from, int to) {
		for (int n = from; n < to; n++) {
			association.send(Payloads.numbered(n, 100), SendOptions.DEFAULT);
		}
	}

	private void expect(int from, int to) {
		for (int n = from; n < to; n++) {
			assertThat(Payloads.number(this.recorder.next().payload())).isEqualTo(n);
		}
	}

	private void awaitExhausted(int times) {
		Await.until("demand is exhausted for the " + times + ". time",
				() -> this.recorder.events(DemandExhausted.class).size() == times);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@Tag("D1")
	void aHandlerGetsAsManyMessagesAsItAskedForAndThenHearsThatTheDemandIsExhausted(boolean withExecutor) {
		SctpEndpoint server = server(Demand.of(3), withExecutor);
		SctpAssociation association = call(server);
		SctpAssociation theirs = this.recorder.up();
		assertThat(theirs.demand()).isEqualTo(Demand.of(3));
		send(association, 0, 10);
		awaitExhausted(1);
		expect(0, 3);
		assertThat(this.recorder.messages()).isEmpty();
		assertThat(this.recorder.all().get(this.recorder.all().size() - 1)).isInstanceOf(DemandExhausted.class);
		assertThat(this.recorder.event(DemandExhausted.class).association()).isSameAs(theirs);
		assertThat(theirs.demand()).isEqualTo(Demand.NONE);
		theirs.addDemand(2);
		awaitExhausted(2);
		expect(3, 5);
		theirs.setDemand(Demand.UNLIMITED);
		expect(5, 10);
		send(association, 10, 20);
		expect(10, 20);
		assertThat(this.recorder.events(DemandExhausted.class)).hasSize(2);
	}

	@Test
	@Tag("D1")
	@Tag("F11")
	void demandAddsUpWithinItsBounds() {
		SctpEndpoint server = server(Demand.NONE, false);
		call(server);
		SctpAssociation theirs = this.recorder.up();
		theirs.addDemand(5);
		theirs.addDemand(7);
		assertThat(theirs.demand()).isEqualTo(Demand.of(12));
		theirs.addDemand(-2);
		assertThat(theirs.demand()).isEqualTo(Demand.of(10));
		for (int tooMany : new int[] { 32_758, 32_768, -32_769, Integer.MAX_VALUE, Integer.MIN_VALUE }) {
			assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> theirs.addDemand(tooMany))
				.withMessageContainingAll("demand", String.valueOf(tooMany), "32767");
			assertThat(theirs.demand()).isEqualTo(Demand.of(10));
		}
		theirs.addDemand(32_757);
		assertThat(theirs.demand()).isEqualTo(Demand.of(32_767));
		assertThat(this.recorder.events(DemandExhausted.class)).isEmpty();
		theirs.addDemand(-32_768);
		assertThat(theirs.demand()).isEqualTo(Demand.NONE);
		awaitExhausted(1);
		theirs.setDemand(Demand.UNLIMITED);
		theirs.addDemand(4);
		assertThat(theirs.demand()).isEqualTo(Demand.of(4));
		for (int outside : new int[] { -1, 32_768 }) {
			assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> Demand.of(outside))
				.withMessageContainingAll("demand", String.valueOf(outside), "0 to 32767");
		}
	}

	@Test
	@Tag("D1")
	@Tag("F11")
	void oneMessageAtATimeAndThenAllOfThem() {
		SctpEndpoint server = server(Demand.ONE, true);
		SctpAssociation association = call(server);
		send(association, 0, 50);
		SctpAssociation theirs = this.recorder.up();
		for (int n = 0; n < 5; n++) {
			awaitExhausted(n + 1);
			expect(n, n + 1);
			assertThat(this.recorder.messages()).isEmpty();
			theirs.setDemand(Demand.ONE);
		}
		expect(5, 6);
		theirs.setDemand(Demand.UNLIMITED);
		expect(6, 50);
	}

	@Test
	void aHandlerAsksForTheNextMessageItself() {
		Recorder asking = new Recorder() {

			@Override
			public void onMessage(SctpMessage message) {
				super.onMessage(message);
				message.association().addDemand(1);
			}

		};
		SctpEndpoint server = open(accepting(1).handler(asking).demand(Demand.ONE));
		SctpAssociation association = call(server);
		send(association, 0, 300);
		for (int n = 0; n < 300; n++) {
			assertThat(Payloads.number(asking.next().payload())).isEqualTo(n);
		}
		assertThat(asking.events(DemandExhausted.class)).isEmpty();
	}

	@Test
	void thePeerHasToPauseWhileThereIsNoDemand() {
		SctpEndpoint server = server(Demand.NONE, false);
		SctpAssociation association = call(server);
		int sent = fill(association);
		assertThat(this.recorder.messages()).isEmpty();
		this.recorder.up().setDemand(Demand.UNLIMITED);
		for (int n = 0; n < sent; n++) {
			assertThat(Payloads.number(this.recorder.next().payload())).isEqualTo(n);
		}
		// Waits for room: that the last messages came their sender may not know yet.
		association.send(Payloads.numbered(sent, LENGTH));
		assertThat(Payloads.number(this.recorder.next().payload())).isEqualTo(sent);
	}

	@Test
	void aPeerWithoutDemandHoldsUpNoOther() {
		SctpEndpoint server = server(Demand.UNLIMITED, true);
		SctpAssociation paused = call(server);
		this.recorder.up().setDemand(Demand.NONE);
		fill(paused);
		SctpAssociation other = call(server);
		send(other, 0, 500);
		expect(0, 500);
	}

	@Test
	void eventsNeedNoDemandButKeepTheirPlace() {
		SctpEndpoint server = server(Demand.NONE, false);
		SctpAssociation silent = call(server);
		silent.abort("bye");
		this.recorder.change(AssociationChange.COMM_LOST);
		SctpAssociation association = call(server);
		Await.until("the second comes up", () -> this.recorder.changes().size() == 3);
		SctpAssociation theirs = this.recorder.events(AssociationChanged.class).get(2).association();
		send(association, 0, 2);
		Await.result(association.shutdown());
		Await.result(theirs.closed());
		assertThat(this.recorder.changes()).hasSize(3);
		theirs.addDemand(1);
		expect(0, 1);
		awaitExhausted(1);
		assertThat(this.recorder.changes()).hasSize(3);
		theirs.addDemand(1);
		expect(1, 2);
		this.recorder.change(AssociationChange.SHUTDOWN_COMPLETE);
	}

}
