package dev.sock.spring.autoconfigure;

import dev.sock.spring.endpoint.SctpAssociationStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what to do about an association that must be up at the start and is not.
 */
final class SctpAssociationStartFailureAnalyzer extends AbstractFailureAnalyzer<SctpAssociationStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SctpAssociationStartException cause) {
		return new FailureAnalysis(
				"Association '" + cause.association() + "' (" + cause.endpoint().paths().of("associations")
						+ ") is to be up before the application starts, and could not be opened: " + cause.problem(),
				"Start the peer first, correct 'remote-addresses', 'remote-port' or 'remote-udp-port' of the association, "
						+ "or set its 'fail-fast' to false, so that it is tried again until the peer is there.",
				cause);
	}

}
