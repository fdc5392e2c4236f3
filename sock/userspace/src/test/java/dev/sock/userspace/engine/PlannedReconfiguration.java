package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetAssociation;
import dev.sock.userspace.sim.SimulatedAssociation;
import dev.sock.userspace.sim.SimulatedHost;
import dev.sock.userspace.sim.SimulatedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the resets and the streams of a seed, and checks that each request ends as it
 * may.
 */
final class PlannedReconfiguration {

	private static final Duration RETRY = Duration.ofMillis(300);

	/** What crossing requests, limits of the other side and the end may come to. */
	private static final Set<Reason> POSSIBLE = Set.of(Reason.IN_PROGRESS, Reason.DENIED, Reason.CLOSED, Reason.FAILED);

	private final SimulatedNetwork network;

	private final SimulatedHost host;

	private final SimulatedAssociation association;

	private final SeedReconfigurations plan;

	private final Runnable onAdded;

	private final Consumer<String> violations;

	private final List<CompletableFuture<Void>> requests = new ArrayList<>();

	private int askedBefore = -1;

	private boolean adding;

	private int performed;

	private int associationResets;

	private int openAssociationResets;

	PlannedReconfiguration(SimulatedNetwork network, SimulatedHost host, SimulatedAssociation association,
			SeedReconfigurations plan, Runnable onAdded, Consumer<String> violations) {
		this.network = network;
		this.host = host;
		this.association = association;
		this.plan = plan;
		this.onAdded = onAdded;
		this.violations = violations;
	}

	/** Asks for what is planned before a message, once. */
	void before(int message) {
		if (message <= this.askedBefore) {
			return;
		}
		this.askedBefore = message;
		for (Reconfiguration what : this.plan.before(message)) {
			if (this.plan.allowed().contains(kind(what))) {
				ask(what);
			}
		}
	}

	private static StreamReconfiguration kind(Reconfiguration what) {
		if (what instanceof AddStreams) {
			return StreamReconfiguration.ADD_STREAMS;
		}
		return (what instanceof ResetAssociation) ? StreamReconfiguration.RESET_ASSOCIATION
				: StreamReconfiguration.RESET_STREAMS;
	}

	private CompletableFuture<Void> ask(Reconfiguration what) {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.requests.add(answer);
		this.openAssociationResets += (what instanceof ResetAssociation) ? 1 : 0;
		answer.whenComplete((done, failure) -> ended(what, failure));
		this.association.engine().reconfigure(what, answer, this.network.nowNanos());
		return answer;
	}

	private void ended(Reconfiguration what, @Nullable Throwable failure) {
		this.openAssociationResets -= (what instanceof ResetAssociation) ? 1 : 0;
		if (failure == null) {
			this.performed++;
			this.associationResets += (what instanceof ResetAssociation) ? 1 : 0;
		}
		else if (!(failure instanceof SctpReconfigurationException refusal) || !POSSIBLE.contains(refusal.reason())) {
			this.violations.accept(what + " came to " + failure);
		}
	}

	/** Has a stream added, as often as it takes. */
	void addStream() {
		if (this.adding) {
			return;
		}
		this.adding = true;
		ask(new AddStreams(1, 0)).whenComplete(
				(done, failure) -> this.network.schedule(this.host, (failure == null) ? Duration.ZERO : RETRY, () -> {
					this.adding = false;
					this.onAdded.run();
				}));
	}

	/** Checks, at the end, that every request has had its one end. */
	void checkAccounts() {
		if (!this.requests.stream().allMatch(CompletableFuture::isDone)) {
			this.violations.accept("a request was never answered");
		}
	}

	boolean areUsed() {
		return this.plan.areUsed();
	}

	/** Returns whether a reset of the association was asked for and not answered. */
	boolean isAssociationResetOpen() {
		return this.openAssociationResets > 0;
	}

	int performed() {
		return this.performed;
	}

	int associationResets() {
		return this.associationResets;
	}

}
