package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which local addresses the peer knows, and which of them packets may leave from (RFC
 * 5061 §5.3 F1, F2, F4). Only of an association whose addresses can change.
 */
final class OwnAddresses {

	private final Association association;

	private final AssociationContext context;

	private final Set<SctpAddress> leaving = new HashSet<>();

	private List<SctpAddress> known = List.of();

	private boolean tracked;

	OwnAddresses(Association association) {
		this.association = association;
		this.context = association.context;
	}

	/** The peer knows what INIT or INIT ACK has listed, and where packets come from. */
	void start(boolean canChange, List<SctpAddress> listed) {
		this.tracked = canChange;
		this.leaving.clear();
		this.known = List.copyOf(listed);
		add(this.association.paths.primary().source()); // alone, or link-local perhaps
	}

	boolean isTracked() {
		return this.tracked;
	}

	/** Addresses that the peer knows, those that it was asked to forget included. */
	List<SctpAddress> known() {
		return this.known;
	}

	/** Whether the peer knows an address, and was not asked to forget it (F4). */
	boolean isKnown(SctpAddress address) {
		return !this.tracked || (this.known.contains(address) && !this.leaving.contains(address));
	}

	/**
	 * Addresses that packets may leave from: those that the endpoint has, or one that it
	 * gives up but the peer was not told so yet.
	 */
	List<SctpAddress> sources() {
		List<SctpAddress> sources = new ArrayList<>(this.known);
		sources.removeAll(this.leaving);
		List<SctpAddress> staying = new ArrayList<>(sources);
		staying.retainAll(this.context.localAddresses());
		return staying.isEmpty() ? sources : staying;
	}

	/** Whether the peer was asked to forget an address and has not answered. */
	boolean isAnyLeaving() {
		return !this.leaving.isEmpty();
	}

	/** The peer is asked to forget an address. */
	void leave(SctpAddress address) {
		this.leaving.add(address);
	}

	/** The peer has not forgotten it. */
	void stay(SctpAddress address) {
		this.leaving.remove(address);
	}

	void add(SctpAddress address) {
		if (!this.known.contains(address)) {
			List<SctpAddress> more = new ArrayList<>(this.known);
			more.add(address);
			this.known = List.copyOf(more);
		}
	}

	void remove(SctpAddress address) {
		this.leaving.remove(address);
		List<SctpAddress> fewer = new ArrayList<>(this.known);
		fewer.remove(address);
		this.known = List.copyOf(fewer);
	}

	/** The local address that packets to an address of the peer leave from. */
	@Nullable SctpAddress sourceFor(SctpAddress destination) {
		return this.context.sources().select(destination, sources());
	}

	/**
	 * Lets each path leave from where it leaves best. One that there is nothing for that
	 * it may leave from is not used (F4).
	 */
	void chooseSources() {
		for (Path path : this.association.paths.all()) {
			SctpAddress source = sourceFor(path.address());
			if (source != null) {
				path.setSource(source);
			}
			else {
				judge(path);
			}
		}
	}

	/** Lets nothing leave for a path whose source the peer may have forgotten. */
	void judge(Path path) {
		path.setStranded(!isKnown(path.source()));
	}

	/** Where an answer leaves from: where the packet came to, if the peer knows that. */
	Origin answerTo(Origin from) {
		SctpAddress source = isKnown(from.local()) ? null : sourceFor(from.remote());
		return (source != null)
				? new Origin(source, from.localPort(), from.remote(), from.remoteUdpPort(), from.remotePort()) : from;
	}

}
