package dev.sock.impl;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpExtension;
import dev.sock.SctpOptionException;
import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetAssociation;
import dev.sock.spi.Reconfiguration.ResetInbound;
import dev.sock.spi.Reconfiguration.ResetOutbound;

/**
 * Asks to have streams reset and added: refuses at once what cannot be, and says in words
 * why the rest has failed.
 */
final class StreamChanges {

	/**
	 * Only DATA can be cut up (RFC 9260 §6.9), so the list has to fit a packet of the
	 * smallest path MTU that there may be, 576, with UDP and AUTH.
	 */
	static final int MAX_LISTED = 200;

	private static final int MAX_STREAMS = 65535;

	private final DefaultAssociation association;

	StreamChanges(DefaultAssociation association) {
		this.association = association;
	}

	CompletableFuture<Void> resetOutbound(int... streams) {
		if (!this.association.canSend()) {
			return closed("reset outbound streams");
		}
		List<Integer> listed = check("outbound", this.association.outboundStreams(), streams);
		return ask("reset outbound streams", StreamReconfiguration.RESET_STREAMS, new ResetOutbound(listed));
	}

	CompletableFuture<Void> resetInbound(int... streams) {
		if (!this.association.canSend()) {
			return closed("have inbound streams reset");
		}
		List<Integer> listed = check("inbound", this.association.inboundStreams(), streams);
		return ask("have inbound streams reset", StreamReconfiguration.RESET_STREAMS, new ResetInbound(listed));
	}

	CompletableFuture<Void> resetAssociation() {
		return ask("reset all of it", StreamReconfiguration.RESET_ASSOCIATION, new ResetAssociation());
	}

	CompletableFuture<Void> add(int outbound, int inbound) {
		if (!this.association.canSend()) {
			return closed("add streams");
		}
		checkAdded("outbound", this.association.outboundStreams(), outbound);
		checkAdded("inbound", this.association.inboundStreams(), inbound);
		if (outbound == 0 && inbound == 0) {
			throw new SctpOptionException("streams", "0", "streams cannot be added; add at least one either way");
		}
		return ask("add streams", StreamReconfiguration.ADD_STREAMS, new AddStreams(outbound, inbound));
	}

	/** Returns the streams in order, each once; none if they are all there are. */
	private List<Integer> check(String direction, int count, int... streams) {
		List<Integer> listed = Arrays.stream(streams).distinct().sorted().boxed().toList();
		for (int stream : listed) {
			if (stream < 0 || stream >= count) {
				throw new SctpOptionException("stream", String.valueOf(stream),
						"is none of the " + count + " " + direction + " streams of association '"
								+ this.association.name() + "'; name 0 to " + (count - 1) + ", or none for all");
			}
		}
		if (listed.size() == count) {
			return List.of();
		}
		if (listed.size() > MAX_LISTED) {
			throw new SctpOptionException("stream", listed.size() + " streams",
					"are too many for one request; name " + MAX_LISTED + " at most at a time, or none for all");
		}
		return listed;
	}

	private void checkAdded(String direction, int count, int added) {
		if (added < 0 || count + added > MAX_STREAMS) {
			throw new SctpOptionException("streams", String.valueOf(added),
					"cannot be added to the " + count + " " + direction + " streams of association '"
							+ this.association.name() + "'; add 0 to " + (MAX_STREAMS - count));
		}
	}

	private CompletableFuture<Void> ask(String what, StreamReconfiguration kind, Reconfiguration request) {
		if (!this.association.canSend()) {
			return closed(what);
		}
		if (!this.association.protocol().kept().streamReconfiguration().contains(kind)) {
			return failed(what, Reason.NOT_ALLOWED, "the option stream-reconfiguration does not have " + kind
					+ "; set it on the endpoint, or with the connect");
		}
		if (!this.association.transport().extensions().contains(SctpExtension.STREAM_RECONFIGURATION)) {
			return failed(what, Reason.NOT_SUPPORTED, "the peer does not support stream reconfiguration (RFC 6525)");
		}
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.association.transport().reconfigure(request, answer);
		CompletableFuture<Void> result = new CompletableFuture<>();
		answer.whenComplete((done, problem) -> {
			if (problem == null) {
				result.complete(null);
			}
			else if (problem instanceof SctpReconfigurationException refusal) {
				result.completeExceptionally(new SctpReconfigurationException(refusal.reason(),
						text(what, String.valueOf(refusal.getMessage()))));
			}
			else {
				result.completeExceptionally(problem);
			}
		});
		return result;
	}

	private CompletableFuture<Void> closed(String what) {
		return failed(what, Reason.CLOSED, this.association.stateText());
	}

	private CompletableFuture<Void> failed(String what, Reason reason, String problem) {
		return CompletableFuture.failedFuture(new SctpReconfigurationException(reason, text(what, problem)));
	}

	private String text(String what, String problem) {
		return "Cannot " + what + " of association '" + this.association.name() + "' of endpoint '"
				+ this.association.endpoint().name() + "': " + problem;
	}

}
