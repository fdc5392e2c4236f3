package dev.sock.sample;

import java.net.http.HttpResponse;

import dev.sock.userspace.peer.UsrsctpPeers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample application without the peer that it has an association with.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "sock.endpoint-overrides.client.associations.to-server.remote-port=30499")
class AssociationDownTests {

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void udpPort(DynamicPropertyRegistry registry) {
		SampleClient.useUdpPort(registry, UsrsctpPeers.freeUdpPort());
	}

	@Test
	void aMessageToAnAssociationThatIsDownIs503() {
		SampleClient client = new SampleClient(this.port);
		HttpResponse<String> response = client.post("{\"association\":\"to-server\",\"text\":\"x\"}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
		JsonNode problem = client.read(response);
		assertThat(problem.path("detail").asString()).startsWith("Association 'to-server' on endpoint 'client' is down")
			.endsWith("Send again once it is up");
	}

}
