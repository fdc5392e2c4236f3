package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine under random faults while addresses of both sides come and go. Of each seed
 * all is as in {@link SeedTests} but for that. {@code -Dsock.sim.seeds=20000} runs more
 * seeds than usual, {@code -Dsock.sim.first=1000} starts elsewhere.
 */
class AddressSeedTests {

	private static final long USUAL = 300;

	@Test
	void everythingArrivesOnceAndInOrderWhileAddressesComeAndGo() {
		long first = Long.getLong("sock.sim.first", 1);
		long seeds = Long.getLong("sock.sim.seeds", USUAL);
		List<String> failures = new ArrayList<>();
		int changes = 0;
		for (long seed = first; seed < first + seeds; seed++) {
			SeedRun run = new SeedRun(seed, 60, true);
			try {
				run.run();
				changes += run.addressChanges();
			}
			catch (Throwable ex) {
				failures.add("seed " + seed + ": " + ex + ((failures.size() < 2) ? "\n" + run.describe() : ""));
			}
		}
		assertThat(failures).as(failures.size() + " of " + seeds + " seeds").isEmpty();
		assertThat(changes).isGreaterThan((int) seeds);
	}

	/**
	 * 1793: a HEARTBEAT ACK that took long found the other side gone and was answered by
	 * ABORT, which came to a side that waited for SHUTDOWN COMPLETE. 379, 912, 1475,
	 * 3311: SHUTDOWN ACK left from an address that the peer had removed, but its answer
	 * came too late to be heard. 1282: a late COOKIE ECHO came when the peer had neither
	 * of the addresses any more that it had been verified at. 6263: a late INIT listed an
	 * address that the peer had removed, and was taken for a restart that adds it. 31490:
	 * a FORWARD TSN from before a reset named the old number of a stream that the peer
	 * had reset by then. 108105: the answer to a reset of the association never came, and
	 * its end brought what had waited for it, numbered anew.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 379, 912, 1282, 1475, 1793, 3311, 6263, 7779, 31490, 108105 })
	void seedsThatOnceFailed(long seed) {
		new SeedRun(seed, 60, true).run();
	}

	@Test
	void givesTheSameTraceForTheSameSeed() {
		for (long seed = 1; seed <= 5; seed++) {
			SeedRun one = new SeedRun(seed, 10, true);
			SeedRun other = new SeedRun(seed, 10, true);
			one.run();
			other.run();
			assertThat(one.hash()).isEqualTo(other.hash());
		}
	}

}
