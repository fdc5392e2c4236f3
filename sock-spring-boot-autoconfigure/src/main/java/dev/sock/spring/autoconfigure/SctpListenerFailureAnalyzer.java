package dev.sock.spring.autoconfigure;

import dev.sock.spring.listener.SctpListenerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a listener method that cannot be used.
 */
final class SctpListenerFailureAnalyzer extends AbstractFailureAnalyzer<SctpListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SctpListenerException cause) {
		return new FailureAnalysis(cause.problem() + ".", cause.remedy(), cause);
	}

}
