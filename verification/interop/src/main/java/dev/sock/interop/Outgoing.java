package dev.sock.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sock.programs.Arguments;
import dev.sock.programs.Json;

/**
 * What a side of a bulk transfer sends: so many messages, or for so many seconds, or
 * until a line comes on standard input; as fast as it can or at a rate. Messages go out
 * on the streams in turn; the last of each stream says so.
 */
final class Outgoing {

	private final int streams;

	private final long messages;

	private final int seconds;

	private final int rate;

	private final List<Integer> sizes = new ArrayList<>();

	private final Ledger ledger;

	Outgoing(Arguments arguments, int streams) {
		this.streams = streams;
		this.messages = arguments.integer("messages", 0);
		this.seconds = arguments.integer("seconds", 0);
		this.rate = arguments.integer("rate", 0);
		for (String size : arguments.list("sizes", "100")) {
			this.sizes.add(Integer.valueOf(size));
		}
		this.ledger = new Ledger(streams);
	}

	void sendAll(Sink sink) throws Exception {
		long start = System.nanoTime();
		long sent = 0;
		while (!over(sent, start)) {
			if (this.rate > 0) {
				awaitTurn(start + sent * TimeUnit.SECONDS.toNanos(1) / this.rate);
			}
			send(sink, (int) (sent % this.streams), false);
			sent++;
		}
		for (int stream = 0; stream < this.streams; stream++) {
			send(sink, stream, true);
		}
	}

	private boolean over(long sent, long start) throws IOException {
		if (this.messages > 0) {
			return sent + this.streams >= this.messages;
		}
		if (this.seconds > 0) {
			return System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(this.seconds);
		}
		return System.in.available() > 0;
	}

	private static void awaitTurn(long due) {
		for (long now = System.nanoTime(); due - now > 0; now = System.nanoTime()) {
			LockSupport.parkNanos(due - now);
		}
	}

	private void send(Sink sink, int stream, boolean last) throws Exception {
		long number = this.ledger.next(stream);
		byte[] message = Numbered.message(stream, number, last, this.sizes.get((int) (number % this.sizes.size())));
		this.ledger.add(stream, message);
		sink.send(stream, message);
	}

	void report(Json json) {
		this.ledger.report(json, "sent");
	}

	/**
	 * Where messages go.
	 */
	interface Sink {

		/**
		 * Sends a message, waiting for room.
		 * @param stream the stream
		 * @param message the payload
		 * @throws Exception if it cannot be sent
		 */
		void send(int stream, byte[] message) throws Exception;

	}

}
