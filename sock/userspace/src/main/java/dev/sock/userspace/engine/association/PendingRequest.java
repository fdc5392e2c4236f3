package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.spi.Reconfiguration;
import dev.sock.userspace.engine.packet.ReconfigurationRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the peer is asked for, from when the user asks until the peer has answered. It may
 * take two parameters, each with an answer of its own.
 */
final class PendingRequest {

	private final Reconfiguration what;

	private final @Nullable CompletableFuture<Void> answer;

	private final @Nullable Integer answers;

	private final List<ReconfigurationRequest> open = new ArrayList<>(2);

	private boolean inFlight;

	private @Nullable SctpReconfigurationException failure;

	/**
	 * Creates a request.
	 * @param what what to ask for
	 * @param answer where the outcome goes, or {@code null} if the peer wanted it
	 * @param answers the number of the peer's request that it answers, if it does
	 */
	PendingRequest(Reconfiguration what, @Nullable CompletableFuture<Void> answer, @Nullable Integer answers) {
		this.what = what;
		this.answer = answer;
		this.answers = answers;
	}

	Reconfiguration what() {
		return this.what;
	}

	/** The number of the peer's request that it answers, or {@code null}. */
	@Nullable Integer answers() {
		return this.answers;
	}

	/** It leaves, with these parameters. */
	void sent(List<ReconfigurationRequest> parameters) {
		this.inFlight = true;
		this.open.addAll(parameters);
	}

	/** Whether it was sent; else it waits for data to leave first. */
	boolean isInFlight() {
		return this.inFlight;
	}

	/** The parameter of a number, unless it is answered. */
	@Nullable ReconfigurationRequest open(int sequenceNumber) {
		for (ReconfigurationRequest parameter : this.open) {
			if (parameter.requestSequenceNumber() == sequenceNumber) {
				return parameter;
			}
		}
		return null;
	}

	/** The parameter of a kind, unless it is answered. */
	<T extends ReconfigurationRequest> @Nullable T open(Class<T> kind) {
		for (ReconfigurationRequest parameter : this.open) {
			if (kind.isInstance(parameter)) {
				return kind.cast(parameter);
			}
		}
		return null;
	}

	/** A parameter is answered; returns whether all are. */
	boolean close(ReconfigurationRequest parameter) {
		this.open.remove(parameter);
		return this.open.isEmpty();
	}

	/** It has come to nothing, or a part of it has. The first reason counts. */
	void fail(Reason reason, String text) {
		if (this.failure == null) {
			this.failure = new SctpReconfigurationException(reason, text);
		}
	}

	/** Tells the user. */
	void complete() {
		if (this.answer == null) {
			return;
		}
		if (this.failure != null) {
			this.answer.completeExceptionally(this.failure);
		}
		else {
			this.answer.complete(null);
		}
	}

}
