package dev.sock.userspace.engine.association;

import dev.sock.userspace.engine.rx.MessageReceiver;

/**
 * Hands messages to whoever listens to the association then.
 */
final class Delivery implements MessageReceiver {

	private final Association association;

	Delivery(Association association) {
		this.association = association;
	}

	@Override
	public void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload) {
		this.association.listener().message(streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload);
	}

	@Override
	public void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last) {
		this.association.listener()
			.messagePart(streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, payload, first, last);
	}

	@Override
	public void partialDeliveryAborted(int streamId, int streamSequenceNumber) {
		this.association.listener().partialDeliveryAborted(streamId, streamSequenceNumber);
	}

}
