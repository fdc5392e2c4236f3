package dev.sock.spring.listener;

import dev.sock.SctpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failure and leaves it at that. This is the default.
 */
public final class LoggingErrorHandler implements SctpListenerErrorHandler, SctpMessageRecoverer {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	@Override
	public void handle(Throwable failure, FailedDelivery delivery) {
		if (delivery.messages().size() == 1) {
			recover(delivery.message(), failure, delivery.container());
			return;
		}
		logger.error("Listener {} failed for a batch of {} messages of association '{}' on endpoint '{}'",
				delivery.container().description(), delivery.messages().size(), delivery.message().association().name(),
				delivery.container().endpointName(), failure);
	}

	@Override
	public void recover(SctpMessage message, Throwable failure, SctpListenerContainer container) {
		logger.error("Listener {} failed for a message of association '{}' on endpoint '{}' (stream {}, ppid {})",
				container.description(), message.association().name(), container.endpointName(), message.streamId(),
				message.payloadProtocolId(), failure);
	}

}
