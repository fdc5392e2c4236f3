package dev.sock.userspace.udp;

import java.util.List;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.StreamDirection;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an engine and the core's listener, so that nothing that a listener
 * throws reaches the engine.
 */
final class GuardedListener implements AssociationListener {

	private final UdpAssociation association;

	private final AssociationListener target;

	GuardedListener(UdpAssociation association, AssociationListener target) {
		this.association = association;
		this.target = target;
	}

	@Override
	public void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload) {
		// Without a lambda: it would be one object for each message.
		try {
			this.target.message(streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload);
		}
		catch (Throwable ex) {
			this.association.listenerFailed("message", ex);
		}
	}

	@Override
	public void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last) {
		guard("messagePart", () -> this.target.messagePart(streamId, streamSequenceNumber, payloadProtocolId, tsn,
				unordered, payload, first, last));
	}

	@Override
	public void partialDeliveryAborted(int streamId, int streamSequenceNumber) {
		guard("partialDeliveryAborted", () -> this.target.partialDeliveryAborted(streamId, streamSequenceNumber));
	}

	@Override
	public void released(long bytes) {
		try {
			this.target.released(bytes);
		}
		catch (Throwable ex) {
			this.association.listenerFailed("released", ex);
		}
	}

	@Override
	public void senderDry() {
		try {
			this.target.senderDry();
		}
		catch (Throwable ex) {
			this.association.listenerFailed("senderDry", ex);
		}
	}

	@Override
	public void stateChanged(AssociationState state) {
		guard("stateChanged", () -> this.target.stateChanged(state));
	}

	@Override
	public void established(int outboundStreams, int inboundStreams, List<SctpAddress> peerAddresses) {
		guard("established", () -> {
			this.association.refresh();
			this.target.established(outboundStreams, inboundStreams, peerAddresses);
		});
	}

	@Override
	public void restarted(int outboundStreams, int inboundStreams) {
		guard("restarted", () -> {
			this.association.refresh();
			this.target.restarted(outboundStreams, inboundStreams);
		});
	}

	@Override
	public void sendFailed(OutboundMessage message, boolean sent, String reason) {
		guard("sendFailed", () -> this.target.sendFailed(message, sent, reason));
	}

	@Override
	public void abandoned(OutboundMessage message, boolean sent, String reason) {
		guard("abandoned", () -> this.target.abandoned(message, sent, reason));
	}

	@Override
	public void pathChanged(SctpAddress address, PathChange change, @Nullable Integer errorCount) {
		guard("pathChanged", () -> this.target.pathChanged(address, change, errorCount));
	}

	@Override
	public void localAddressesChanged(List<SctpAddress> addresses) {
		guard("localAddressesChanged", () -> {
			this.association.refresh();
			this.target.localAddressesChanged(addresses);
		});
	}

	@Override
	public void remoteError(int errorCode, String description) {
		guard("remoteError", () -> this.target.remoteError(errorCode, description));
	}

	@Override
	public void shutdownReceived() {
		guard("shutdownReceived", this.target::shutdownReceived);
	}

	@Override
	public void adaptationIndicated(long indication) {
		guard("adaptationIndicated", () -> this.target.adaptationIndicated(indication));
	}

	@Override
	public void streamsReset(StreamDirection direction, List<Integer> streams) {
		guard("streamsReset", () -> this.target.streamsReset(direction, streams));
	}

	@Override
	public void associationReset(long localTsn, long peerTsn) {
		guard("associationReset", () -> this.target.associationReset(localTsn, peerTsn));
	}

	@Override
	public void streamsAdded(int outboundStreams, int inboundStreams) {
		guard("streamsAdded", () -> this.target.streamsAdded(outboundStreams, inboundStreams));
	}

	@Override
	public void terminated(AssociationChange change, int errorCode, boolean refused, String reason,
			AssociationStatus lastStatus) {
		this.association.ended(lastStatus);
		guard("terminated", () -> this.target.terminated(change, errorCode, refused, reason, lastStatus));
	}

	private void guard(String call, Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			this.association.listenerFailed(call, ex);
		}
	}

}
