package dev.sock.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAssociation;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.programs.Arguments;
import dev.sock.programs.Command;
import dev.sock.programs.Json;

/**
 * {@code idle}: opens many associations, exchanges a few messages on each, and reports
 * heap per association after garbage collection, on both sides. There is one association
 * between two SCTP ports, so that this side has an endpoint for each.
 */
final class Idle implements Command {

	@Override
	public void run(Arguments arguments) throws Exception {
		int count = arguments.integer("associations", 1000, 1, 60000);
		int messages = arguments.integer("messages", 1, 0, 1000);
		int size = arguments.integer("size", 64, Pattern.MIN_SIZE, Pattern.MAX_SIZE);
		try (Setup setup = new Setup(arguments)) {
			arguments.complete();
			// what the first one loads is not counted
			SctpAssociation first = open(setup, 0, messages, size);
			List<SctpAssociation> associations = new ArrayList<>(count);
			String[] serverBefore = measure(first);
			long before = Heap.used();
			long directBefore = Heap.direct();
			long start = System.nanoTime();
			for (int i = 1; i <= count; i++) {
				associations.add(open(setup, i, messages, size));
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			Thread.sleep(2000);
			String[] serverAfter = measure(first);
			long after = Heap.used();
			long established = associations.stream().filter((association) -> association.state().canSend()).count();
			new Json().put("stack", "sock")
				.put("role", "idle")
				.put("associations", established)
				.put("openSeconds", seconds)
				.put("acceptedHeapPerAssociation", difference(serverBefore, serverAfter, 0) / count)
				.put("openedHeapPerAssociation", (after - before) / count)
				.put("acceptedDirectBytes", difference(serverBefore, serverAfter, 1))
				.put("openedDirectBytes", Heap.direct() - directBefore)
				.print();
			first.abort("");
		}
	}

	private static SctpAssociation open(Setup setup, int number, int messages, int size) {
		SctpAssociation association = setup.connect(setup.client("client-" + number, Delivery.PULL, null));
		for (int n = 0; n < messages; n++) {
			association.send(Pattern.message(n, size), SendOptions.DEFAULT);
			if (Pattern.check(answer(association)) != n) {
				throw new IllegalStateException("A wrong answer");
			}
		}
		return association;
	}

	private static String[] measure(SctpAssociation association) {
		association.send(IdleReceive.MEASURE.getBytes(StandardCharsets.US_ASCII), SendOptions.DEFAULT);
		return new String(answer(association), StandardCharsets.US_ASCII).split(" ", -1);
	}

	private static byte[] answer(SctpAssociation association) {
		SctpMessage answer = association.receive(Duration.ofSeconds(30));
		if (answer == null) {
			throw new IllegalStateException("No answer in 30 seconds");
		}
		return answer.payload();
	}

	private static long difference(String[] before, String[] after, int index) {
		return Long.parseLong(after[index]) - Long.parseLong(before[index]);
	}

}
