package dev.sock.interop;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sock.programs.Command;
import dev.sock.programs.Programs;

/**
 * Entry point: {@code Main COMMAND [--option value]…}.
 */
public final class Main {

	private Main() {
	}

	/**
	 * Runs a command. Exit code 1 if it failed, 2 if it was called wrongly.
	 * @param args the command and its options
	 */
	public static void main(String[] args) {
		Map<String, Command> commands = new LinkedHashMap<>();
		commands.put("console", new Console());
		commands.put("bulk", new SockBulk());
		commands.put("nio-bulk", new NioBulk());
		Programs.run(commands, args);
	}

}
