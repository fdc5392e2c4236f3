package dev.sock.userspace.engine.association;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.AssociationState;
import dev.sock.SctpAddress;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.auth.AuthOffer;
import dev.sock.userspace.engine.auth.AuthOffers;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.AddressParameter;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.InitAckChunk;
import dev.sock.userspace.engine.packet.InitChunk;
import dev.sock.userspace.engine.packet.InvalidMandatoryParameterCause;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.ProtocolViolationCause;
import dev.sock.userspace.engine.packet.RestartWithNewAddressesCause;
import dev.sock.userspace.engine.packet.ShutdownAckChunk;
import dev.sock.userspace.engine.packet.StateCookieParameter;
import dev.sock.userspace.engine.packet.UnrecognizedParameter;
import dev.sock.userspace.engine.packet.UnresolvableAddressCause;
import dev.sock.userspace.engine.setup.CookieJar;
import dev.sock.userspace.engine.setup.Extensions;
import dev.sock.userspace.engine.setup.PeerParameters;
import dev.sock.userspace.engine.setup.StateCookie;
import org.jspecify.annotations.Nullable;

/**
 * Answers INIT with INIT ACK and a state cookie, and keeps nothing (RFC 9260 §5.1,
 * §5.2.1, §5.2.2).
 */
public final class InitResponder {

	/** Least receive window that an INIT may offer (§3.3.2). */
	static final long LEAST_WINDOW = 1500;

	private static final long MAX_PRESERVATIVE_NANOS = Duration.ofMinutes(1).toNanos();

	private final AssociationContext context;

	private SctpOptions options;

	private final CookieJar cookies;

	/**
	 * Creates the responder.
	 * @param context the endpoint
	 * @param options options of accepted associations
	 * @param nowNanos the time
	 */
	public InitResponder(AssociationContext context, SctpOptions options, long nowNanos) {
		this.context = context;
		this.options = options;
		this.cookies = new CookieJar(context.random(), nowNanos);
	}

	/**
	 * Changes the options, for peers that ask from now on.
	 * @param options options of accepted associations
	 */
	public void setOptions(SctpOptions options) {
		this.options = options;
	}

	CookieJar cookies() {
		return this.cookies;
	}

	/**
	 * Answers an INIT that came alone in a packet with tag 0.
	 * @param init the chunk
	 * @param from where it came from
	 * @param nowNanos the time
	 */
	public void respond(InitChunk init, Origin from, long nowNanos) {
		if (init.initiateTag() == 0) {
			return;
		}
		Association existing = existing(init, from);
		SctpOptions current = (existing != null) ? existing.options() : this.options;
		PeerParameters peer = PeerParameters.of(init.parameters(), Extensions.offered(current));
		ErrorCause fault = fault(init.advertisedReceiverWindow(), init.outboundStreams(), init.inboundStreams(), peer);
		if (fault != null) {
			abort(init, from, fault);
			return;
		}
		if (existing != null && existing.state() == AssociationState.SHUTDOWN_ACK_SENT) {
			existing.sendControl(new ShutdownAckChunk()); // §9.2
			return;
		}
		List<SctpAddress> addresses = usable(peer.addresses(from.remote()), from.local());
		if (existing != null && existing.state() != AssociationState.COOKIE_WAIT) {
			List<SctpAddress> added = new ArrayList<>(addresses);
			added.removeAll(existing.peerAddresses());
			if (!added.isEmpty()) {
				// With the tag that it has it is a late INIT, no restart: the peer has
				// removed what seems new. An ABORT would end the association.
				if (init.initiateTag() != existing.peerTag()) {
					abort(init, from, new RestartWithNewAddressesCause(encode(added)));
				}
				return;
			}
		}
		StateCookie cookie = cookieFor(init, from, peer, addresses, existing, nowNanos);
		AuthOffers auth = cookie.auth();
		List<Parameter> parameters = new ArrayList<>();
		parameters.add(new StateCookieParameter(this.cookies.seal(cookie, nowNanos)));
		parameters.addAll(LocalParameters.towards(from.remote(), this.context, peer.extensions(),
				(auth != null) ? auth.local() : null));
		parameters.addAll(LocalParameters.adaptation(current));
		for (byte[] unknown : peer.unrecognized()) {
			parameters.add(new UnrecognizedParameter(unknown));
		}
		send(from, init.initiateTag(),
				new InitAckChunk(cookie.localTag(), Math.min(current.receiveBuffer(), this.context.maxReceiveWindow()),
						cookie.outboundStreams(), current.maxInboundStreams(), cookie.localInitialTsn(), parameters));
	}

	/** §5.1.2: whichever of the addresses it is that is known. */
	private @Nullable Association existing(InitChunk init, Origin from) {
		List<SctpAddress> addresses = new ArrayList<>();
		addresses.add(from.remote());
		for (Parameter parameter : init.parameters()) {
			SctpAddress listed = AddressParameter.read(parameter);
			if (listed != null) {
				addresses.add(listed);
			}
		}
		return existing(addresses, from.remotePort());
	}

	@Nullable Association existing(List<SctpAddress> addresses, int port) {
		for (SctpAddress address : addresses) {
			Association association = this.context.find(address, port);
			if (association != null) {
				return association;
			}
		}
		return null;
	}

	static @Nullable ErrorCause fault(long window, int outboundStreams, int inboundStreams, PeerParameters peer) {
		if (window < LEAST_WINDOW || outboundStreams == 0 || inboundStreams == 0) {
			return new InvalidMandatoryParameterCause();
		}
		Parameter hostName = peer.hostName();
		if (hostName != null) {
			return new UnresolvableAddressCause(Parameter.encode(hostName));
		}
		return (peer.isMalformed() || peer.changesAddressesUnauthenticated()) ? new ProtocolViolationCause(new byte[0])
				: null;
	}

	private StateCookie cookieFor(InitChunk init, Origin from, PeerParameters peer, List<SctpAddress> addresses,
			@Nullable Association existing, long nowNanos) {
		SctpOptions current = (existing != null) ? existing.options() : this.options;
		int localTag = 0;
		int localTsn = 0;
		int localTieTag = 0;
		int peerTieTag = 0;
		if (existing != null && existing.state() != AssociationState.COOKIE_WAIT) {
			localTieTag = existing.tags.localTie();
			peerTieTag = existing.tags.peerTie();
		}
		if (existing != null && existing.isOpening()) {
			// §5.2.1: the parameters of our own INIT
			localTag = existing.localTag();
			localTsn = existing.tags.localInitialTsn();
		}
		else {
			localTag = this.context.newTag();
			localTsn = this.context.newInitialTsn();
		}
		long life = current.validCookieLife().toNanos()
				+ Math.min(MAX_PRESERVATIVE_NANOS, peer.cookiePreservativeMillis() * 1_000_000);
		return new StateCookie(nowNanos, life, this.context.localPort(), from.remotePort(), localTag,
				init.initiateTag(), localTieTag, peerTieTag, localTsn, init.initialTsn(),
				init.advertisedReceiverWindow(), Math.min(current.outboundStreams(), init.inboundStreams()),
				Math.min(current.maxInboundStreams(), init.outboundStreams()), from.remoteUdpPort(), from.local(),
				peer.isSock(), peer.extensions(), peer.adaptationIndication(), addresses,
				peer.extensions().contains(SctpExtension.DYNAMIC_ADDRESSES)
						? LocalParameters.listed(from.remote(), this.context) : List.of(),
				auth(peer, existing));
	}

	/**
	 * RFC 4895 §6.1: when both ask at once, the random number is that of our own INIT.
	 */
	private @Nullable AuthOffers auth(PeerParameters peer, @Nullable Association existing) {
		AuthOffer offered = peer.authOffer();
		if (offered == null) {
			return null;
		}
		return new AuthOffers((existing != null && existing.isOpening()) ? existing.authentication.offer()
				: Authentication.draw(this.context.random()), offered);
	}

	private List<SctpAddress> usable(List<SctpAddress> addresses, SctpAddress local) {
		List<SctpAddress> usable = new ArrayList<>(addresses.size());
		for (int i = 0; i < addresses.size(); i++) {
			SctpAddress address = addresses.get(i);
			// the first is where the packet came from, so it works
			if (i == 0 || this.context.sources().select(address, this.context.localAddresses()) != null) {
				usable.add(address);
			}
		}
		return usable;
	}

	private static byte[] encode(List<SctpAddress> addresses) {
		List<Parameter> parameters = new ArrayList<>(addresses.size());
		for (SctpAddress address : addresses) {
			parameters.add(AddressParameter.of(address));
		}
		return Parameter.encode(parameters.toArray(new Parameter[0]));
	}

	private void abort(InitChunk init, Origin from, ErrorCause cause) {
		send(from, init.initiateTag(), new AbortChunk(false, List.of(cause)));
	}

	private void send(Origin from, int tag, Chunk chunk) {
		this.context.answer(Reply.to(from, tag, chunk));
	}

}
