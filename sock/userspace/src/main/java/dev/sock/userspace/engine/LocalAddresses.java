package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAddressException.Reason;
import dev.sock.userspace.engine.association.AddressChanges;
import dev.sock.userspace.engine.association.AddressOutcome;
import dev.sock.userspace.engine.association.Association;
import org.jspecify.annotations.Nullable;

/**
 * The local addresses of an endpoint. When one comes or goes, associations whose peers
 * support that tell them (RFC 5061); others use or avoid it on their own.
 */
public final class LocalAddresses {

	private final AssociationTable table;

	private List<SctpAddress> addresses;

	private boolean listed;

	LocalAddresses(AssociationTable table, List<SctpAddress> addresses, boolean listed) {
		this.table = table;
		this.addresses = addresses;
		this.listed = listed;
	}

	List<SctpAddress> all() {
		return this.addresses;
	}

	/** Whether INIT and INIT ACK list them. */
	boolean areListed() {
		return this.listed;
	}

	void changed(List<SctpAddress> now) {
		this.addresses = List.copyOf(now);
		socketClosed();
	}

	/**
	 * A socket was closed: what leaves from its address leaves from another.
	 */
	public void socketClosed() {
		this.table.copy().forEach((association) -> association.addressChanges().localAddressesChanged());
	}

	/**
	 * Adds an address, and tells every peer that supports it.
	 * @param address an address with a socket
	 * @param nowListed whether INIT and INIT ACK list the addresses from now on
	 * @param outcome hears once all peers have answered
	 */
	public void add(SctpAddress address, boolean nowListed, AddressOutcome outcome) {
		if (!this.addresses.contains(address)) {
			List<SctpAddress> more = new ArrayList<>(this.addresses);
			more.add(address);
			this.addresses = List.copyOf(more);
		}
		this.listed = nowListed;
		tell(outcome, (changes, each) -> changes.add(address, each));
	}

	/**
	 * Removes an address, and tells every peer that supports it. Its socket has to stay
	 * until they have answered (§5.3 F4).
	 * @param address an address
	 * @param nowListed whether INIT and INIT ACK list the addresses from now on
	 * @param outcome hears once all peers have answered
	 */
	public void remove(SctpAddress address, boolean nowListed, AddressOutcome outcome) {
		List<SctpAddress> fewer = new ArrayList<>(this.addresses);
		fewer.remove(address);
		this.addresses = List.copyOf(fewer);
		this.listed = nowListed;
		for (Association association : this.table.copy()) {
			if (!association.addressChanges().arePossible()) {
				association.addressChanges().localAddressesChanged();
			}
		}
		tell(outcome, (changes, each) -> changes.remove(address, each));
	}

	private void tell(AddressOutcome outcome, BiConsumer<AddressChanges, AddressOutcome> request) {
		List<Association> told = this.table.copy()
			.stream()
			.filter((association) -> association.addressChanges().arePossible() && !association.isOpening())
			.toList();
		Answers answers = new Answers(told.size() + 1, outcome);
		told.forEach((association) -> request.accept(association.addressChanges(), answers));
		answers.done(null);
	}

	/** Waits for the last answer. One association that ends meanwhile is no failure. */
	private static final class Answers implements AddressOutcome {

		private final AddressOutcome target;

		private int missing;

		private @Nullable SctpAddressException failure;

		Answers(int missing, AddressOutcome target) {
			this.missing = missing;
			this.target = target;
		}

		@Override
		public void done(@Nullable SctpAddressException why) {
			if (why != null && why.reason() != Reason.CLOSED && this.failure == null) {
				this.failure = why;
			}
			if (--this.missing == 0) {
				this.target.done(this.failure);
			}
		}

	}

}
