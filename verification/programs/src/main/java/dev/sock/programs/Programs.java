package dev.sock.programs;

import java.util.Arrays;
import java.util.Map;

/**
 * Runs one of several commands by its name.
 */
public final class Programs {

	private Programs() {
	}

	/**
	 * Runs a command and ends the process: with exit code 1 if it failed, 2 if it was
	 * called wrongly.
	 * @param commands commands by their names
	 * @param args the command's name and its options
	 */
	public static void run(Map<String, Command> commands, String[] args) {
		Command command = (args.length > 0) ? commands.get(args[0]) : null;
		if (command == null) {
			System.err.println("Name one of " + commands.keySet());
			System.exit(2);
			return;
		}
		try {
			command.run(new Arguments(Arrays.asList(args).subList(1, args.length)));
			System.exit(0);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
		catch (Exception ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

}
