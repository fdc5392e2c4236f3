package dev.sock.userspace.engine.path;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.sock.PathState;
import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The paths of an association, and the choice among them (RFC 9260 §6.4, RFC 7829 §4).
 */
public final class Paths {

	/** Worse than any path that something may leave for. */
	private static final int STRANDED = 3;

	private final ArrayList<Path> paths = new ArrayList<>(2);

	private @Nullable Path primary;

	private int reserved;

	/**
	 * Creates an empty set.
	 */
	public Paths() {
	}

	/**
	 * Adds a path; the first is the primary.
	 * @param path the path
	 */
	public void add(Path path) {
		this.paths.add(path);
		if (this.reserved > 0) {
			path.reserve(this.reserved);
		}
		if (this.primary == null) {
			this.primary = path;
		}
	}

	/**
	 * Keeps room free in each packet with DATA.
	 * @param bytes what comes before DATA
	 */
	public void reserve(int bytes) {
		if (bytes != this.reserved) {
			this.reserved = bytes;
			this.paths.forEach((path) -> path.reserve(bytes));
		}
	}

	/**
	 * Removes a path.
	 * @param path the path
	 */
	public void remove(Path path) {
		this.paths.remove(path);
		if (this.primary == path) {
			this.primary = this.paths.isEmpty() ? null : this.paths.get(0);
		}
	}

	/**
	 * Returns all paths.
	 * @return the paths in the order they were added
	 */
	public List<Path> all() {
		return Collections.unmodifiableList(this.paths);
	}

	/**
	 * Returns the number of paths.
	 * @return the number
	 */
	public int size() {
		return this.paths.size();
	}

	/**
	 * Returns a path by its number.
	 * @param index 0 and up
	 * @return the path
	 */
	public Path get(int index) {
		return this.paths.get(index);
	}

	/**
	 * Finds a path.
	 * @param address the peer's address
	 * @return the path, or {@code null}
	 */
	public @Nullable Path find(SctpAddress address) {
		for (int i = 0; i < this.paths.size(); i++) {
			Path path = this.paths.get(i);
			if (path.address().equals(address)) {
				return path;
			}
		}
		return null;
	}

	/**
	 * Returns the peer's addresses.
	 * @return the address of each path
	 */
	public List<SctpAddress> addresses() {
		List<SctpAddress> addresses = new ArrayList<>(this.paths.size());
		for (Path path : this.paths) {
			addresses.add(path.address());
		}
		return addresses;
	}

	/**
	 * Lets paths whose local address has gone leave from another one, if one can reach
	 * the peer.
	 * @param addresses the local addresses there are
	 * @param sources chooses among them
	 */
	public void localAddressesChanged(List<SctpAddress> addresses, SourceAddressSelector sources) {
		for (Path path : this.paths) {
			SctpAddress source = addresses.contains(path.source()) ? null : sources.select(path.address(), addresses);
			if (source != null) {
				path.setSource(source);
			}
		}
	}

	/**
	 * Returns the primary path.
	 * @return the path
	 */
	public Path primary() {
		Path path = this.primary;
		if (path == null) {
			throw new IllegalStateException("An association without a path");
		}
		return path;
	}

	/**
	 * Sets the primary path.
	 * @param path one of the paths
	 */
	public void setPrimary(Path path) {
		this.primary = path;
	}

	/**
	 * Chooses the path for new data: the primary as long as it works and has a source,
	 * otherwise the one that works best; if none is confirmed, one that has a source.
	 * @return the path
	 */
	public Path forNewData() {
		Path path = primary();
		return (path.state() == PathState.ACTIVE && !path.isStranded()) ? path : best(null);
	}

	/**
	 * Chooses the path for data that was lost on another: one other than that, if there
	 * is one that works (§6.4.1).
	 * @param lostOn the path it was sent to
	 * @return the path
	 */
	public Path afterTimeout(Path lostOn) {
		Path path = best(lostOn);
		return (rank(path) <= rank(lostOn) || !lostOn.isConfirmed()) ? path : lostOn;
	}

	private Path best(@Nullable Path except) {
		Path best = null;
		for (int i = 0; i < this.paths.size(); i++) {
			Path path = this.paths.get(i);
			if (path != except && path.isConfirmed() && (best == null || isBetter(path, best))) {
				best = path;
			}
		}
		if (best != null) {
			return best;
		}
		return (except != null) ? except : unconfirmed();
	}

	private Path unconfirmed() {
		for (int i = 0; i < this.paths.size() && primary().isStranded(); i++) {
			if (!this.paths.get(i).isStranded()) {
				return this.paths.get(i);
			}
		}
		return primary();
	}

	private boolean isBetter(Path path, Path other) {
		int rank = rank(path);
		int otherRank = rank(other);
		if (rank != otherRank) {
			return rank < otherRank;
		}
		// RFC 7829 §4.1: of those that failed potentially, the one with the fewest errors
		if (path.errorCount() != other.errorCount()) {
			return path.errorCount() < other.errorCount();
		}
		return path == this.primary;
	}

	private static int rank(Path path) {
		if (path.isStranded()) {
			return STRANDED;
		}
		return switch (path.state()) {
			case ACTIVE -> 0;
			case POTENTIALLY_FAILED -> 1;
			case INACTIVE -> 2;
			case UNCONFIRMED -> 4;
		};
	}

}
