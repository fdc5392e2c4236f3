package dev.sock.spring.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PayloadProtocolIds}.
 */
class PayloadProtocolIdsTests {

	@ParameterizedTest
	@CsvSource({ "46,46", "0,0", "4294967295,4294967295", "0x2E,46", "007,7", "Diameter,46", "DIAMETER_OVER_DTLS,47",
			"m3ua,3", "NGAP,60", "s1-ap,18", "http/sctp,63", "DTLS key management,4242", "E2-UP,71" })
	void numbersAndNamesAreRead(String text, long id) {
		assertThat(PayloadProtocolIds.parse(text)).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-1", "4294967296", "4x", "0x", "Diametre", "reserved" })
	void anythingElseIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> PayloadProtocolIds.parse(text))
			.withMessageContaining("payload protocol identifier");
	}

	@Test
	void anAssignedNumberHasItsName() {
		assertThat(PayloadProtocolIds.nameOf(46)).contains("Diameter");
		assertThat(PayloadProtocolIds.nameOf(52)).isEmpty();
	}

}
