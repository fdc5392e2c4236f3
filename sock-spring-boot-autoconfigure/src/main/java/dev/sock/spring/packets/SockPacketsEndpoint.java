package dev.sock.spring.packets;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * Actuator endpoint that logs packets and gives them as pcapng. Nobody has access by
 * default, since packets can hold what is confidential; payload is not kept unless it is
 * asked for.
 */
@WebEndpoint(id = "sockpackets", defaultAccess = Access.NONE)
public final class SockPacketsEndpoint {

	/** The media type of what a log is given as. */
	public static final String PCAPNG = "application/x-pcapng";

	private static final int CONFLICT = 409;

	private static final DataSize DEFAULT_SIZE = DataSize.ofMegabytes(8);

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.endpoint");

	private final PacketLogs logs;

	/**
	 * Creates the actuator endpoint.
	 * @param logs keeps the logs
	 */
	public SockPacketsEndpoint(PacketLogs logs) {
		this.logs = logs;
	}

	/**
	 * Shows all logs, without packets.
	 * @return the logs
	 */
	@ReadOperation
	public SockPacketsDescriptor logs() {
		Map<String, PacketLogDescriptor> shown = new LinkedHashMap<>();
		this.logs.all().forEach((name, log) -> shown.put(name, PacketLogDescriptor.of(log)));
		return new SockPacketsDescriptor(shown, PacketLogs.MAX_BYTES);
	}

	/**
	 * Gives the log of an endpoint.
	 * @param endpoint its name
	 * @return the packets as pcapng, or {@code null} if there is no such log
	 */
	@ReadOperation(produces = PCAPNG)
	public @Nullable Resource packets(@Selector String endpoint) {
		return read(endpoint, null);
	}

	/**
	 * Gives the log of an association.
	 * @param endpoint name of its endpoint
	 * @param association its name
	 * @return the packets as pcapng, or {@code null} if there is no such log
	 */
	@ReadOperation(produces = PCAPNG)
	public @Nullable Resource packets(@Selector String endpoint, @Selector String association) {
		return read(endpoint, association);
	}

	private @Nullable Resource read(String endpoint, @Nullable String association) {
		return this.logs.find(endpoint, association)
			.map((log) -> new InputStreamResource(log.open(), "packets of " + name(endpoint, association)))
			.orElse(null);
	}

	/**
	 * Starts the log of an endpoint, anew if there is one.
	 * @param endpoint its name
	 * @param size most memory that it takes, 8 MB by default
	 * @param payload bytes of each DATA chunk's payload that are kept, none by default;
	 * the rest is replaced by zeros
	 * @return status 204; 404 if there is no such endpoint, 400 if size or payload are
	 * out of range, 409 if its transport does not see packets
	 */
	@WriteOperation
	public WebEndpointResponse<?> start(@Selector String endpoint, @Nullable DataSize size, @Nullable Integer payload) {
		return startLog(endpoint, null, size, payload);
	}

	/**
	 * Starts the log of an association, anew if there is one. It may be down.
	 * @param endpoint name of its endpoint
	 * @param association its name
	 * @param size as for an endpoint
	 * @param payload as for an endpoint
	 * @return as for an endpoint
	 */
	@WriteOperation
	public WebEndpointResponse<?> start(@Selector String endpoint, @Selector String association,
			@Nullable DataSize size, @Nullable Integer payload) {
		return startLog(endpoint, association, size, payload);
	}

	private WebEndpointResponse<?> startLog(String endpoint, @Nullable String association, @Nullable DataSize size,
			@Nullable Integer payload) {
		int limit = (payload != null) ? payload : 0;
		if (limit < 0) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, "'payload' is " + limit + "; use 0 or more bytes");
		}
		try {
			boolean started = this.logs.start(endpoint, association, ((size != null) ? size : DEFAULT_SIZE).toBytes(),
					limit);
			if (!started) {
				return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
			}
		}
		catch (IllegalArgumentException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, "'size': " + ex.getMessage());
		}
		catch (UnsupportedOperationException ex) {
			return problem(CONFLICT, String.valueOf(ex.getMessage()));
		}
		logger.warn("Packets of {} are logged from now on, by the operator, with {} bytes of each payload",
				name(endpoint, association), limit);
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	/**
	 * Ends the log of an endpoint and forgets its packets.
	 * @param endpoint its name
	 * @return status 204, or 404 if there is no such log
	 */
	@DeleteOperation
	public WebEndpointResponse<?> stop(@Selector String endpoint) {
		return stopLog(endpoint, null);
	}

	/**
	 * Ends the log of an association and forgets its packets.
	 * @param endpoint name of its endpoint
	 * @param association its name
	 * @return status 204, or 404 if there is no such log
	 */
	@DeleteOperation
	public WebEndpointResponse<?> stop(@Selector String endpoint, @Selector String association) {
		return stopLog(endpoint, association);
	}

	private WebEndpointResponse<?> stopLog(String endpoint, @Nullable String association) {
		if (!this.logs.stop(endpoint, association)) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		logger.info("Packets of {} are no longer logged", name(endpoint, association));
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	private static String name(String endpoint, @Nullable String association) {
		return (association != null) ? "association '" + association + "' of endpoint '" + endpoint + "'"
				: "endpoint '" + endpoint + "'";
	}

	private static WebEndpointResponse<?> problem(int status, String problem) {
		return new WebEndpointResponse<>(Map.of("problem", problem), status);
	}

}
