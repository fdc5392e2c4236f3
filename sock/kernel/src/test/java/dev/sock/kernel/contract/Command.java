package dev.sock.kernel.contract;

import java.io.IOException;
import java.util.List;

/**
 * Programs that set up the network of the booted kernel.
 */
final class Command {

	private Command() {
	}

	static void run(String... command) {
		try {
			int code = new ProcessBuilder(command).inheritIO().start().waitFor();
			if (code != 0) {
				throw new IllegalStateException(List.of(command) + " ended with " + code);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(List.of(command) + " cannot be run", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
