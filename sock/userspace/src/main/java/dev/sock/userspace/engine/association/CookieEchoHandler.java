package dev.sock.userspace.engine.association;

import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.EndpointListener.IncomingAssociation;
import dev.sock.userspace.engine.auth.Authenticator;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.CookieEchoChunk;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.OutOfResourceCause;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.StaleCookieCause;
import dev.sock.userspace.engine.setup.StateCookie;
import org.jspecify.annotations.Nullable;

/**
 * Handles COOKIE ECHO: only here does an association come into being at a peer's wish
 * (RFC 9260 §5.1.5, §5.2.4).
 */
public final class CookieEchoHandler {

	private final AssociationContext context;

	private SctpOptions options;

	private final InitResponder initResponder;

	/**
	 * Creates the handler.
	 * @param context the endpoint
	 * @param options options of accepted associations
	 * @param initResponder who has sealed the cookies
	 */
	public CookieEchoHandler(AssociationContext context, SctpOptions options, InitResponder initResponder) {
		this.context = context;
		this.options = options;
		this.initResponder = initResponder;
	}

	/**
	 * Changes the options, for associations that come into being from now on.
	 * @param options options of accepted associations
	 */
	public void setOptions(SctpOptions options) {
		this.options = options;
	}

	/**
	 * Handles a packet whose first chunk is COOKIE ECHO, or AUTH with COOKIE ECHO after
	 * it.
	 * @param packet the packet
	 * @param from where it came from
	 * @param associations the endpoint's associations
	 * @param nowNanos the time
	 * @return the association that the rest of the packet is for, or {@code null} if it
	 * is dropped
	 */
	public @Nullable Association handle(PacketReader packet, Origin from, Associations associations, long nowNanos) {
		packet.next();
		boolean signed = packet.type() == ChunkType.AUTH;
		if (signed) {
			packet.next();
		}
		CookieEchoChunk echo = CookieEchoChunk.decode(packet);
		StateCookie cookie = (echo != null) ? this.initResponder.cookies().open(echo.cookie(), nowNanos) : null;
		if (cookie == null || cookie.localTag() != packet.verificationTag() || cookie.peerPort() != from.remotePort()
				|| cookie.localPort() != this.context.localPort()) {
			associations.invalidCookie();
			return null;
		}
		Association existing = existing(cookie);
		if (signed && !isAuthentic(packet, cookie, existing)) {
			return null;
		}
		if (existing != null) {
			return existing.handshake.cookieForExisting(cookie, from, nowNanos) ? existing : null;
		}
		if (cookie.isExpired(nowNanos)) {
			associations.invalidCookie();
			send(from, cookie, new ErrorChunk(List.of(new StaleCookieCause(cookie.stalenessMicros(nowNanos)))));
			return null;
		}
		return accept(cookie, from, associations, nowNanos);
	}

	/**
	 * RFC 4895 §6.3: by the keys of the association that exists; if there is none, by
	 * those that the cookie stands for.
	 */
	private static boolean isAuthentic(PacketReader packet, StateCookie cookie, @Nullable Association existing) {
		packet.rewind();
		packet.next();
		Authenticator keys = (existing != null) ? existing.authentication.keys() : null;
		if (keys == null) {
			keys = Authentication.keysOf(cookie.auth());
		}
		boolean authentic = keys != null && keys.check(packet) == Authenticator.Verdict.RIGHT;
		if (authentic) {
			packet.setAuthenticated();
			packet.next();
		}
		return authentic;
	}

	/**
	 * By its tag first: the peer may have none of the addresses any more that the cookie
	 * has come from.
	 */
	private @Nullable Association existing(StateCookie cookie) {
		Association sameTag = this.context.find(cookie.localTag());
		return (sameTag != null && sameTag.peerPort() == cookie.peerPort()) ? sameTag
				: this.initResponder.existing(cookie.peerAddresses(), cookie.peerPort());
	}

	private @Nullable Association accept(StateCookie cookie, Origin from, Associations associations, long nowNanos) {
		Association association = Association.accepting(this.context, this.options, cookie);
		AssociationListener listener = associations
			.accept(new IncomingAssociation(cookie.peerAddress(), cookie.peerPort(), cookie.peerAddresses(),
					cookie.outboundStreams(), cookie.inboundStreams(), cookie.adaptationIndication()), association);
		if (listener == null) {
			associations.refused();
			send(from, cookie, new AbortChunk(false, List.of(new OutOfResourceCause())));
			return null;
		}
		associations.add(association);
		association.accept(cookie, from, listener, nowNanos);
		return association;
	}

	private void send(Origin from, StateCookie cookie, Chunk chunk) {
		Authenticator keys = Authentication.keysOf(cookie.auth());
		this.context.answer(Reply.to(from, cookie.peerTag(), List.of(chunk), keys));
	}

	/**
	 * The associations of an endpoint.
	 */
	public interface Associations {

		/**
		 * Decides whether to accept an association.
		 * @param request who asks
		 * @param association the association to be
		 * @return its listener, or {@code null} to refuse
		 */
		@Nullable AssociationListener accept(IncomingAssociation request, Association association);

		/**
		 * Adds an association that was accepted.
		 * @param association the association
		 */
		void add(Association association);

		/**
		 * A peer was refused.
		 */
		void refused();

		/**
		 * A cookie could not be used.
		 */
		void invalidCookie();

	}

}
