package dev.sock.spring.actuate;

import java.util.Map;
import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What operations answer over HTTP.
 */
final class WebResponses {

	private static final int CONFLICT = 409;

	private WebResponses() {
	}

	/** Status 200 with what it returns, or that of the problem, with its reason. */
	static WebEndpointResponse<?> ok(Supplier<?> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (SockOperationException ex) {
			return problem(ex);
		}
	}

	/** Status 204, or that of the problem, with its reason. */
	static WebEndpointResponse<?> noContent(Runnable operation) {
		try {
			operation.run();
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (SockOperationException ex) {
			return problem(ex);
		}
	}

	private static WebEndpointResponse<?> problem(SockOperationException problem) {
		return switch (problem.reason()) {
			case UNKNOWN_NAME -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
			case INVALID_ARGUMENT -> problem(WebEndpointResponse.STATUS_BAD_REQUEST, problem);
			case CONFLICT -> problem(CONFLICT, problem);
		};
	}

	private static WebEndpointResponse<?> problem(int status, SockOperationException problem) {
		return new WebEndpointResponse<>(Map.of("problem", String.valueOf(problem.getMessage())), status);
	}

}
