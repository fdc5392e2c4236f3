package dev.sock.spring.endpoint;

import java.util.Set;

import dev.sock.ConnectOptions;
import dev.sock.SctpEvent;
import dev.sock.SctpOptions;

/**
 * An association to open and to keep open.
 *
 * @param name its name, unique within the endpoint
 * @param connect whom to connect to
 * @param reconnect when to connect again
 * @param failFast whether the application does not start if the first attempt fails
 */
public record AssociationDefinition(String name, ConnectOptions connect, ReconnectPolicy reconnect, boolean failFast) {

	/** Returns the events that are subscribed to. */
	Set<SctpEvent.Kind> events() {
		SctpOptions options = this.connect.options();
		return ((options != null) ? options : SctpOptions.DEFAULT).events();
	}

	/** Returns whom to connect to, with what the endpoint needs. */
	ConnectOptions toConnect() {
		SctpOptions options = this.connect.options();
		return (options != null) ? this.connect.withOptions(EventSubscription.withNeeded(options)) : this.connect;
	}

}
