package dev.sock;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Causes in words.
 */
class SctpErrorCauseTests {

	@ParameterizedTest
	@EnumSource
	@Tag("C11")
	void everyCauseIsFoundByItsCodeAndHasWords(SctpErrorCause cause) {
		assertThat(SctpErrorCause.of(cause.code())).contains(cause);
		assertThat(SctpErrorCause.describe(cause.code())).isEqualTo(cause.text()).isNotBlank().doesNotEndWith(".");
	}

	@ParameterizedTest
	@CsvSource({ "1,INVALID_STREAM_IDENTIFIER", "4,OUT_OF_RESOURCE", "9,NO_USER_DATA", "12,USER_INITIATED_ABORT",
			"13,PROTOCOL_VIOLATION", "160,REQUEST_TO_DELETE_LAST_ADDRESS", "261,UNSUPPORTED_HMAC_IDENTIFIER" })
	void codesAreThoseOfTheRfcs(int code, SctpErrorCause cause) {
		assertThat(SctpErrorCause.of(code)).contains(cause);
	}

	@Test
	void aCodeThatNobodyKnowsAndNoneHaveWordsToo() {
		assertThat(SctpErrorCause.of(77)).isEmpty();
		assertThat(SctpErrorCause.describe(77)).isEqualTo("error cause 77");
		assertThat(SctpErrorCause.describe(0)).isEqualTo("no cause given");
	}

}
