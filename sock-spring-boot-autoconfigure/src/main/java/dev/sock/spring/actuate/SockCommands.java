package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpException;
import dev.sock.SctpPath;
import dev.sock.spring.endpoint.ManagedEndpoint;
import dev.sock.spring.endpoint.SctpEndpoints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Does what an operator asks for, and says so in the log.
 *
 * @param open gives every open endpoint
 * @param named endpoints that properties name
 * @param timeout how long listeners, and then associations, may take when an endpoint is
 * stopped
 */
record SockCommands(Supplier<? extends Collection<SctpEndpoint>> open, SctpEndpoints named, Duration timeout) {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.endpoint");

	private static final int CONFLICT = 409;

	private static final String REASON = "by the operator";

	WebEndpointResponse<?> endpoint(String name, EndpointAction action, Supplier<@Nullable EndpointDescriptor> after) {
		if (this.named.find(name).isEmpty()) {
			return notFound();
		}
		logger.info("Endpoint '{}': {} asked for by the operator", name, action);
		try {
			switch (action) {
				case START -> this.named.start(name);
				case STOP -> this.named.stop(name, this.timeout);
			}
		}
		catch (IllegalStateException ex) {
			return problem(CONFLICT, ex);
		}
		return new WebEndpointResponse<>(after.get());
	}

	WebEndpointResponse<?> association(String endpoint, String name, AssociationAction action,
			@Nullable String address) {
		ManagedEndpoint managed = this.named.find(endpoint).orElse(null);
		SctpAssociation live = live(endpoint, name).orElse(null);
		boolean known = live != null || (managed != null && managed.associations().containsKey(name));
		if (!known) {
			return notFound();
		}
		logger.info("Association '{}' of endpoint '{}': {} asked for by the operator", name, endpoint, action);
		return switch (action) {
			case CONNECT -> connect(managed, name);
			case SHUTDOWN -> end(managed, name, live, SctpAssociation::shutdown);
			case ABORT -> end(managed, name, live, (association) -> association.abort(REASON));
			case SET_PRIMARY -> setPrimary(live, address);
		};
	}

	private Optional<SctpAssociation> live(String endpoint, String name) {
		return this.open.get()
			.stream()
			.filter((opened) -> opened.name().equals(endpoint))
			.findFirst()
			.flatMap((opened) -> opened.association(name));
	}

	private static WebEndpointResponse<?> connect(@Nullable ManagedEndpoint managed, String name) {
		if (managed == null || !managed.associations().containsKey(name)) {
			return problem(CONFLICT,
					"Association '" + name + "' was not opened from here: only its peer can connect it again");
		}
		return managed.connect(name) ? done()
				: problem(CONFLICT, "Endpoint '" + managed.name() + "' is stopped: start it first");
	}

	private static WebEndpointResponse<?> end(@Nullable ManagedEndpoint managed, String name,
			@Nullable SctpAssociation live, Consumer<SctpAssociation> how) {
		if (managed != null) {
			managed.end(name, how, "ended " + REASON);
		}
		else if (live != null) {
			how.accept(live);
		}
		return done();
	}

	private static WebEndpointResponse<?> setPrimary(@Nullable SctpAssociation live, @Nullable String address) {
		if (live == null) {
			return problem(CONFLICT, "The association is down");
		}
		if (address == null) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST,
					"'address' is missing; use one of " + live.peerAddresses());
		}
		SctpAddress parsed = SctpAddress.parse(address);
		for (SctpPath path : live.paths()) {
			if (path.address().equals(parsed)) {
				try {
					path.makePrimary();
					return done();
				}
				catch (SctpException ex) {
					return problem(CONFLICT, ex);
				}
			}
		}
		return problem(WebEndpointResponse.STATUS_BAD_REQUEST,
				"'address' is " + address + ", which is no address of the peer; use one of " + live.peerAddresses());
	}

	private static WebEndpointResponse<?> done() {
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	private static WebEndpointResponse<?> notFound() {
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static WebEndpointResponse<?> problem(int status, RuntimeException cause) {
		return problem(status, String.valueOf(cause.getMessage()));
	}

	private static WebEndpointResponse<?> problem(int status, String problem) {
		return new WebEndpointResponse<>(Map.of("problem", problem), status);
	}

}
