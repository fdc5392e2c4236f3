package dev.sock.spring.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.sock.AcceptPolicy;
import dev.sock.Demand;
import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.spring.autoconfigure.SockProperties.EndpointOverride;
import dev.sock.spring.autoconfigure.SockProperties.Peer;
import dev.sock.spring.autoconfigure.SockProperties.PeerSettings;
import dev.sock.spring.endpoint.AssociationDefinition;
import dev.sock.spring.endpoint.EndpointDefinition;
import dev.sock.spring.endpoint.PeerTable;
import org.jspecify.annotations.Nullable;

/**
 * Makes definitions of endpoints out of properties, or tells which property is wrong.
 *
 * @param all the definitions
 */
record EndpointDefinitions(List<EndpointDefinition> all) {

	private static final String ENDPOINTS = "sock.endpoints";

	private static final String OVERRIDES = "sock.endpoint-overrides";

	/**
	 * Makes the definitions.
	 * @param properties the properties
	 * @param policies beans that {@code accept-policy} can name
	 * @param transports transports that can be named
	 * @param customization changes what the properties say
	 * @return the definitions
	 * @throws SockPropertyException if a property cannot be used
	 */
	static EndpointDefinitions of(SockProperties properties, Map<String, AcceptPolicy> policies, Set<String> transports,
			Customization customization) {
		Names names = new Names();
		for (int i = 0; i < properties.getEndpoints().size(); i++) {
			names.add(properties.getEndpoints().get(i).getName(), ENDPOINTS + "[" + i + "]",
					OVERRIDES + ".<name>.port");
		}
		Overrides<EndpointOverride> overrides = new Overrides<>(OVERRIDES, properties.getEndpointOverrides());
		Factory factory = new Factory(policies, transports, properties.getTransport(), customization);
		factory.checkTransport("sock.transport", properties.getTransport());
		List<EndpointDefinition> definitions = new ArrayList<>();
		for (int i = 0; i < properties.getEndpoints().size(); i++) {
			String name = names.all().get(i);
			Overrides.Found<EndpointOverride> override = overrides.find(name, names.all());
			definitions.add(factory.create(name, properties.getEndpoints().get(i), ENDPOINTS + "[" + i + "]",
					(override != null) ? override.value() : new EndpointOverride(),
					(override != null) ? override.path() : OVERRIDES + "." + name));
		}
		overrides.checkAllUsed("endpoint", names.all());
		return new EndpointDefinitions(definitions);
	}

	/** Returns the names that listeners can use, by endpoint. */
	Map<String, Set<String>> associationNames() {
		Map<String, Set<String>> names = new LinkedHashMap<>();
		this.all.forEach((definition) -> names.put(definition.name(), definition.associationNames()));
		return names;
	}

	/** Whether a name comes from the properties, so that there are few such names. */
	boolean isNamed(SctpAssociation association) {
		return this.all.stream()
			.anyMatch((definition) -> definition.name().equals(association.endpoint().name())
					&& definition.names(association.name()));
	}

	private record Factory(Map<String, AcceptPolicy> policies, Set<String> transports, String defaultTransport,
			Customization customization) {

		EndpointDefinition create(String name, SockProperties.Endpoint endpoint, String path, EndpointOverride override,
				String overridePath) {
			Layered<EndpointSettings> settings = new Layered<>(endpoint, path, override, overridePath);
			String transport = settings.get("transport", EndpointSettings::getTransport);
			if (transport != null) {
				checkTransport(settings.paths().of("transport"), transport);
			}
			SctpOptions options = new OptionMapper<>(settings, EndpointSettings::getOptions).apply(SctpOptions.DEFAULT);
			Names names = new Names();
			List<AssociationDefinition> associations = associations(name, names, endpoint, path, override, overridePath,
					options);
			PeerTable peers = peers(names, endpoint, path, override, overridePath);
			AcceptPolicy accept = accept(settings, peers);
			AcceptPolicy nobody = AcceptPolicy.none();
			try {
				EndpointOptions.Builder builder = EndpointOptions.builder()
					.name(name)
					.transport((transport != null) ? transport : this.defaultTransport)
					.udpPort(settings.get("udp-port", EndpointSettings::getUdpPort))
					.accept((accept != null) ? accept : nobody)
					.options(options)
					.naming(peers::nameFor);
				List<String> addresses = settings.get("local-addresses", EndpointSettings::getLocalAddresses);
				if (addresses != null) {
					builder.localAddresses(addresses);
				}
				Integer port = settings.get("port", EndpointSettings::getPort);
				if (port != null) {
					builder.port(port);
				}
				String demand = settings.get("demand", EndpointSettings::getDemand);
				if (demand != null) {
					builder.demand(Demand.valueOf(demand));
				}
				this.customization.endpoints().forEach((customizer) -> customizer.customize(name, builder));
				EndpointOptions built = builder.build();
				if (!name.equals(built.name())) {
					throw new IllegalStateException("A SctpEndpointCustomizer has renamed endpoint '" + name + "' to '"
							+ built.name() + "': the name is that of the properties");
				}
				return new EndpointDefinition(name, built, built.accept() != nobody, associations,
						new TreeSet<>(peers.names().values()), settings.paths());
			}
			catch (SctpOptionException ex) {
				throw SockPropertyException.of(ex, settings.paths(), "");
			}
		}

		void checkTransport(String property, String transport) {
			if (!this.transports.contains(transport)) {
				throw SockPropertyException.of(property, transport, "is not a transport",
						"Use one of " + String.join(", ", new TreeSet<>(this.transports)) + ".");
			}
		}

		private List<AssociationDefinition> associations(String name, Names names, SockProperties.Endpoint endpoint,
				String path, EndpointOverride override, String overridePath, SctpOptions options) {
			List<SockProperties.Association> elements = endpoint.getAssociations();
			for (int i = 0; i < elements.size(); i++) {
				names.add(elements.get(i).getName(), path + ".associations[" + i + "]",
						OVERRIDES + "." + endpoint.getName() + ".associations.<name>.remote-addresses");
			}
			List<String> own = List.copyOf(names.all());
			Overrides<AssociationSettings> overrides = new Overrides<>(overridePath + ".associations",
					override.getAssociations());
			List<AssociationDefinition> definitions = new ArrayList<>();
			for (int i = 0; i < elements.size(); i++) {
				Overrides.Found<AssociationSettings> found = overrides.find(own.get(i), own);
				Layered<AssociationSettings> settings = new Layered<>(elements.get(i),
						path + ".associations[" + i + "]", (found != null) ? found.value() : null,
						(found != null) ? found.path() : "");
				definitions.add(AssociationDefinitions.create(name, own.get(i), settings, options, this.customization));
			}
			overrides.checkAllUsed("association", own);
			return definitions;
		}

		private PeerTable peers(Names names, SockProperties.Endpoint endpoint, String path, EndpointOverride override,
				String overridePath) {
			int before = names.all().size();
			List<Peer> elements = endpoint.getPeers();
			for (int i = 0; i < elements.size(); i++) {
				names.add(elements.get(i).getName(), path + ".peers[" + i + "]",
						OVERRIDES + "." + endpoint.getName() + ".peers.<name>.addresses");
			}
			List<String> own = names.all().subList(before, names.all().size());
			Overrides<PeerSettings> overrides = new Overrides<>(overridePath + ".peers", override.getPeers());
			Map<SctpAddress, String> table = new HashMap<>();
			for (int i = 0; i < elements.size(); i++) {
				Overrides.Found<PeerSettings> found = overrides.find(own.get(i), own);
				Layered<PeerSettings> settings = new Layered<>(elements.get(i), path + ".peers[" + i + "]",
						(found != null) ? found.value() : null, (found != null) ? found.path() : "");
				addPeer(table, own.get(i), settings);
			}
			overrides.checkAllUsed("peer", own);
			return new PeerTable(table);
		}

		private void addPeer(Map<SctpAddress, String> table, String name, Layered<PeerSettings> settings) {
			List<String> addresses = settings.get("addresses", PeerSettings::getAddresses);
			String property = settings.paths().of("addresses");
			if (addresses == null || addresses.isEmpty()) {
				throw SockPropertyException.missing(property, "List the IP addresses that the peer comes from.");
			}
			for (String text : addresses) {
				SctpAddress address = SctpAddress.parse(text);
				if (address == null) {
					throw SockPropertyException.of(property, text, "is not an IP address",
							"List IP addresses: a peer is known by them, names are not looked up.");
				}
				String other = table.putIfAbsent(address, name);
				if (other != null && !other.equals(name)) {
					throw SockPropertyException.of(property, text, "is an address of peer '" + other + "' already",
							"List each address once.");
				}
			}
		}

		/** Returns the policy, or {@code null} if nobody is to be accepted. */
		private @Nullable AcceptPolicy accept(Layered<EndpointSettings> settings, PeerTable peers) {
			Integer max = settings.get("accept", EndpointSettings::getAccept);
			String policyName = settings.get("accept-policy", EndpointSettings::getAcceptPolicy);
			boolean peersOnly = Boolean.TRUE.equals(settings.get("peers-only", EndpointSettings::getPeersOnly));
			AcceptPolicy policy = null;
			try {
				policy = (max != null) ? AcceptPolicy.upTo(max) : null;
			}
			catch (SctpOptionException ex) {
				throw SockPropertyException.of(ex, settings.paths(), "");
			}
			if (policyName != null) {
				AcceptPolicy named = policy(settings.paths().of("accept-policy"), policyName);
				AcceptPolicy limit = policy;
				policy = (limit != null) ? (request) -> limit.accept(request) && named.accept(request) : named;
			}
			boolean accepts = policy != null && (max == null || max > 0);
			if (peersOnly) {
				String property = settings.paths().of("peers-only");
				if (peers.names().isEmpty()) {
					throw SockPropertyException.of(property, true, "would refuse everyone, as there are no peers",
							"List peers, or remove the property.");
				}
				if (!accepts) {
					throw SockPropertyException.of(property, true, "has no effect, as 'accept' is 0",
							"Set 'accept' to the number of associations to accept, or remove the property.");
				}
			}
			if (policy == null || !accepts) {
				return null;
			}
			return peersOnly ? peers.only(policy) : policy;
		}

		private AcceptPolicy policy(String property, String name) {
			AcceptPolicy policy = this.policies.get(name);
			if (policy == null) {
				throw SockPropertyException.of(property, name, "is not the name of an AcceptPolicy bean",
						this.policies.isEmpty() ? "Define such a bean, or set 'accept' to a number instead."
								: "Use one of " + String.join(", ", new TreeSet<>(this.policies.keySet())) + ".");
			}
			return policy;
		}

	}

}
