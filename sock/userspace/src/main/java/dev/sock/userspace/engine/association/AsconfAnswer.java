package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;

import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.ErrorCauseIndicationParameter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.SuccessIndicationParameter;
import org.jspecify.annotations.Nullable;

/**
 * Collects what became of the requests of an ASCONF (RFC 5061 §5.2 V2, V3). While all are
 * granted nothing needs to be said; after one that was refused each success has to be
 * told (§5.1 A7).
 */
final class AsconfAnswer {

	private final List<Parameter> responses = new ArrayList<>(0);

	private int room;

	AsconfAnswer(int room) {
		this.room = room;
	}

	/**
	 * A request was seen to.
	 * @param cause why it was refused, or {@code null}
	 */
	void add(int correlationId, @Nullable ErrorCause cause) {
		if (cause != null) {
			add(new ErrorCauseIndicationParameter(correlationId, List.of(cause)));
		}
		else if (!this.responses.isEmpty()) {
			add(new SuccessIndicationParameter(correlationId));
		}
	}

	/**
	 * Without a response a later request counts as refused, so the rest may be missing.
	 */
	private void add(Parameter response) {
		int size = (response.encodedLength() + 3) & ~3;
		if (size <= this.room) {
			this.room -= size;
			this.responses.add(response);
		}
		else if (!this.responses.isEmpty()) {
			this.room = 0;
		}
	}

	List<Parameter> responses() {
		return this.responses;
	}

}
