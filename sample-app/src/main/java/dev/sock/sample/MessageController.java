package dev.sock.sample;

import java.util.List;

import dev.sock.spring.core.SctpTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Sends messages and shows those that came in.
 */
@RestController
@RequestMapping("/messages")
class MessageController {

	private final SctpTemplate template;

	private final MessageHistory history;

	private final MessageListeners listeners;

	MessageController(SctpTemplate template, MessageHistory history, MessageListeners listeners) {
		this.template = template;
		this.history = history;
		this.listeners = listeners;
	}

	/** Accepted, not delivered: that the peer has it is told later, by its echo. */
	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	void send(@RequestBody NewMessage message) {
		this.template.to(required("association", message.association()))
			.stream((message.stream() != null) ? message.stream() : 0)
			.ppid((message.ppid() != null) ? message.ppid() : 0)
			.send(required("text", message.text()));
	}

	@GetMapping
	Messages messages() {
		return new Messages(this.history.of("server"), this.history.of("client"),
				new Sink(this.listeners.sinkMessages(), this.listeners.sinkBytes()));
	}

	private static String required(String field, @Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "'" + field + "' is missing or empty");
		}
		return value;
	}

	/** A message to send. */
	record NewMessage(@Nullable String association, @Nullable Integer stream, @Nullable Long ppid,
			@Nullable String text) {
	}

	/** What came in on each side. */
	record Messages(List<ReceivedMessage> server, List<ReceivedMessage> client, Sink sink) {
	}

	/** What the sink has counted. */
	record Sink(long messages, long bytes) {
	}

}
