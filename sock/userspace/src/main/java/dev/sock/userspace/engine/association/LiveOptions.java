package dev.sock.userspace.engine.association;

import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.spi.OptionChange;
import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.PathSettings;
import org.jspecify.annotations.Nullable;

/**
 * Options of an association while it lives: reads them, and changes them where they are
 * used.
 */
public final class LiveOptions {

	private final Association association;

	LiveOptions(Association association) {
		this.association = association;
	}

	/**
	 * Returns what is in force.
	 * @return the options
	 */
	public SctpOptions inForce() {
		return this.association.options()
			.toBuilder()
			.receiveBuffer((int) this.association.receiveWindow.limit())
			.build();
	}

	/**
	 * Changes options.
	 * @param change what to change
	 * @param nowNanos the time
	 */
	public void change(OptionChange change, long nowNanos) {
		Association a = this.association;
		SctpOptions options = change.applyTo(a.options());
		a.setOptions(options);
		a.outbound.sender.setOptions(options);
		a.handshake.setOptions(options);
		for (Path path : a.paths.all()) {
			if (change.changes(SctpOptions::rto)) {
				path.setRto(options.rto());
			}
			change(path, path.settings().with(change), nowNanos);
		}
		a.sackPolicy.setFrequency(options.sackFrequency());
		a.inboundData.setMaxMessageSize(options.maxMessageSize());
		a.inboundData.setPartialDeliveryPoint(options.partialDeliveryPoint());
		if (change.changes(SctpOptions::receiveBuffer)) {
			a.receiveWindow.setLimit(Math.min(options.receiveBuffer(), a.context.maxReceiveWindow()));
			a.sackPolicy.acknowledgeNow();
		}
		if (change.changes(SctpOptions::autoclose)) {
			a.autoclose.start(nowNanos);
		}
		a.context.changed(a);
	}

	private void change(Path path, PathSettings settings, long nowNanos) {
		long interval = path.settings().heartbeatInterval();
		path.setSettings(settings);
		if (settings.heartbeatInterval() != interval) {
			this.association.supervisor.intervalChanged(path, nowNanos);
		}
	}

	/**
	 * Returns the parameters of a path.
	 * @param address an address of the peer
	 * @return the parameters, or {@code null} if there is no such path
	 */
	public @Nullable PathParameters parameters(SctpAddress address) {
		Path path = this.association.paths.find(address);
		return (path != null) ? path.settings().toParameters() : null;
	}

	/**
	 * Changes the parameters of a path.
	 * @param address an address of the peer
	 * @param parameters what to change
	 * @param nowNanos the time
	 * @return whether there is such a path
	 */
	public boolean change(SctpAddress address, PathParameters parameters, long nowNanos) {
		Path path = this.association.paths.find(address);
		if (path == null) {
			return false;
		}
		change(path, path.settings().with(parameters), nowNanos);
		this.association.context.changed(this.association);
		return true;
	}

	/**
	 * Sends a heartbeat.
	 * @param address an address of the peer
	 * @param nowNanos the time
	 * @return whether there is such a path and heartbeats can be sent there
	 */
	public boolean requestHeartbeat(SctpAddress address, long nowNanos) {
		Path path = this.association.paths.find(address);
		if (path == null || path.isStranded() || !PathSupervisor.sendsHeartbeats(this.association.state())) {
			return false;
		}
		this.association.supervisor.sendHeartbeat(path, nowNanos);
		this.association.context.changed(this.association);
		return true;
	}

	/**
	 * Returns how long a message may be.
	 * @return payload bytes: what fits one packet to each path if messages are not
	 * fragmented
	 */
	public int messageLimit() {
		SctpOptions options = this.association.options();
		int limit = Integer.MAX_VALUE;
		if (options.disableFragments()) {
			for (Path path : this.association.paths.all()) {
				limit = Math.min(limit, fragmentationPoint(path, options));
			}
		}
		return limit;
	}

	/** Payload bytes that fit a packet in one DATA chunk. */
	static int fragmentationPoint(Path path, SctpOptions options) {
		int room = path.maxDataChunkSize() - DataChunkView.HEADER_SIZE;
		return (options.maxSegment() > 0) ? Math.min(room, options.maxSegment()) : room;
	}

}
