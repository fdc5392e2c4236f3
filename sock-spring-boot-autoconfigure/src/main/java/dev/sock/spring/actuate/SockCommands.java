package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpException;
import dev.sock.SctpPath;
import dev.sock.spring.actuate.SockOperationException.Reason;
import dev.sock.spring.endpoint.ManagedEndpoint;
import dev.sock.spring.endpoint.SctpEndpoints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final String REASON = "by the operator";

	void endpoint(String name, EndpointAction action) {
		if (this.named.find(name).isEmpty()) {
			throw new SockOperationException(Reason.UNKNOWN_NAME, "Properties name no endpoint '" + name
					+ "'; use one of " + this.named.all().stream().map(ManagedEndpoint::name).toList());
		}
		logger.info("Endpoint '{}': {} asked for by the operator", name, action);
		try {
			switch (action) {
				case START -> this.named.start(name);
				case STOP -> this.named.stop(name, this.timeout);
			}
		}
		catch (IllegalStateException ex) {
			throw new SockOperationException(Reason.CONFLICT, ex);
		}
	}

	void association(String endpoint, String name, AssociationAction action, @Nullable String address) {
		ManagedEndpoint managed = this.named.find(endpoint).orElse(null);
		SctpAssociation live = live(endpoint, name).orElse(null);
		boolean known = live != null || (managed != null && managed.associations().containsKey(name));
		if (!known) {
			throw new SockOperationException(Reason.UNKNOWN_NAME,
					"There is no association '" + name + "' of an endpoint '" + endpoint + "'");
		}
		logger.info("Association '{}' of endpoint '{}': {} asked for by the operator", name, endpoint, action);
		switch (action) {
			case CONNECT -> connect(managed, name);
			case SHUTDOWN -> end(managed, name, live, SctpAssociation::shutdown);
			case ABORT -> end(managed, name, live, (association) -> association.abort(REASON));
			case SET_PRIMARY -> setPrimary(live, address);
		}
	}

	private Optional<SctpAssociation> live(String endpoint, String name) {
		return this.open.get()
			.stream()
			.filter((opened) -> opened.name().equals(endpoint))
			.findFirst()
			.flatMap((opened) -> opened.association(name));
	}

	private static void connect(@Nullable ManagedEndpoint managed, String name) {
		if (managed == null || !managed.associations().containsKey(name)) {
			throw new SockOperationException(Reason.CONFLICT,
					"Association '" + name + "' was not opened from here: only its peer can connect it again");
		}
		if (!managed.connect(name)) {
			throw new SockOperationException(Reason.CONFLICT,
					"Endpoint '" + managed.name() + "' is stopped: start it first");
		}
	}

	private static void end(@Nullable ManagedEndpoint managed, String name, @Nullable SctpAssociation live,
			Consumer<SctpAssociation> how) {
		if (managed != null) {
			managed.end(name, how, "ended " + REASON);
		}
		else if (live != null) {
			how.accept(live);
		}
	}

	private static void setPrimary(@Nullable SctpAssociation live, @Nullable String address) {
		if (live == null) {
			throw new SockOperationException(Reason.CONFLICT, "The association is down");
		}
		if (address == null) {
			throw new SockOperationException(Reason.INVALID_ARGUMENT,
					"'address' is missing; use one of " + live.peerAddresses());
		}
		SctpAddress parsed = SctpAddress.parse(address);
		SctpPath path = live.paths()
			.stream()
			.filter((each) -> each.address().equals(parsed))
			.findFirst()
			.orElseThrow(() -> new SockOperationException(Reason.INVALID_ARGUMENT, "'address' is " + address
					+ ", which is no address of the peer; use one of " + live.peerAddresses()));
		try {
			path.makePrimary();
		}
		catch (SctpException ex) {
			throw new SockOperationException(Reason.CONFLICT, ex);
		}
	}

}
