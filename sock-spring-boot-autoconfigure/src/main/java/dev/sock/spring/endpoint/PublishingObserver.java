package dev.sock.spring.endpoint;

import dev.sock.SctpEvent;
import dev.sock.spring.event.SctpApplicationEvent;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes events as application events.
 */
public final class PublishingObserver implements SctpEndpointObserver {

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates the observer.
	 * @param publisher takes the events
	 */
	public PublishingObserver(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(SctpEvent event) {
		if (!(event instanceof SctpEvent.SenderDry)) {
			this.publisher.publishEvent(new SctpApplicationEvent<>(event));
		}
	}

}
