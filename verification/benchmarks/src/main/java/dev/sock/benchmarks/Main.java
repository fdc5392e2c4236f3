package dev.sock.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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
		commands.put("receive", new Receive());
		commands.put("send", new Send());
		commands.put("nio-receive", new NioReceive());
		commands.put("nio-send", new NioSend());
		commands.put("pong", new Pong());
		commands.put("ping", new Ping());
		commands.put("udp-pong", new UdpPong());
		commands.put("udp-ping", new UdpPing());
		commands.put("idle-receive", new IdleReceive());
		commands.put("idle", new Idle());
		commands.put("failover-receive", new FailoverReceive());
		commands.put("failover-send", new FailoverSend());
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
