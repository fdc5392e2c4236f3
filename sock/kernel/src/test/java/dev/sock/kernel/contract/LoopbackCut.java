package dev.sock.kernel.contract;

import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.contract.TransportFixture.PathCut;

/**
 * Loses what is sent to an address of loopback, by the traffic control of the kernel.
 */
final class LoopbackCut implements PathCut {

	private boolean open = true;

	LoopbackCut(SctpAddress address) {
		try {
			tc("qdisc", "add", "dev", "lo", "root", "handle", "1:", "prio");
			tc("qdisc", "add", "dev", "lo", "parent", "1:3", "handle", "30:", "netem", "loss", "100%");
			// All bands but the third are for what is not matched.
			tc("qdisc", "change", "dev", "lo", "root", "handle", "1:", "prio", "priomap", "0", "0", "0", "0", "0", "0",
					"0", "0", "0", "0", "0", "0", "0", "0", "0", "0");
			tc("filter", "add", "dev", "lo", "parent", "1:", "protocol", "ip", "u32", "match", "ip", "dst",
					address + "/32", "flowid", "1:3");
		}
		catch (IllegalStateException ex) {
			try {
				close();
			}
			catch (IllegalStateException again) {
				ex.addSuppressed(again);
			}
			throw ex;
		}
	}

	private static void tc(String... arguments) {
		List<String> command = new ArrayList<>(List.of("tc"));
		command.addAll(List.of(arguments));
		Command.run(command.toArray(String[]::new));
	}

	@Override
	public void close() {
		if (this.open) {
			this.open = false;
			tc("qdisc", "del", "dev", "lo", "root");
		}
	}

}
