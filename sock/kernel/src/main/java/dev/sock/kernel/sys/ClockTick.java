package dev.sock.kernel.sys;

import java.lang.ref.Reference;
import java.time.Duration;

/**
 * How long a tick of the kernel's clock lasts ({@code 1 / CONFIG_HZ}): 1 to 10 ms.
 */
public final class ClockTick {

	/** A clock that moves on with each tick, so its resolution is the tick. */
	private static final int CLOCK_MONOTONIC_COARSE = 6;

	private static final Duration LENGTH = read();

	private ClockTick() {
	}

	/**
	 * Returns how long a tick lasts.
	 * @return the length
	 */
	public static Duration length() {
		return LENGTH;
	}

	private static Duration read() {
		NativeMemory resolution = new NativeMemory(2 * Long.BYTES);
		try {
			if (LibC.clock_getres(CLOCK_MONOTONIC_COARSE, resolution.address(0)) != 0) {
				throw new IllegalStateException("The system has no coarse clock");
			}
			return Duration.ofSeconds(resolution.buffer().getLong(0), resolution.buffer().getLong(Long.BYTES));
		}
		finally {
			Reference.reachabilityFence(resolution);
		}
	}

}
