package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sock.GsoMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of sock.
 *
 * <p>
 * A list of {@code sock.endpoints} is replaced whole by another property source, as any
 * list is. To change single values in another environment, name the endpoint in
 * {@code sock.endpoint-overrides}.
 */
@ConfigurationProperties("sock")
public class SockProperties {

	/**
	 * Transport of endpoints that name none: auto, userspace or kernel.
	 */
	private String transport = "auto";

	/**
	 * Longest time to wait at shutdown for listeners to return, and then for associations
	 * to shut down gracefully. Those left are aborted.
	 */
	private Duration shutdownTimeout = Duration.ofSeconds(10);

	/**
	 * Options of the transport in UDP.
	 */
	private final Userspace userspace = new Userspace();

	/**
	 * Options of listener methods.
	 */
	private final Listener listener = new Listener();

	/**
	 * Options of the template.
	 */
	private final Template template = new Template();

	/**
	 * Options of the page of the actuator endpoint "sockpage".
	 */
	private final Page page = new Page();

	/**
	 * SCTP endpoints to open.
	 */
	private List<Endpoint> endpoints = new ArrayList<>();

	/**
	 * Single values that replace those of the endpoint with this name.
	 */
	private Map<String, EndpointOverride> endpointOverrides = new LinkedHashMap<>();

	public String getTransport() {
		return this.transport;
	}

	public void setTransport(String transport) {
		this.transport = transport;
	}

	public Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

	public Userspace getUserspace() {
		return this.userspace;
	}

	public Listener getListener() {
		return this.listener;
	}

	public Template getTemplate() {
		return this.template;
	}

	public Page getPage() {
		return this.page;
	}

	public List<Endpoint> getEndpoints() {
		return this.endpoints;
	}

	public void setEndpoints(List<Endpoint> endpoints) {
		this.endpoints = endpoints;
	}

	public Map<String, EndpointOverride> getEndpointOverrides() {
		return this.endpointOverrides;
	}

	public void setEndpointOverrides(Map<String, EndpointOverride> endpointOverrides) {
		this.endpointOverrides = endpointOverrides;
	}

	/**
	 * Options of the transport in UDP.
	 */
	public static class Userspace {

		/**
		 * Local UDP port of endpoints that name none, 0 to 65535. 0 takes a free one.
		 */
		private int udpPort = 9899;

		/**
		 * Whether batches of packets leave in one system call: auto, on or off.
		 */
		private GsoMode gso = GsoMode.AUTO;

		public int getUdpPort() {
			return this.udpPort;
		}

		public void setUdpPort(int udpPort) {
			this.udpPort = udpPort;
		}

		public GsoMode getGso() {
			return this.gso;
		}

		public void setGso(GsoMode gso) {
			this.gso = gso;
		}

	}

	/**
	 * Options of listener methods.
	 */
	public static class Listener {

		/**
		 * Most threads that call listener methods at once, unless virtual threads are
		 * enabled. Each association takes one at most, while it has messages.
		 */
		private int threads = 200;

		/**
		 * Whether listeners start with the application. If not, messages for them are
		 * kept until they are started by the registry.
		 */
		private boolean autoStartup = true;

		/**
		 * Most calls of a listener at once, 1 to 10000. If not set, one call at a time
		 * for each association.
		 */
		private @Nullable Integer concurrency;

		/**
		 * How calls of listeners that fail are repeated.
		 */
		private final Retry retry = new Retry();

		public int getThreads() {
			return this.threads;
		}

		public void setThreads(int threads) {
			this.threads = threads;
		}

		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

		public @Nullable Integer getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(@Nullable Integer concurrency) {
			this.concurrency = concurrency;
		}

		public Retry getRetry() {
			return this.retry;
		}

	}

	/**
	 * How calls of listeners that fail are repeated.
	 */
	public static class Retry {

		/**
		 * Whether a call that fails is repeated. Messages of the same order wait
		 * meanwhile.
		 */
		private boolean enabled;

		/**
		 * Most calls after the first one, 1 or more.
		 */
		private int maxRetries = 3;

		/**
		 * Wait before the first repetition.
		 */
		private Duration initialInterval = Duration.ofMillis(100);

		/**
		 * Factor by which the wait grows, 1 or more.
		 */
		private double multiplier = 2;

		/**
		 * Longest wait.
		 */
		private Duration maxInterval = Duration.ofSeconds(10);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getInitialInterval() {
			return this.initialInterval;
		}

		public void setInitialInterval(Duration initialInterval) {
			this.initialInterval = initialInterval;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxInterval() {
			return this.maxInterval;
		}

		public void setMaxInterval(Duration maxInterval) {
			this.maxInterval = maxInterval;
		}

	}

	/**
	 * Options of the template.
	 */
	public static class Template {

		/**
		 * Longest wait for room in the send buffer. If not set, sending waits until there
		 * is room or the association ends.
		 */
		private @Nullable Duration sendTimeout;

		/**
		 * Most requests that wait for a reply on one association.
		 */
		private int maxPendingReplies = 10_000;

		public @Nullable Duration getSendTimeout() {
			return this.sendTimeout;
		}

		public void setSendTimeout(@Nullable Duration sendTimeout) {
			this.sendTimeout = sendTimeout;
		}

		public int getMaxPendingReplies() {
			return this.maxPendingReplies;
		}

		public void setMaxPendingReplies(int maxPendingReplies) {
			this.maxPendingReplies = maxPendingReplies;
		}

	}

	/**
	 * Options of the page.
	 */
	public static class Page {

		/**
		 * Whether to have a page that shows endpoints, associations and paths.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * An SCTP endpoint.
	 */
	public static class Endpoint extends EndpointSettings {

		/**
		 * Name of the endpoint: letters, digits, dots, dashes and underscores.
		 */
		private @Nullable String name;

		/**
		 * Associations to open.
		 */
		private List<Association> associations = new ArrayList<>();

		/**
		 * Peers that are known by their addresses.
		 */
		private List<Peer> peers = new ArrayList<>();

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public List<Association> getAssociations() {
			return this.associations;
		}

		public void setAssociations(List<Association> associations) {
			this.associations = associations;
		}

		public List<Peer> getPeers() {
			return this.peers;
		}

		public void setPeers(List<Peer> peers) {
			this.peers = peers;
		}

	}

	/**
	 * Values that replace those of an endpoint.
	 */
	public static class EndpointOverride extends EndpointSettings {

		/**
		 * Values that replace those of the association with this name.
		 */
		private Map<String, AssociationSettings> associations = new LinkedHashMap<>();

		/**
		 * Values that replace those of the peer with this name.
		 */
		private Map<String, PeerSettings> peers = new LinkedHashMap<>();

		public Map<String, AssociationSettings> getAssociations() {
			return this.associations;
		}

		public void setAssociations(Map<String, AssociationSettings> associations) {
			this.associations = associations;
		}

		public Map<String, PeerSettings> getPeers() {
			return this.peers;
		}

		public void setPeers(Map<String, PeerSettings> peers) {
			this.peers = peers;
		}

	}

	/**
	 * An association to open.
	 */
	public static class Association extends AssociationSettings {

		/**
		 * Name of the association: letters, digits, dots, dashes and underscores.
		 */
		private @Nullable String name;

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

	}

	/**
	 * What can be set for a peer.
	 */
	public static class PeerSettings {

		/**
		 * IP addresses that the peer may come from.
		 */
		private @Nullable List<String> addresses;

		public @Nullable List<String> getAddresses() {
			return this.addresses;
		}

		public void setAddresses(@Nullable List<String> addresses) {
			this.addresses = addresses;
		}

	}

	/**
	 * A peer that is known by its addresses. An association accepted from it has its
	 * name.
	 */
	public static class Peer extends PeerSettings {

		/**
		 * Name of the peer: letters, digits, dots, dashes and underscores.
		 */
		private @Nullable String name;

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

	}

}
