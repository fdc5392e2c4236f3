package dev.sock.userspace.loopback;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.sock.ConnectOptions;
import dev.sock.GsoMode;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.Sock;

/**
 * Echoes, and calls whom it is told to call; ends with its input. Its UDP port unless
 * said otherwise is the first argument.
 */
final class EchoProgram {

	private EchoProgram() {
	}

	public static void main(String[] arguments) throws IOException {
		try (Sock sock = AbstractLoopbackTests.sock(Integer.parseInt(arguments[0]), GsoMode.AUTO)) {
			SctpEndpoint server = sock.createEndpoint(
					AbstractLoopbackTests.accepting(1).udpPort(0).handler(AbstractLoopbackTests.ECHO).build());
			System.out.println("ready " + server.udpPort().getAsInt() + " " + server.localPort());
			SctpEndpoint client = sock.createEndpoint(AbstractLoopbackTests.connecting().build());
			System.out.println("client " + client.udpPort().getAsInt());
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				String[] ports = line.split(" ");
				SctpAssociation association = client.connect(ConnectOptions.to("127.0.0.1", Integer.parseInt(ports[1]))
					.withRemoteUdpPort(Integer.parseInt(ports[0])));
				association.send("from the other JVM".getBytes(StandardCharsets.UTF_8), SendOptions.DEFAULT);
				SctpMessage back = association.receive(Duration.ofSeconds(30));
				System.out.println("echoed " + ((back != null) ? back.text() : "nothing"));
			}
		}
	}

}
