package dev.sock.sample;

import dev.sock.SctpOptionException;
import dev.sock.SctpSendException;
import dev.sock.spring.core.SctpUnknownAssociationException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells HTTP clients what went wrong.
 */
@RestControllerAdvice
class SctpErrors {

	@ExceptionHandler
	ProblemDetail unknownAssociation(SctpUnknownAssociationException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail badOption(SctpOptionException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail notSent(SctpSendException ex) {
		HttpStatus status = switch (ex.reason()) {
			case INVALID_STREAM, TOO_LONG, EMPTY -> HttpStatus.BAD_REQUEST;
			default -> HttpStatus.SERVICE_UNAVAILABLE;
		};
		return ProblemDetail.forStatusAndDetail(status, String.valueOf(ex.getMessage()));
	}

}
