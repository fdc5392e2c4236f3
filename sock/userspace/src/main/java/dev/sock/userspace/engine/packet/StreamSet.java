package dev.sock.userspace.engine.packet;

import java.util.BitSet;
import java.util.List;

/**
 * The streams that a request names: all, or some (RFC 6525 §4.1, §4.2).
 */
public final class StreamSet {

	/** All streams, however many there are. */
	public static final StreamSet ALL = new StreamSet(List.of());

	private final List<Integer> listed;

	private final BitSet streams = new BitSet();

	private StreamSet(List<Integer> listed) {
		listed.forEach(this.streams::set);
		this.listed = this.streams.stream().boxed().toList();
	}

	/**
	 * Makes a set of what a parameter lists.
	 * @param listed stream numbers, 0 to 65535, perhaps more than once; none for all
	 * @return the set
	 */
	public static StreamSet of(List<Integer> listed) {
		return listed.isEmpty() ? ALL : new StreamSet(listed);
	}

	/**
	 * Returns whether it is all streams.
	 * @return whether none is listed
	 */
	public boolean isAll() {
		return this.listed.isEmpty();
	}

	/**
	 * Returns what is listed.
	 * @return the streams in rising order, each once; none for all
	 */
	public List<Integer> listed() {
		return this.listed;
	}

	/**
	 * Returns whether a stream is in it.
	 * @param stream the stream
	 * @return whether it is listed, or all are meant
	 */
	public boolean contains(int stream) {
		return isAll() || this.streams.get(stream);
	}

	/**
	 * Returns whether every stream of another set is in it.
	 * @param other the other set
	 * @return whether there is none in the other that is not in this one
	 */
	public boolean containsAll(StreamSet other) {
		return isAll() || (!other.isAll() && other.listed.stream().allMatch(this.streams::get));
	}

	/**
	 * Returns whether only streams are listed that there are.
	 * @param count how many there are
	 * @return whether none of those listed is beyond
	 */
	public boolean isBelow(int count) {
		return this.streams.length() <= count;
	}

}
