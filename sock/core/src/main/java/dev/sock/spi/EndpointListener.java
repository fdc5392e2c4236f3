package dev.sock.spi;

import java.util.List;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Is asked by a transport about peers. Implemented by the core; called on the event loop,
 * must not block and must not throw.
 */
public interface EndpointListener {

	/**
	 * Decides whether to accept an association.
	 * @param request who asks
	 * @param association the association to be, which may be used once
	 * {@link AssociationListener#established} was called
	 * @return the association's listener, or {@code null} to refuse
	 */
	@Nullable AssociationListener accept(IncomingAssociation request, TransportAssociation association);

	/**
	 * The endpoint has ended by itself, after its associations: nobody asked it to close.
	 * @param reason why, in words
	 */
	void ended(String reason);

	/**
	 * A peer that asks for an association.
	 *
	 * @param peerAddress address that it asks from
	 * @param peerPort its SCTP port
	 * @param peerAddresses all addresses that it listed, {@code peerAddress} included
	 * @param outboundStreams streams that could be sent on
	 * @param inboundStreams streams that could be received on
	 * @param adaptationIndication its adaptation layer indication, or {@code null}
	 */
	record IncomingAssociation(SctpAddress peerAddress, int peerPort, List<SctpAddress> peerAddresses,
			int outboundStreams, int inboundStreams, @Nullable Long adaptationIndication) {
	}

}
