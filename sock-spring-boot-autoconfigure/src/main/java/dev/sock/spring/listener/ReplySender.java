package dev.sock.spring.listener;

import java.util.function.Function;

import dev.sock.SctpAssociation;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.spring.core.HeaderOptions;
import dev.sock.spring.core.SctpOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Sends what a listener method has returned: to the sender, on the same stream with the
 * same payload protocol identifier; or to another association, with its default send
 * options and the identifier of the request.
 *
 * @param operations sends
 * @param associations finds an association by name
 * @param destination names the association to send to
 */
record ReplySender(SctpOperations operations, Function<String, SctpAssociation> associations,
		ReplyDestination destination) {

	void send(Object reply, SctpMessage request) {
		SctpAssociation association = request.association();
		SendOptions options = request.replyOptions();
		@Nullable String name = this.destination.associationName(request, reply);
		if (name != null) {
			association = this.associations.apply(name);
			options = association.defaultSend().withPayloadProtocolId(request.payloadProtocolId());
		}
		Object payload = reply;
		if (reply instanceof Message<?> message) {
			options = HeaderOptions.apply(message.getHeaders(), options);
			payload = message.getPayload();
		}
		this.operations.convertAndSend(association, payload, options);
	}

}
