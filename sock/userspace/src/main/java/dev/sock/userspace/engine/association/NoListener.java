package dev.sock.userspace.engine.association;

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
 * Stands in until an association that is being accepted has its listener.
 */
enum NoListener implements AssociationListener {

	INSTANCE;

	@Override
	public void stateChanged(AssociationState state) {
	}

	@Override
	public void established(int outboundStreams, int inboundStreams, List<SctpAddress> peerAddresses) {
	}

	@Override
	public void restarted(int outboundStreams, int inboundStreams) {
	}

	@Override
	public void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload) {
	}

	@Override
	public void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last) {
	}

	@Override
	public void partialDeliveryAborted(int streamId, int streamSequenceNumber) {
	}

	@Override
	public void released(long bytes) {
	}

	@Override
	public void abandoned(OutboundMessage message, boolean sent, String reason) {
	}

	@Override
	public void sendFailed(OutboundMessage message, boolean sent, String reason) {
	}

	@Override
	public void senderDry() {
	}

	@Override
	public void pathChanged(SctpAddress address, PathChange change, @Nullable Integer errorCount) {
	}

	@Override
	public void localAddressesChanged(List<SctpAddress> addresses) {
	}

	@Override
	public void remoteError(int errorCode, String description) {
	}

	@Override
	public void shutdownReceived() {
	}

	@Override
	public void adaptationIndicated(long indication) {
	}

	@Override
	public void streamsReset(StreamDirection direction, List<Integer> streams) {
	}

	@Override
	public void associationReset(long localTsn, long peerTsn) {
	}

	@Override
	public void streamsAdded(int outboundStreams, int inboundStreams) {
	}

	@Override
	public void terminated(AssociationChange change, int errorCode, boolean refused, String reason,
			AssociationStatus lastStatus) {
	}

}
