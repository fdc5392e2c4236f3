package dev.sock.spring.endpoint;

import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.PathChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one log line for each change of an association or path.
 */
final class LoggingObserver implements SctpEndpointObserver {

	private static final Logger associations = LoggerFactory.getLogger("dev.sock.spring.association");

	private static final Logger paths = LoggerFactory.getLogger("dev.sock.spring.path");

	@Override
	public void onEvent(SctpEvent event) {
		if (event instanceof AssociationChanged changed) {
			associationChanged(changed);
		}
		else if (event instanceof PathChanged changed) {
			pathChanged(changed);
		}
	}

	private void associationChanged(AssociationChanged changed) {
		SctpAssociation association = changed.association();
		String name = association.name();
		String endpoint = association.endpoint().name();
		switch (changed.change()) {
			case COMM_UP ->
				associations.info("Association '{}' on endpoint '{}' is up: peer {}, port {}, streams {} out, {} in",
						name, endpoint, association.peerAddresses(), association.peerPort(), changed.outboundStreams(),
						changed.inboundStreams());
			case COMM_LOST ->
				associations.warn("Association '{}' on endpoint '{}' is lost: {}", name, endpoint, changed.reason());
			case RESTART -> associations.warn("Association '{}' on endpoint '{}' was started anew by its peer: {}",
					name, endpoint, changed.reason());
			case SHUTDOWN_COMPLETE -> associations.info("Association '{}' on endpoint '{}' is shut down: {}", name,
					endpoint, changed.reason());
			// an attempt to open it, of which ManagedAssociation logs the first
			case CANNOT_ESTABLISH -> associations.debug("Association '{}' on endpoint '{}' could not be opened: {}",
					name, endpoint, changed.reason());
		}
	}

	private void pathChanged(PathChanged changed) {
		String name = changed.association().name();
		String endpoint = changed.association().endpoint().name();
		switch (changed.change()) {
			case UNREACHABLE -> paths.warn("Path {} of association '{}' on endpoint '{}' is unreachable ({} errors)",
					changed.address(), name, endpoint, changed.errorCount());
			case AVAILABLE -> paths.info("Path {} of association '{}' on endpoint '{}' is available", changed.address(),
					name, endpoint);
			default -> paths.debug("Path {} of association '{}' on endpoint '{}': {}", changed.address(), name,
					endpoint, changed.change());
		}
	}

}
