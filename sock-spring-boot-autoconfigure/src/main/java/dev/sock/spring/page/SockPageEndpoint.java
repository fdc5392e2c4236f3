package dev.sock.spring.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.sock.spring.actuate.AssociationDescriptor;
import dev.sock.spring.actuate.EndpointDescriptor;
import dev.sock.spring.actuate.SockEndpoint;
import dev.sock.spring.actuate.SockListenersEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;

/**
 * Actuator endpoint that is a page for people. Its files are of a fixed list.
 */
@WebEndpoint(id = "sockpage", defaultAccess = Access.READ_ONLY)
public final class SockPageEndpoint {

	/** A browser that acts sees the outcome with its next request. */
	private static final Duration SHARED_FOR = Duration.ofMillis(500);

	private static final String HTML = "text/html;charset=UTF-8";

	private static final String SCRIPT = "text/javascript;charset=UTF-8";

	private static final String STYLE = "text/css;charset=UTF-8";

	/** With their media types. */
	private static final Map<String, String> FILES = Map.of("page.js", SCRIPT, "view.js", SCRIPT, "page.css", STYLE,
			"chart.umd.js", SCRIPT, "preact.umd.js", SCRIPT, "hooks.umd.js", SCRIPT);

	private final SockEndpoint sock;

	private final SockListenersEndpoint listeners;

	private final RecentEvents events;

	private final Predicate<String> writable;

	private final byte[] html;

	private final Clock clock;

	private final ReentrantLock gathering = new ReentrantLock();

	private volatile @Nullable PageData last;

	/**
	 * Creates the actuator endpoint.
	 * @param sock shows endpoints
	 * @param listeners shows listeners
	 * @param events remembers events
	 * @param writable tells of the id of an actuator endpoint whether a browser may write
	 * to it
	 * @param path gives the path of an actuator endpoint by its id, below that of all
	 * @param clock tells the time
	 */
	public SockPageEndpoint(SockEndpoint sock, SockListenersEndpoint listeners, RecentEvents events,
			Predicate<String> writable, UnaryOperator<String> path, Clock clock) {
		this.sock = sock;
		this.listeners = listeners;
		this.events = events;
		this.writable = writable;
		this.html = html(path);
		this.clock = clock;
	}

	/**
	 * Gives the page.
	 * @return HTML
	 */
	@ReadOperation(produces = HTML)
	public Resource page() {
		return new ByteArrayResource(this.html);
	}

	private static byte[] html(UnaryOperator<String> path) {
		try {
			String html = file("page.html").getContentAsString(StandardCharsets.UTF_8);
			for (String id : List.of("sockpage", "sock", "socklisteners")) {
				html = html.replace("{" + id + "}", escaped(path.apply(id)));
			}
			return html.getBytes(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String escaped(String path) {
		return path.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
	}

	/**
	 * Gives what the page needs.
	 * @param name name of a file, or {@code data} for {@link PageData}
	 * @return the file, or status 404 if there is none of this name
	 */
	@ReadOperation(produces = { SCRIPT, STYLE, "application/json" })
	public WebEndpointResponse<?> part(@Selector String name) {
		if ("data".equals(name)) {
			return new WebEndpointResponse<>(data(), MimeType.valueOf("application/json"));
		}
		@Nullable String type = FILES.get(name);
		return (type != null) ? new WebEndpointResponse<>(file(name), MimeType.valueOf(type))
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static Resource file(String name) {
		return new ClassPathResource(name, SockPageEndpoint.class);
	}

	/**
	 * Returns what is shown: what another request has gathered a moment ago, or gathers
	 * now, so that the number of browsers and their patience cost nothing.
	 */
	private PageData data() {
		PageData known = this.last;
		if (known != null && isRecent(known)) {
			return known;
		}
		boolean mine = this.gathering.tryLock();
		if (!mine) {
			if (known != null) {
				return known;
			}
			this.gathering.lock();
		}
		try {
			PageData present = this.last;
			if (present == null || !isRecent(present)) {
				present = gather();
				this.last = present;
			}
			return present;
		}
		finally {
			this.gathering.unlock();
		}
	}

	private boolean isRecent(PageData data) {
		return Duration.between(data.time(), this.clock.instant()).compareTo(SHARED_FOR) < 0;
	}

	private PageData gather() {
		Map<String, EndpointDescriptor> endpoints = new LinkedHashMap<>();
		Map<String, Map<String, AssociationDescriptor>> associations = new LinkedHashMap<>();
		for (String name : this.sock.endpoints().endpoints().keySet()) {
			EndpointDescriptor endpoint = this.sock.endpoint(name);
			if (endpoint != null) {
				endpoints.put(name, endpoint);
				associations.put(name, associations(endpoint));
			}
		}
		return new PageData(this.clock.instant(), this.writable.test("sock"), this.writable.test("socklisteners"),
				endpoints, associations, this.listeners.listeners().listeners(), this.events.list());
	}

	private Map<String, AssociationDescriptor> associations(EndpointDescriptor endpoint) {
		Map<String, AssociationDescriptor> associations = new TreeMap<>();
		endpoint.associations().keySet().stream().limit(PageData.MAX_ASSOCIATIONS).forEach((name) -> {
			AssociationDescriptor association = this.sock.association(endpoint.name(), name);
			if (association != null) {
				associations.put(name, association);
			}
		});
		return associations;
	}

}
