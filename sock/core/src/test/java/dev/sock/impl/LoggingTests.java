package dev.sock.impl;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LoggingTests extends AbstractSockTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sock");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void attach() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void detach() {
		this.logger.detachAppender(this.lines);
	}

	@Test
	void tellsTheLifeOfAnAssociationInOneLineEach() {
		SctpEndpoint endpoint = this.sock
			.createEndpoint(options().name("client").port(5000).localAddresses("127.0.0.1", "::1").build());
		SctpAssociation association = connected(endpoint, ConnectOptions.to("10.0.0.1", 7).withName("to-server"));
		FakeAssociation fake = fake(association);
		SctpAddress path = SctpAddress.parse("10.0.0.1");
		fake.onLoop(() -> {
			fake.listener.pathChanged(path, PathChange.UNREACHABLE, 6);
			fake.listener.pathChanged(path, PathChange.AVAILABLE, 0);
		});
		fake.terminate(AssociationChange.COMM_LOST, false, "the peer is gone");
		assertThat(infos()).containsExactly(
				"INFO dev.sock.endpoint Endpoint 'client' is open: transport fake, addresses 127.0.0.1, ::1, SCTP port"
						+ " 5000, UDP port 9899",
				"INFO dev.sock.association Association 'to-server' of endpoint 'client' is up: peer 10.0.0.1:7, 5"
						+ " outbound and 7 inbound streams",
				"WARN dev.sock.path Path 10.0.0.1 of association 'to-server' of endpoint 'client': UNREACHABLE, error"
						+ " count 6",
				"INFO dev.sock.path Path 10.0.0.1 of association 'to-server' of endpoint 'client': AVAILABLE, error"
						+ " count 0",
				"INFO dev.sock.association Association 'to-server' of endpoint 'client' is down (COMM_LOST): the peer"
						+ " is gone");
		assertThat(this.lines.list).allMatch((line) -> line.getThrowableProxy() == null);
	}

	@Test
	void tellsOfAFailingHandlerByNameAndNeverOfThePayload() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().name("server").handler((message) -> {
			throw new IllegalStateException("why");
		}).build());
		SctpAssociation association = connected(endpoint, ConnectOptions.to("10.0.0.1", 7).withName("x"));
		fake(association).receive("secret");
		ILoggingEvent error = this.lines.list.stream()
			.filter((line) -> line.getLevel() == Level.ERROR)
			.findFirst()
			.orElseThrow();
		assertThat(error.getFormattedMessage())
			.isEqualTo("The handler of endpoint 'server' failed on a message of association 'x'");
		assertThat(error.getThrowableProxy().getMessage()).isEqualTo("why");
		assertThat(this.lines.list).noneMatch((line) -> line.getFormattedMessage().contains("secret"));
	}

	@Test
	void tellsOnceWhyAPeerWasRefused() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().name("server").build());
		for (int i = 0; i < 5; i++) {
			fake(endpoint).incoming("10.0.0.1", 7);
		}
		assertThat(infos()).filteredOn((line) -> line.contains("refused"))
			.containsExactly("INFO dev.sock.endpoint Endpoint 'server' refused 10.0.0.1:7: the accept policy (up to 0)"
					+ " says no; associations now: 0");
	}

	private List<String> infos() {
		synchronized (this.lines.list) {
			return this.lines.list.stream()
				.filter((line) -> line.getLevel().isGreaterOrEqual(Level.INFO))
				.map((line) -> line.getLevel() + " " + line.getLoggerName() + " " + line.getFormattedMessage())
				.toList();
		}
	}

}
