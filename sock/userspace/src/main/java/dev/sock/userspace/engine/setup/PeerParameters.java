package dev.sock.userspace.engine.setup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.sock.SctpAddress;
import dev.sock.SctpExtension;
import dev.sock.userspace.engine.auth.AuthOffer;
import dev.sock.userspace.engine.packet.AddressParameter;
import dev.sock.userspace.engine.packet.AddressRequestParameter;
import dev.sock.userspace.engine.packet.AdaptationIndicationParameter;
import dev.sock.userspace.engine.packet.CookiePreservativeParameter;
import dev.sock.userspace.engine.packet.ForwardTsnSupportedParameter;
import dev.sock.userspace.engine.packet.HostNameAddressParameter;
import dev.sock.userspace.engine.packet.MalformedParameter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.SockParameter;
import dev.sock.userspace.engine.packet.StateCookieParameter;
import dev.sock.userspace.engine.packet.SuccessIndicationParameter;
import dev.sock.userspace.engine.packet.SupportedExtensionsParameter;
import dev.sock.userspace.engine.packet.UnknownParameter;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says of itself in the parameters of INIT or INIT ACK (RFC 9260 §3.2.1,
 * §3.3.2, §3.3.3). Bounded, whatever it sends.
 */
public final class PeerParameters {

	/** More addresses than this are ignored. */
	public static final int MAX_ADDRESSES = 16;

	private static final int FIRST_OF_ASCONF = AddressRequestParameter.Kind.ADD.type();

	private static final int LAST_OF_ASCONF = SuccessIndicationParameter.TYPE;

	/** More bytes of unknown parameters than this are not echoed (§12.4). */
	private static final int MAX_ECHOED = 256;

	private final List<SctpAddress> addresses = new ArrayList<>(2);

	private final List<byte[]> unrecognized = new ArrayList<>(0);

	private int echoed;

	private byte @Nullable [] cookie;

	private boolean sock;

	private final Set<SctpExtension> ours;

	private final Set<SctpExtension> extensions = EnumSet.noneOf(SctpExtension.class);

	private @Nullable Long adaptationIndication;

	private long cookiePreservativeMillis;

	private @Nullable Parameter hostName;

	private boolean malformed;

	private final PeerAuth auth = new PeerAuth();

	private PeerParameters(Set<SctpExtension> ours) {
		this.ours = ours;
	}

	/**
	 * Reads parameters.
	 * @param parameters those of INIT or INIT ACK
	 * @param ours extensions that this side offers; of FORWARD TSN the peer's parameter
	 * is an unknown one if it is not among them (RFC 3758 §3.3.2)
	 * @return what they say
	 */
	public static PeerParameters of(List<Parameter> parameters, Set<SctpExtension> ours) {
		PeerParameters result = new PeerParameters(ours);
		for (Parameter parameter : parameters) {
			if (!result.read(parameter)) {
				break;
			}
		}
		return result;
	}

	/** Returns whether to go on with the next parameter. */
	private boolean read(Parameter parameter) {
		SctpAddress address = AddressParameter.read(parameter);
		if (address != null) {
			address(address);
		}
		else if (isOfAsconf(parameter.type())) {
			misplaced(parameter);
		}
		else if (parameter instanceof StateCookieParameter state) {
			this.cookie = state.cookie();
		}
		else if (parameter instanceof SockParameter) {
			this.sock = true;
		}
		else if (parameter instanceof ForwardTsnSupportedParameter) {
			forwardTsn(parameter);
		}
		else if (parameter instanceof SupportedExtensionsParameter supported) {
			this.extensions.addAll(Extensions.of(supported));
			this.auth.read(supported);
		}
		else if (PeerAuth.isAbout(parameter.type())) {
			this.auth.read(parameter);
		}
		else if (parameter instanceof AdaptationIndicationParameter adaptation) {
			this.adaptationIndication = Integer.toUnsignedLong(adaptation.indication());
		}
		else if (parameter instanceof CookiePreservativeParameter preservative) {
			this.cookiePreservativeMillis = preservative.incrementMillis();
		}
		else if (parameter instanceof HostNameAddressParameter) {
			this.hostName = parameter;
		}
		else if (parameter instanceof MalformedParameter) {
			this.malformed = true;
		}
		else if (parameter instanceof UnknownParameter unknown) {
			if (unknown.reportUnknown()) {
				echo(unknown.parameter());
			}
			return !unknown.stopOnUnknown();
		}
		return true;
	}

	private static boolean isOfAsconf(int parameterType) {
		return parameterType >= FIRST_OF_ASCONF && parameterType <= LAST_OF_ASCONF;
	}

	/**
	 * RFC 5061 §4.2: what belongs into ASCONF is ignored here, and advice on a primary
	 * address not taken before it can be authenticated (§6).
	 */
	private void misplaced(Parameter parameter) {
		if (!this.ours.contains(SctpExtension.DYNAMIC_ADDRESSES)) {
			echo(Parameter.encode(parameter));
		}
	}

	private void forwardTsn(Parameter parameter) {
		if (this.ours.contains(SctpExtension.PARTIAL_RELIABILITY)) {
			this.extensions.add(SctpExtension.PARTIAL_RELIABILITY);
		}
		else {
			echo(Parameter.encode(parameter));
		}
	}

	private void echo(byte[] parameter) {
		if (this.echoed + parameter.length <= MAX_ECHOED) {
			this.unrecognized.add(parameter);
			this.echoed += parameter.length;
		}
	}

	private void address(SctpAddress address) {
		if (!address.isWildcard() && !address.isMulticastOrBroadcast() && this.addresses.size() < MAX_ADDRESSES
				&& !this.addresses.contains(address)) {
			this.addresses.add(address);
		}
	}

	/**
	 * Returns the addresses: the one that the packet came from first, then those that are
	 * listed.
	 * @param source where the packet came from
	 * @return the addresses, each once
	 */
	public List<SctpAddress> addresses(SctpAddress source) {
		List<SctpAddress> all = new ArrayList<>(this.addresses.size() + 1);
		all.add(source);
		for (SctpAddress address : this.addresses) {
			if (!address.equals(source)) {
				all.add(address);
			}
		}
		return all;
	}

	/**
	 * Returns the parameters that the peer wants to hear of since they are unknown.
	 * @return the bytes of each
	 */
	public List<byte[]> unrecognized() {
		return this.unrecognized;
	}

	/**
	 * Returns the state cookie.
	 * @return the cookie, or {@code null} if there is none
	 */
	public byte @Nullable [] cookie() {
		return this.cookie;
	}

	/**
	 * Returns whether the peer shows to be sock.
	 * @return whether it does
	 */
	public boolean isSock() {
		return this.sock;
	}

	/**
	 * Returns what the peer offers for authentication.
	 * @return the offer, or {@code null} if it offers none
	 */
	public @Nullable AuthOffer authOffer() {
		return extensions().contains(SctpExtension.AUTHENTICATION) ? this.auth.offer() : null;
	}

	/**
	 * Returns whether the peer would change addresses without authentication, so that
	 * there must be no association with it (RFC 5061 §6).
	 * @return whether it would
	 */
	public boolean changesAddressesUnauthenticated() {
		return this.ours.contains(SctpExtension.DYNAMIC_ADDRESSES) && this.auth.isMissing();
	}

	/**
	 * Returns the extensions that both sides offer.
	 * @return the extensions
	 */
	public Set<SctpExtension> extensions() {
		Set<SctpExtension> both = EnumSet.copyOf(this.extensions);
		if (this.auth.offer() != null) {
			both.add(SctpExtension.AUTHENTICATION);
		}
		both.retainAll(this.ours);
		return Collections.unmodifiableSet(both);
	}

	/**
	 * Returns what the peer says of its adaptation layer (RFC 5061 §4.2.6).
	 * @return the indication, or {@code null}
	 */
	public @Nullable Long adaptationIndication() {
		return this.adaptationIndication;
	}

	/**
	 * Returns how much longer than usual the cookie is to live.
	 * @return milliseconds
	 */
	public long cookiePreservativeMillis() {
		return this.cookiePreservativeMillis;
	}

	/**
	 * Returns the host name address, which nobody may use.
	 * @return the parameter, or {@code null}
	 */
	public @Nullable Parameter hostName() {
		return this.hostName;
	}

	/**
	 * Returns whether a parameter cannot be read.
	 * @return whether one is malformed
	 */
	public boolean isMalformed() {
		return this.malformed || (this.ours.contains(SctpExtension.AUTHENTICATION) && this.auth.isMalformed());
	}

}
