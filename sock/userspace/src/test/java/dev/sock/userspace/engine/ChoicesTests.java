package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Choices}.
 */
class ChoicesTests {

	@Test
	void goesThroughEveryCombinationOnce() {
		Choices choices = new Choices();
		List<String> seen = new ArrayList<>();
		do {
			int first = choices.next(2);
			int second = choices.next(2 + first);
			seen.add(first + "" + second);
		}
		while (choices.nextRun());
		assertThat(seen).containsExactly("00", "01", "10", "11", "12");
	}

}
