package dev.sock.userspace.engine;

import dev.sock.spi.AssociationListener;
import dev.sock.spi.EndpointListener.IncomingAssociation;
import dev.sock.userspace.engine.association.Association;
import dev.sock.userspace.engine.association.CookieEchoHandler;
import org.jspecify.annotations.Nullable;

/**
 * The associations of an endpoint, as those see them who open one at a peer's wish.
 */
final class IncomingAssociations implements CookieEchoHandler.Associations {

	private final AssociationTable table;

	private final EndpointCounters counters;

	private final EndpointEngine.AcceptHandler acceptHandler;

	IncomingAssociations(AssociationTable table, EndpointCounters counters,
			EndpointEngine.AcceptHandler acceptHandler) {
		this.table = table;
		this.counters = counters;
		this.acceptHandler = acceptHandler;
	}

	@Override
	public @Nullable AssociationListener accept(IncomingAssociation request, Association association) {
		return this.acceptHandler.accept(request, new AssociationEngine(association));
	}

	@Override
	public void add(Association association) {
		this.table.add(association);
	}

	@Override
	public void refused() {
		this.counters.refused++;
	}

	@Override
	public void invalidCookie() {
		this.counters.invalidCookies++;
	}

}
