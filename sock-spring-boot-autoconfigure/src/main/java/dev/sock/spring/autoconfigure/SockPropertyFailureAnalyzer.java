package dev.sock.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a property that cannot be used.
 */
final class SockPropertyFailureAnalyzer extends AbstractFailureAnalyzer<SockPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SockPropertyException cause) {
		return new FailureAnalysis(cause.description() + ".", cause.action(), cause);
	}

}
