package dev.sock.userspace.engine.packet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for serial number arithmetic (RFC 1982, RFC 9260 §1.6).
 */
class SerialNumberTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4711, Integer.MAX_VALUE, Integer.MIN_VALUE, -1 })
	void aTsnIsBeforeTheNextOneAndAfterTheLastOneWhereverTheyWrap(int tsn) {
		for (int distance : new int[] { 1, 2, 1000, Integer.MAX_VALUE }) {
			assertThat(SerialNumber.isBefore(tsn, tsn + distance)).isTrue();
			assertThat(SerialNumber.isAfter(tsn, tsn + distance)).isFalse();
			assertThat(SerialNumber.isBefore(tsn, tsn - distance)).isFalse();
			assertThat(SerialNumber.isAfter(tsn, tsn - distance)).isTrue();
		}
		assertThat(SerialNumber.isBefore(tsn, tsn)).isFalse();
		assertThat(SerialNumber.isAfter(tsn, tsn)).isFalse();
	}

	@Test
	void aStreamSequenceNumberIsBeforeTheNextOneWhereverItWraps() {
		for (int ssn = 0; ssn <= 0xffff; ssn++) {
			int next = (ssn + 1) & 0xffff;
			assertThat(SerialNumber.isSsnBefore(ssn, next)).isTrue();
			assertThat(SerialNumber.isSsnBefore(next, ssn)).isFalse();
			assertThat(SerialNumber.isSsnBefore(ssn, ssn)).isFalse();
		}
	}

}
