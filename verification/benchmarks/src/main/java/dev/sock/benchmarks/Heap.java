package dev.sock.benchmarks;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What is in use after garbage collection.
 */
final class Heap {

	private Heap() {
	}

	/**
	 * Collects garbage a few times and returns what is left.
	 * @return bytes of heap
	 * @throws InterruptedException if interrupted
	 */
	static long used() throws InterruptedException {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			Thread.sleep(150);
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	/**
	 * Returns the memory of direct byte buffers that the JDK knows of.
	 * @return bytes
	 */
	static long direct() {
		long bytes = 0;
		for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
			bytes += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
		}
		return bytes;
	}

}
