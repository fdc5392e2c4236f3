package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.SctpAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Local addresses that come and go while there are associations.
 */
class LocalAddressTests {

	private static final SctpAddress NEW = ScriptedPeer.address("10.9.9.9");

	private final EstablishedPeer peer = new EstablishedPeer();

	@Test
	void aPathWhoseLocalAddressHasGoneLeavesFromAnother() {
		this.peer.peer().engine().localAddressesChanged(List.of(NEW));
		assertThat(this.peer.path().localAddress()).isEqualTo(NEW);
	}

	@Test
	void aPathKeepsItsLocalAddressWhenOthersCome() {
		SctpAddress before = this.peer.path().localAddress();
		assertThat(before).isNotNull();
		this.peer.peer().engine().localAddressesChanged(List.of(NEW, before));
		assertThat(this.peer.path().localAddress()).isEqualTo(before);
	}

}
