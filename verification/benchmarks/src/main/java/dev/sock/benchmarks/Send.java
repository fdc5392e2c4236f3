package dev.sock.benchmarks;

import java.util.concurrent.TimeUnit;

import dev.sock.AssociationStatistics;
import dev.sock.AssociationStatus;
import dev.sock.PathStatus;
import dev.sock.SctpAssociation;
import dev.sock.SendOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;
import org.jspecify.annotations.Nullable;

/**
 * {@code send}: sends from one blocking thread for a time, or a number of messages, and
 * shuts down gracefully.
 */
final class Send implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		int size = arguments.integer("size", 1024, Pattern.MIN_SIZE, Pattern.MAX_SIZE);
		int messages = arguments.integer("messages", 0, 0, Integer.MAX_VALUE);
		long nanos = TimeUnit.SECONDS.toNanos(arguments.integer("seconds", 5, 1, 3600));
		long warmup = TimeUnit.SECONDS.toNanos(arguments.integer("warmup", 0, 0, 3600));
		int clockEvery = arguments.integer("clock-every", 1, 1, 1 << 20);
		boolean unordered = arguments.integer("unordered", 0, 0, 1) == 1;
		try (Setup setup = new Setup(arguments)) {
			arguments.complete();
			SendOptions[] options = new SendOptions[setup.streams];
			for (int i = 0; i < options.length; i++) {
				options[i] = SendOptions.stream(i).withUnordered(unordered);
			}
			SctpAssociation association = setup.connect(setup.client(Delivery.LOOP, (message) -> {
			}));
			AllocationMeter allocation = null;
			long measuredFrom = 0;
			long start = System.nanoTime();
			long n = 0;
			long elapsed = 0;
			while (true) {
				if (n % clockEvery == 0) {
					elapsed = System.nanoTime() - start;
				}
				if (allocation == null && elapsed >= warmup) {
					allocation = new AllocationMeter();
					measuredFrom = n;
				}
				// with a number of messages, that many after the warm-up
				if ((messages > 0) ? allocation != null && n - measuredFrom == messages : elapsed >= nanos) {
					break;
				}
				association.send(Pattern.message(n, size), options[(int) (n % options.length)]);
				n++;
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			AssociationStatus status = association.status();
			association.shutdown().get(60, TimeUnit.SECONDS);
			print(setup, size, n, seconds, status, association.status().statistics(), allocation, n - measuredFrom);
		}
	}

	private static void print(Setup setup, int size, long n, double seconds, AssociationStatus status,
			AssociationStatistics statistics, @Nullable AllocationMeter allocation, long measured) {
		PathStatus primary = status.primary();
		Long packets = statistics.outSctpPacks();
		Json json = new Json().put("stack", "sock")
			.put("role", "send")
			.put("messages", n)
			.put("size", size)
			.put("seconds", seconds)
			.put("transport", setup.transport)
			.put("gso", setup.gso)
			.put("maxBurst", setup.options.maxBurst())
			.put("pathMtu", (primary != null) ? primary.pathMtu() : null)
			.put("fragmentationPoint", status.fragmentationPoint())
			.put("packetsOut", packets)
			.put("packetsIn", statistics.inSctpPacks())
			.put("payloadPerPacket", (packets != null && packets > 0) ? n * size / packets : null)
			.put("retransmittedChunks", statistics.rtxChunks())
			.put("t3Expirations", statistics.t3Expireds());
		if (allocation != null) {
			allocation.report(json, measured, measured * size);
		}
		json.print();
	}

}
