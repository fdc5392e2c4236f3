package dev.sock.userspace.engine;

import java.nio.ByteBuffer;

import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.EndpointListener.IncomingAssociation;
import org.jspecify.annotations.Nullable;

/** Stub: only the surface. */
public final class EndpointEngine {

	public EndpointEngine(EngineConfig config, AcceptHandler acceptHandler, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public AssociationEngine connect(ConnectTarget target, AssociationListener listener, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Handles one SCTP packet (position..limit of the buffer), which must not be kept.
	 */
	public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos) {
		throw new UnsupportedOperationException();
	}

	/** Runs the timers that are due. */
	public void advanceTo(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	/**
	 * When to call advanceTo next; Long.MAX_VALUE for never. May be early, never late.
	 */
	public long nextDeadlineNanos() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Writes every packet that may leave now. Call after each batch of receive, commands
	 * and advanceTo. Returns false if the sink took not everything.
	 */
	public boolean flush(PacketSink sink, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public EndpointStatistics statistics() {
		throw new UnsupportedOperationException();
	}

	/** Associations that are not CLOSED. */
	public int associationCount() {
		throw new UnsupportedOperationException();
	}

	/** Aborts every association; flush afterwards. */
	public void abortAll(String reason, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	/** Asked when a valid COOKIE ECHO came; null refuses. */
	@FunctionalInterface
	public interface AcceptHandler {

		@Nullable AssociationListener accept(IncomingAssociation request, AssociationEngine association);

	}

}
