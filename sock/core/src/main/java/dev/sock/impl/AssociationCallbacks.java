package dev.sock.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.StreamDirection;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Makes events, messages and log lines of what a transport tells of one association.
 */
final class AssociationCallbacks implements AssociationListener {

	private final DefaultAssociation association;

	private final DefaultEndpoint endpoint;

	private final @Nullable ConnectAttempt attempt;

	private boolean up;

	AssociationCallbacks(DefaultAssociation association, @Nullable ConnectAttempt attempt) {
		this.association = association;
		this.endpoint = association.endpoint();
		this.attempt = attempt;
	}

	@Override
	public void stateChanged(AssociationState state) {
		// Established is when the streams are known, too.
		if (this.up || state != AssociationState.ESTABLISHED) {
			this.association.state(state);
		}
		if (this.attempt != null && state == AssociationState.COOKIE_WAIT) {
			this.attempt.underWay();
		}
		Logs.guarded(() -> Logs.ASSOCIATION.debug("Association '{}' of endpoint '{}': state {}",
				this.association.name(), this.endpoint.name(), state));
	}

	@Override
	public void established(int outboundStreams, int inboundStreams, List<SctpAddress> peerAddresses) {
		this.endpoint.calledBack(this.association.inEventLoop());
		this.up = true;
		this.association.streams(outboundStreams, inboundStreams);
		this.association.peerAddresses(peerAddresses);
		this.endpoint.register().addressesChanged(this.association);
		this.association.state(AssociationState.ESTABLISHED);
		Logs.ASSOCIATION.info("Association '{}' of endpoint '{}' is up: peer {}, {} outbound and {} inbound streams",
				this.association.name(), this.endpoint.name(), Names.text(peerAddresses, this.association.peerPort()),
				outboundStreams, inboundStreams);
		this.association.inbox()
			.event(new AssociationChanged(this.association, AssociationChange.COMM_UP, outboundStreams, inboundStreams,
					0, "established"));
		if (this.attempt != null) {
			this.attempt.established();
		}
	}

	@Override
	public void restarted(int outboundStreams, int inboundStreams) {
		this.association.streams(outboundStreams, inboundStreams);
		Logs.ASSOCIATION.info("Association '{}' of endpoint '{}': the peer started anew", this.association.name(),
				this.endpoint.name());
		this.association.inbox()
			.event(new AssociationChanged(this.association, AssociationChange.RESTART, outboundStreams, inboundStreams,
					0, "the peer started anew"));
	}

	@Override
	public void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload) {
		this.association.inbox()
			.message(new SctpMessage(this.association, payload, streamId, streamSequenceNumber, payloadProtocolId, tsn,
					unordered));
	}

	@Override
	public void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last) {
		this.association.inbox()
			.message(new SctpMessage(this.association, payload, streamId, streamSequenceNumber, payloadProtocolId, tsn,
					unordered, first, last));
	}

	@Override
	public void partialDeliveryAborted(int streamId, int streamSequenceNumber) {
		this.association.inbox()
			.event(new SctpEvent.PartialDeliveryAborted(this.association, streamId, streamSequenceNumber));
	}

	@Override
	public void released(long bytes) {
		if (this.association.sender().release(bytes) && this.association.inbox().hasHandler()) {
			this.association.inbox().event(new SctpEvent.Writable(this.association));
		}
	}

	@Override
	public void sendFailed(OutboundMessage message, boolean sent, String reason) {
		failed(message, Reason.ASSOCIATION_LOST, "was not acknowledged", sent, reason);
	}

	@Override
	public void abandoned(OutboundMessage message, boolean sent, String reason) {
		failed(message, Reason.ABANDONED, "was given up", sent, reason);
	}

	private void failed(OutboundMessage message, Reason kind, String what, boolean sent, String reason) {
		Expendable expendable = message.expendable();
		if (expendable != null) {
			expendable.end();
		}
		CompletableFuture<Void> future = message.future();
		if (future != null) {
			future.completeExceptionally(new SctpSendException(kind, sent,
					"A message of " + message.length() + " bytes on association '" + this.association.name()
							+ "' of endpoint '" + this.endpoint.name() + "' " + what + ": " + reason
							+ (sent ? "; the peer may have it" : "; no part of it was sent"),
					null));
		}
		this.association.inbox()
			.event(new SctpEvent.SendFailed(this.association, message.payload(), message.options(), sent, reason));
	}

	@Override
	public void senderDry() {
		if (this.association.inbox().hasHandler()) {
			this.association.inbox().event(new SctpEvent.SenderDry(this.association));
		}
	}

	@Override
	public void pathChanged(SctpAddress address, PathChange change, @Nullable Integer errorCount) {
		if (change == PathChange.ADDED || change == PathChange.REMOVED) {
			List<SctpAddress> addresses = new ArrayList<>(this.association.peerAddresses());
			addresses.remove(address);
			if (change == PathChange.ADDED) {
				addresses.add(address);
			}
			this.association.peerAddresses(addresses);
			this.endpoint.register().addressesChanged(this.association);
		}
		boolean bad = change == PathChange.UNREACHABLE || change == PathChange.POTENTIALLY_FAILED;
		Logs.PATH.atLevel(bad ? Level.WARN : Level.INFO)
			.log("Path {} of association '{}' of endpoint '{}': {}{}", address, this.association.name(),
					this.endpoint.name(), change, (errorCount != null) ? ", error count " + errorCount : "");
		this.association.inbox().event(new SctpEvent.PathChanged(this.association, address, change, errorCount));
	}

	@Override
	public void localAddressesChanged(List<SctpAddress> addresses) {
		Logs.ASSOCIATION.info("Association '{}' of endpoint '{}': the peer knows the local addresses {}",
				this.association.name(), this.endpoint.name(), addresses);
	}

	@Override
	public void remoteError(int errorCode, String description) {
		Logs.ASSOCIATION.debug("Association '{}' of endpoint '{}': the peer reports error {}: {}",
				this.association.name(), this.endpoint.name(), errorCode, description);
		this.association.inbox().event(new SctpEvent.RemoteError(this.association, errorCode, description));
	}

	@Override
	public void shutdownReceived() {
		this.association.inbox().event(new SctpEvent.ShutdownReceived(this.association));
	}

	@Override
	public void adaptationIndicated(long indication) {
		this.association.inbox().event(new SctpEvent.AdaptationIndicated(this.association, indication));
	}

	@Override
	public void streamsReset(StreamDirection direction, List<Integer> streams) {
		Logs.ASSOCIATION.debug("Association '{}' of endpoint '{}': {} streams were reset: {}", this.association.name(),
				this.endpoint.name(), direction, streams.isEmpty() ? "all" : streams);
		this.association.inbox().event(new SctpEvent.StreamsReset(this.association, direction, streams));
	}

	@Override
	public void associationReset(long localTsn, long peerTsn) {
		Logs.ASSOCIATION.debug("Association '{}' of endpoint '{}': all sequence numbers were reset",
				this.association.name(), this.endpoint.name());
		this.association.inbox().event(new SctpEvent.AssociationReset(this.association, localTsn, peerTsn));
	}

	@Override
	public void streamsAdded(int outboundStreams, int inboundStreams) {
		this.association.streams(outboundStreams, inboundStreams);
		Logs.ASSOCIATION.debug("Association '{}' of endpoint '{}' has {} outbound and {} inbound streams now",
				this.association.name(), this.endpoint.name(), outboundStreams, inboundStreams);
		this.association.inbox().event(new SctpEvent.StreamsAdded(this.association, outboundStreams, inboundStreams));
	}

	@Override
	public void terminated(AssociationChange change, int errorCode, boolean refused, String reason,
			AssociationStatus lastStatus) {
		if (!this.association.beginEnd(lastStatus)) {
			return;
		}
		this.endpoint.calledBack(this.association.inEventLoop());
		String why = (this.attempt != null) ? this.attempt.reason(reason) : reason;
		this.endpoint.register().remove(this.association);
		this.association.sendBuffer().close();
		// Whoever wanted to connect hears why it failed, perhaps once for each attempt.
		Level level = (change == AssociationChange.CANNOT_ESTABLISH) ? Level.DEBUG : Level.INFO;
		Logs.guarded(() -> Logs.ASSOCIATION.atLevel(level)
			.log("Association '{}' of endpoint '{}' is down ({}): {}", this.association.name(), this.endpoint.name(),
					change, why));
		AssociationChanged event = new AssociationChanged(this.association, change, this.association.outboundStreams(),
				this.association.inboundStreams(), errorCode, why);
		try {
			this.association.inbox().event(event);
			this.association.inbox().end();
		}
		finally {
			if (this.attempt != null) {
				this.attempt.terminated(refused, reason);
			}
			this.association.end().complete(event);
			this.endpoint.closer().closeTransportIfUnused();
		}
	}

}
