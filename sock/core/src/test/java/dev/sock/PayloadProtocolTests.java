package dev.sock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PayloadProtocol}.
 */
class PayloadProtocolTests {

	@ParameterizedTest
	@CsvSource({ "46,46", "0,0", "4294967295,4294967295", "0x2E,46", "007,7", "Diameter,46", "DIAMETER_OVER_DTLS,47",
			"m3ua,3", "NGAP,60", "s1-ap,18", "http/sctp,63", "DTLS key management,4242", "E2-UP,71" })
	void numbersAndNamesAreRead(String text, long id) {
		assertThat(PayloadProtocol.parseId(text)).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-1", "4294967296", "4x", "0x", "Diametre", "reserved" })
	void anythingElseIsRefused(String text) {
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> PayloadProtocol.parseId(text))
			.withMessageContaining("payload-protocol-id");
	}

	@Test
	void anAssignedNumberHasItsName() {
		assertThat(PayloadProtocol.of(46)).contains(PayloadProtocol.DIAMETER);
		assertThat(PayloadProtocol.DIAMETER.protocolName()).isEqualTo("Diameter");
		assertThat(PayloadProtocol.of(52)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void everyProtocolIsFoundByItsNamesAndItsNumber(PayloadProtocol protocol) {
		assertThat(PayloadProtocol.parseId(protocol.name())).isEqualTo(protocol.id());
		assertThat(PayloadProtocol.parseId(protocol.protocolName())).isEqualTo(protocol.id());
		assertThat(PayloadProtocol.parseId(Long.toString(protocol.id()))).isEqualTo(protocol.id());
		assertThat(PayloadProtocol.of(protocol.id())).contains(protocol);
		assertThat(SendOptions.DEFAULT.withPayloadProtocol(protocol).payloadProtocolId())
			.isEqualTo((int) protocol.id());
	}

	@Test
	void namesAndNumbersAreThoseOfTheRegistry() {
		assertThat(PayloadProtocol.values()).hasSize(71);
		assertThat(PayloadProtocol.M3UA.id()).isEqualTo(3);
		assertThat(PayloadProtocol.S1AP.id()).isEqualTo(18);
		assertThat(PayloadProtocol.NGAP.id()).isEqualTo(60);
		assertThat(PayloadProtocol.DIAMETER_OVER_DTLS.id()).isEqualTo(47);
		assertThat(PayloadProtocol.DTLS_KEY_MANAGEMENT.id()).isEqualTo(4242);
	}

}
