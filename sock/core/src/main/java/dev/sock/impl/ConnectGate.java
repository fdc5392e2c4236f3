package dev.sock.impl;

import java.util.ArrayList;
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
 * Holds back what a transport tells of an association until
 * {@link dev.sock.spi.TransportEndpoint#connect connect} has returned it: the event loop
 * may be faster than the thread that connects, and must not wait for it.
 */
final class ConnectGate implements AssociationListener {

	private final AssociationListener target;

	/** Guarded by this. */
	private List<Runnable> held = new ArrayList<>();

	private volatile boolean open;

	ConnectGate(AssociationListener target) {
		this.target = target;
	}

	/**
	 * Passes on what was held back, in order, and everything that comes from now on.
	 */
	void open() {
		while (true) {
			List<Runnable> calls;
			synchronized (this) {
				if (this.held.isEmpty()) {
					this.open = true;
					return;
				}
				calls = this.held;
				this.held = new ArrayList<>();
			}
			calls.forEach(Runnable::run);
		}
	}

	private void pass(Runnable call) {
		if (!this.open) {
			synchronized (this) {
				if (!this.open) {
					this.held.add(call);
					return;
				}
			}
		}
		call.run();
	}

	@Override
	public void stateChanged(AssociationState state) {
		pass(() -> this.target.stateChanged(state));
	}

	@Override
	public void established(int outboundStreams, int inboundStreams, List<SctpAddress> peerAddresses) {
		pass(() -> this.target.established(outboundStreams, inboundStreams, peerAddresses));
	}

	@Override
	public void restarted(int outboundStreams, int inboundStreams) {
		pass(() -> this.target.restarted(outboundStreams, inboundStreams));
	}

	@Override
	public void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload) {
		if (this.open) {
			this.target.message(streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload);
		}
		else {
			pass(() -> this.target.message(streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload));
		}
	}

	@Override
	public void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last) {
		pass(() -> this.target.messagePart(streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload,
				first, last));
	}

	@Override
	public void partialDeliveryAborted(int streamId, int streamSequenceNumber) {
		pass(() -> this.target.partialDeliveryAborted(streamId, streamSequenceNumber));
	}

	@Override
	public void released(long bytes) {
		if (this.open) {
			this.target.released(bytes);
		}
		else {
			pass(() -> this.target.released(bytes));
		}
	}

	@Override
	public void sendFailed(OutboundMessage message, boolean sent, String reason) {
		pass(() -> this.target.sendFailed(message, sent, reason));
	}

	@Override
	public void abandoned(OutboundMessage message, boolean sent, String reason) {
		pass(() -> this.target.abandoned(message, sent, reason));
	}

	@Override
	public void senderDry() {
		pass(this.target::senderDry);
	}

	@Override
	public void pathChanged(SctpAddress address, PathChange change, @Nullable Integer errorCount) {
		pass(() -> this.target.pathChanged(address, change, errorCount));
	}

	@Override
	public void localAddressesChanged(List<SctpAddress> addresses) {
		pass(() -> this.target.localAddressesChanged(addresses));
	}

	@Override
	public void remoteError(int errorCode, String description) {
		pass(() -> this.target.remoteError(errorCode, description));
	}

	@Override
	public void shutdownReceived() {
		pass(this.target::shutdownReceived);
	}

	@Override
	public void adaptationIndicated(long indication) {
		pass(() -> this.target.adaptationIndicated(indication));
	}

	@Override
	public void streamsReset(StreamDirection direction, List<Integer> streams) {
		pass(() -> this.target.streamsReset(direction, streams));
	}

	@Override
	public void associationReset(long localTsn, long peerTsn) {
		pass(() -> this.target.associationReset(localTsn, peerTsn));
	}

	@Override
	public void streamsAdded(int outboundStreams, int inboundStreams) {
		pass(() -> this.target.streamsAdded(outboundStreams, inboundStreams));
	}

	@Override
	public void terminated(AssociationChange change, int errorCode, boolean refused, String reason,
			AssociationStatus lastStatus) {
		pass(() -> this.target.terminated(change, errorCode, refused, reason, lastStatus));
	}

}
