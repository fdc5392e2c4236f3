package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.sock.SctpAddress;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.auth.AuthOffer;
import dev.sock.userspace.engine.packet.AdaptationIndicationParameter;
import dev.sock.userspace.engine.packet.AddressParameter;
import dev.sock.userspace.engine.packet.Ipv4AddressParameter;
import dev.sock.userspace.engine.packet.Ipv6AddressParameter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.SockParameter;
import dev.sock.userspace.engine.packet.SupportedAddressTypesParameter;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.setup.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * What we say of ourselves in INIT and INIT ACK.
 */
final class LocalParameters {

	private static final int SOCK_VERSION = 1;

	private LocalParameters() {
	}

	/**
	 * Parameters for a peer that is spoken to at an address.
	 * @param extensions the extensions that it is told of
	 * @param auth what it is told of authentication, if that is one of them
	 */
	static List<Parameter> towards(SctpAddress peer, AssociationContext context, Set<SctpExtension> extensions,
			@Nullable AuthOffer auth) {
		List<Parameter> parameters = new ArrayList<>();
		for (SctpAddress address : listed(peer, context)) {
			parameters.add(AddressParameter.of(address));
		}
		boolean ipv4 = false;
		boolean ipv6 = false;
		for (SctpAddress address : context.localAddresses()) {
			ipv4 |= address.isIpv4();
			ipv6 |= !address.isIpv4();
		}
		List<Integer> types = new ArrayList<>(2);
		if (ipv4) {
			types.add(Ipv4AddressParameter.TYPE);
		}
		if (ipv6) {
			types.add(Ipv6AddressParameter.TYPE);
		}
		parameters.add(new SupportedAddressTypesParameter(types));
		parameters.addAll(Extensions.parameters(extensions));
		if (auth != null) {
			parameters.addAll(auth.parameters());
		}
		parameters.add(new SockParameter(SOCK_VERSION));
		return parameters;
	}

	/** What the application says of itself (RFC 5061 §4.2.6), if it says anything. */
	static List<Parameter> adaptation(SctpOptions options) {
		Long indication = options.adaptationIndication();
		return (indication != null) ? List.of(new AdaptationIndicationParameter(indication.intValue())) : List.of();
	}

	/**
	 * Local addresses that the peer is told of: those of a scope from which it can be
	 * expected to reach them; none if there is just one (RFC 6951 §5.7).
	 */
	static List<SctpAddress> listed(SctpAddress peer, AssociationContext context) {
		List<SctpAddress> listed = new ArrayList<>();
		if (context.listAddresses()) {
			for (SctpAddress address : context.localAddresses()) {
				if (address.scope().compareTo(peer.scope()) >= 0 && address.scope() != SctpAddress.Scope.LINK_LOCAL) {
					listed.add(address);
				}
			}
		}
		return (listed.size() > 1) ? listed : List.of();
	}

	/** Local addresses that the peer knows: those listed, or the one it sees. */
	static List<SctpAddress> told(Path primary, AssociationContext context) {
		List<SctpAddress> listed = listed(primary.address(), context);
		return listed.isEmpty() ? List.of(primary.source()) : listed;
	}

}
