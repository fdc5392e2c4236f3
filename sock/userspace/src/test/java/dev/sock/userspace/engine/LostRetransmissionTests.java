package dev.sock.userspace.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A chunk that is lost a second time.
 */
class LostRetransmissionTests {

	private final EstablishedPeer peer = new EstablishedPeer();

	@Test
	void isSentAgainOnceDataThatWasSentLaterHasArrivedThreeTimes() {
		this.peer.send(4, 1000);
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 4))).contains(1);
		this.peer.send(4, 1000);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 5))).doesNotContain(1);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 6))).doesNotContain(1);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 7))).contains(1);
	}

	@Test
	void isNotSentAgainForWhatWasSentBeforeIt() {
		this.peer.send(8, 100);
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 4))).contains(1);
		for (int last = 5; last <= 8; last++) {
			assertThat(this.peer.tsns(this.peer.sack(0, 2, last))).doesNotContain(1);
		}
	}

}
