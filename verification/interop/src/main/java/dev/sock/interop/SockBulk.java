package dev.sock.interop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.sock.AssociationStatistics;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;

/**
 * {@code bulk}: sends and receives numbered messages on one association, opened or
 * awaited, and tells how many there were and what their hash is. The side that opened it
 * shuts down once it has everything.
 */
final class SockBulk implements Command, SctpHandler {

	private final CompletableFuture<SctpAssociation> up = new CompletableFuture<>();

	private final CompletableFuture<Void> complete = new CompletableFuture<>();

	private final AtomicLong failed = new AtomicLong();

	private Ledger received = new Ledger(0);

	@Override
	public void run(Arguments arguments) throws Exception {
		boolean listen = arguments.flag("listen");
		boolean sends = arguments.flag("send");
		boolean receives = arguments.flag("receive");
		try (Setup setup = new Setup(arguments)) {
			Outgoing outgoing = new Outgoing(arguments, setup.streams);
			this.received = new Ledger(setup.streams);
			int limit = arguments.integer("limit", 300);
			arguments.complete();
			SctpEndpoint endpoint = setup.open(this);
			SctpAssociation association = listen ? this.up.get(limit, TimeUnit.SECONDS) : setup.connect(endpoint);
			long start = System.nanoTime();
			if (sends) {
				outgoing.sendAll((stream, message) -> association.send(message, SendOptions.stream(stream)));
			}
			if (receives) {
				this.complete.get(limit, TimeUnit.SECONDS);
			}
			if (!listen) {
				association.shutdown();
			}
			SctpEvent.AssociationChanged end = association.closed().get(limit, TimeUnit.SECONDS);
			double seconds = (System.nanoTime() - start) / 1e9;
			Json json = new Json().put("event", "done")
				.put("graceful", end.change() == AssociationChange.SHUTDOWN_COMPLETE)
				.put("seconds", seconds)
				.put("failed", this.failed.get());
			outgoing.report(json);
			this.received.report(json, "received");
			statistics(json, association.status().statistics());
			json.print();
		}
	}

	private static void statistics(Json json, AssociationStatistics statistics) {
		json.put("messagesSent", statistics.messagesSent())
			.put("messagesReceived", statistics.messagesReceived())
			.put("bytesSent", statistics.bytesSent())
			.put("bytesReceived", statistics.bytesReceived())
			.put("outSctpPacks", statistics.outSctpPacks())
			.put("inSctpPacks", statistics.inSctpPacks())
			.put("outOrderChunks", statistics.outOrderChunks())
			.put("inOrderChunks", statistics.inOrderChunks())
			.put("rtxChunks", statistics.rtxChunks())
			.put("fastRetransmits", statistics.fastRetransmits())
			.put("t3Expireds", statistics.t3Expireds())
			.put("duplicateTsns", statistics.duplicateTsns())
			.put("gapReports", statistics.gapReports());
	}

	@Override
	public void onMessage(SctpMessage message) {
		this.received.add(message.streamId(), message.payload());
		if (this.received.complete()) {
			this.complete.complete(null);
		}
	}

	@Override
	public void onEvent(SctpEvent event) {
		// comes with every message that is sent at leisure
		if (!(event instanceof SctpEvent.SenderDry)) {
			EventPrinter.print(event);
		}
		if (event instanceof SctpEvent.SendFailed) {
			this.failed.incrementAndGet();
		}
		else if (event instanceof SctpEvent.AssociationChanged changed) {
			if (changed.change() == AssociationChange.COMM_UP) {
				this.up.complete(changed.association());
			}
			else if (changed.change() != AssociationChange.RESTART) {
				this.complete.completeExceptionally(
						new IllegalStateException("The association ended first: " + changed.reason()));
			}
		}
	}

}
