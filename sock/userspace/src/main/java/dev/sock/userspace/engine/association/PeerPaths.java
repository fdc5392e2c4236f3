package dev.sock.userspace.engine.association;

import dev.sock.PathState;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.PathChange;
import dev.sock.userspace.engine.path.Path;

/**
 * Adds and removes paths of an association that is up (RFC 5061 §5.3 F12 to F14). No
 * message is lost by it: what was sent to an address that goes is sent to another.
 */
final class PeerPaths {

	private final Association association;

	PeerPaths(Association association) {
		this.association = association;
	}

	/**
	 * Adds a path, which only heartbeats use until they have shown whose address it is.
	 * @return whether there can be one: no other association has the address, and a local
	 * address reaches it
	 */
	boolean add(SctpAddress address, Origin from, long nowNanos) {
		Association a = this.association;
		SctpAddress source = a.addresses.own.sourceFor(address);
		if (source == null) { // for the time being, until the peer knows another one
			source = a.context.sources().select(address, a.addresses.own.known());
		}
		if (source == null || a.isOthers(address)) {
			return false;
		}
		int udpPort = address.equals(from.remote()) ? from.remoteUdpPort() : a.paths.primary().remoteUdpPort();
		Path path = new Path(address, source, udpPort, a.options());
		a.addresses.own.judge(path);
		a.paths.add(path);
		a.context.register(a);
		a.listener().pathChanged(address, PathChange.ADDED, 0);
		if (PathSupervisor.sendsHeartbeats(a.state()) || !a.paths.forNewData().isConfirmed()) {
			a.supervisor.added(path, nowNanos);
		}
		return true;
	}

	/** Removes a path, which is not the last. */
	void remove(Path path, long nowNanos) {
		Association a = this.association;
		boolean primary = path == a.paths.primary();
		a.context.unregister(a);
		a.paths.remove(path);
		a.context.register(a);
		path.heartbeat().stop();
		path.setState(PathState.INACTIVE);
		Path next = a.paths.forNewData();
		a.outbound.pathRemoved(path, next, nowNanos);
		a.pathRemoved(path, nowNanos);
		if (primary) {
			a.paths.setPrimary(next);
			a.listener().pathChanged(next.address(), PathChange.MADE_PRIMARY, next.errorCount());
		}
		a.listener().pathChanged(path.address(), PathChange.REMOVED, path.errorCount());
	}

}
