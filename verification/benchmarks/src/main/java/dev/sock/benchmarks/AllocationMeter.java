package dev.sock.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import com.sun.management.ThreadMXBean;

import dev.sock.programs.Json;

/**
 * Counts the bytes that all threads together have allocated since it was made.
 */
final class AllocationMeter {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Map<Long, Long> start = snapshot();

	/**
	 * Puts bytes per message, in all and beyond the payload, and by the threads' names.
	 * @param json where to put it
	 * @param messages how many messages there were since
	 * @param payloadBytes their payload
	 */
	void report(Json json, long messages, long payloadBytes) {
		if (messages == 0) {
			return;
		}
		Map<String, Long> byThread = new TreeMap<>();
		long total = 0;
		for (Map.Entry<Long, Long> entry : snapshot().entrySet()) {
			long bytes = entry.getValue() - this.start.getOrDefault(entry.getKey(), 0L);
			var info = THREADS.getThreadInfo(entry.getKey());
			total += bytes;
			byThread.merge((info != null) ? info.getThreadName() : "ended", bytes, Long::sum);
		}
		json.put("allocatedPerMessage", (double) total / messages);
		json.put("allocatedBeyondPayload", (double) (total - payloadBytes) / messages);
		StringBuilder names = new StringBuilder();
		byThread.forEach((name, bytes) -> {
			if (bytes >= messages) {
				names.append(names.isEmpty() ? "" : ", ").append(name).append(": ").append(bytes / messages);
			}
		});
		json.put("allocatedByThread", names);
	}

	private static Map<Long, Long> snapshot() {
		long[] ids = THREADS.getAllThreadIds();
		long[] bytes = THREADS.getThreadAllocatedBytes(ids);
		Map<Long, Long> result = new LinkedHashMap<>();
		for (int i = 0; i < ids.length; i++) {
			if (bytes[i] >= 0) {
				result.put(ids[i], bytes[i]);
			}
		}
		return result;
	}

}
