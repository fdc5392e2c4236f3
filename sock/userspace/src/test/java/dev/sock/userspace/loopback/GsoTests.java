package dev.sock.userspace.loopback;

import dev.sock.GsoMode;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.contract.Payloads;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages arrive whole and in order in each way of writing packets.
 */
class GsoTests extends AbstractLoopbackTests {

	@ParameterizedTest
	@EnumSource
	void carriesMessagesOfEverySize(GsoMode gso) {
		try (Sock sender = sock(0, gso)) {
			SctpEndpoint server = open(accepting(1));
			SctpAssociation association = sender.createEndpoint(connecting().build()).connect(to(server));
			SctpAssociation theirs = server.associations().get(0);
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 3_000; n++) {
					association.send(Payloads.numbered(n, length(n)), SendOptions.DEFAULT);
				}
			});
			thread.start();
			for (int n = 0; n < 3_000; n++) {
				SctpMessage message = receive(theirs);
				assertThat(Payloads.number(message.payload())).isEqualTo(n);
				assertThat(message.payload()).hasSize(length(n));
			}
		}
	}

	private static int length(int n) {
		return (n % 100 == 0) ? 60_000 : 4 + n * 7 % 2_900;
	}

}
