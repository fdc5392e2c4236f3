package dev.sock.interop;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.sock.programs.Json;

/**
 * Counts the messages of one direction and hashes their content, stream by stream, since
 * there is no order between streams. For one thread at a time.
 */
final class Ledger {

	private final List<MessageDigest> streams = new ArrayList<>();

	private final long[] next;

	private long messages;

	private long bytes;

	private long wrong;

	private int ended;

	Ledger(int streams) {
		for (int i = 0; i < streams; i++) {
			this.streams.add(md5());
		}
		this.next = new long[streams];
	}

	// Not against forgery: what Erlang has without further packages.
	private static MessageDigest md5() {
		try {
			return MessageDigest.getInstance("MD5");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	long next(int stream) {
		return this.next[stream];
	}

	/**
	 * Enters a message.
	 * @param stream its stream
	 * @param message its content
	 */
	void add(int stream, byte[] message) {
		this.messages++;
		this.bytes += message.length;
		if (stream >= this.next.length || !Numbered.intact(stream, message)
				|| Numbered.number(message) != this.next[stream]) {
			this.wrong++;
			return;
		}
		this.next[stream]++;
		this.streams.get(stream).update(message);
		if (Numbered.last(message)) {
			this.ended++;
		}
	}

	/**
	 * Returns whether the last message of every stream was entered.
	 * @return whether nothing more can come
	 */
	boolean complete() {
		return this.ended == this.next.length;
	}

	void report(Json json, String direction) {
		MessageDigest all = md5();
		for (MessageDigest stream : this.streams) {
			all.update(stream.digest());
		}
		json.put(direction, this.messages)
			.put(direction + "Bytes", this.bytes)
			.put(direction + "Wrong", this.wrong)
			.put(direction + "Hash", HexFormat.of().formatHex(all.digest()));
	}

}
