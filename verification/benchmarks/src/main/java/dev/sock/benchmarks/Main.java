package dev.sock.benchmarks;

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
		Programs.run(commands, args);
	}

}
