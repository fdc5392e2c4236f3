package dev.sock.userspace.udp;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyIo}.
 */
class NettyIoTests {

	@Test
	void theReceiveWindowIsTheShareOfTheBufferThatIsPayload() {
		assertThat(NettyIo.maxReceiveWindow(2 * 212_992L)).isEqualTo(272_156);
		assertThat(NettyIo.maxReceiveWindow(8L << 20)).isEqualTo(5_359_388);
	}

	@Test
	void theReceiveWindowIsAtLeast64KiB() {
		assertThat(NettyIo.maxReceiveWindow(0)).isEqualTo(65_536);
		assertThat(NettyIo.maxReceiveWindow(1L << 40)).isEqualTo(Integer.MAX_VALUE);
	}

}
