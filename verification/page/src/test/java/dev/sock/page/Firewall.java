package dev.sock.page;

import java.io.IOException;

/**
 * Cuts a path of loopback, in the network namespace that the tests run in.
 */
final class Firewall implements AutoCloseable {

	Firewall() {
		nft("add table ip cut; add chain ip cut input { type filter hook input priority 0; policy accept; }");
	}

	/** From now on nothing arrives at the address. */
	void cut(String address) {
		nft("add rule ip cut input ip daddr " + address + " udp dport 9899 drop");
	}

	void restore() {
		nft("flush chain ip cut input");
	}

	@Override
	public void close() {
		nft("delete table ip cut");
	}

	private static void nft(String commands) {
		try {
			Process process = new ProcessBuilder("nft", commands).inheritIO().start();
			if (process.waitFor() != 0) {
				throw new IllegalStateException("nft has failed: " + commands);
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
