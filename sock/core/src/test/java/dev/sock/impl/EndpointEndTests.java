package dev.sock.impl;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An endpoint whose transport ends by itself, perhaps for want of memory, so that what
 * follows may fail, too, or while it is being opened.
 */
class EndpointEndTests extends AbstractSockTests {

	private static final String REASON = "its event loop has ended";

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sock");

	private final BrokenAppender broken = new BrokenAppender();

	@AfterEach
	void mend() {
		this.logger.detachAppender(this.broken);
		FakeTransport.onOpen = (endpoint) -> {
		};
	}

	private void breakLog() {
		this.broken.setContext(this.logger.getLoggerContext());
		this.broken.start();
		this.logger.addAppender(this.broken);
	}

	/** Tells the end as an event loop does, which reports what a listener throws. */
	private static void end(FakeEndpoint transport) {
		transport.transport.execute(() -> {
			try {
				transport.listener.ended(REASON);
			}
			catch (Throwable ex) {
				// Reported.
			}
		});
	}

	private static EndpointOptions.Builder one() {
		return options().name("one").port(5000);
	}

	/** Its name and its address are free again. */
	private void assertForgotten(FakeEndpoint transport) {
		eventually(transport::isClosed);
		eventually(() -> this.sock.endpoints().isEmpty()
				&& this.sock.endpoint(transport.binding.addresses().get(0), transport.port).isEmpty());
		this.sock.createEndpoint(one().build());
	}

	@Test
	void isClosedThoughItsEndCannotBeLogged() {
		SctpEndpoint endpoint = this.sock.createEndpoint(one().build());
		Task<SctpMessage> pulling = start(() -> endpoint.receive(Duration.ofMinutes(1))).waits();
		CompletableFuture<SctpAssociation> opening = endpoint.connectAsync(ConnectOptions.to("127.0.0.1", PEER_PORT));
		breakLog();
		end(fake(endpoint));
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(pulling::get);
		eventually(opening::isCompletedExceptionally);
		eventually(fake(endpoint)::isClosed);
		mend();
		assertForgotten(fake(endpoint));
		assertThat(this.broken.used).isTrue();
	}

	@Test
	void isClosedThoughWhatWasCountedIsNotToBeHad() {
		SctpEndpoint endpoint = this.sock.createEndpoint(one().build());
		FakeEndpoint transport = fake(endpoint);
		transport.onStatistics = () -> {
			throw new InternalError("a test's");
		};
		end(transport);
		assertForgotten(transport);
	}

	@Test
	void itsAssociationsEndThoughThatCannotBeLogged() {
		SctpEndpoint endpoint = this.sock.createEndpoint(one().build());
		SctpAssociation association = connected(endpoint);
		Task<SctpMessage> pulling = start(() -> association.receive(Duration.ofMinutes(1))).waits();
		CompletableFuture<SctpAssociation> opening = endpoint
			.connectAsync(ConnectOptions.to("127.0.0.1", PEER_PORT + 1));
		FakeAssociation attempt = fake(endpoint).last();
		breakLog();
		attempt.terminate(AssociationChange.CANNOT_ESTABLISH, false, REASON);
		fake(association).terminate(AssociationChange.COMM_LOST, false, REASON);
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(pulling::get);
		assertThat(association.closed().join().reason()).isEqualTo(REASON);
		assertThat(opening.handle((made, failure) -> failure).join()).isInstanceOf(SctpConnectException.class);
		assertThat(this.broken.used).isTrue();
	}

	@Test
	void itsAssociationsEndThoughTheFailureOfAHandlerCannotBeLogged() {
		SctpEndpoint endpoint = this.sock.createEndpoint(one().handler(new RecordingHandler() {
			@Override
			public void onEvent(SctpEvent event) {
				throw new InternalError("a handler's");
			}
		}).build());
		SctpAssociation association = connected(endpoint);
		breakLog();
		fake(association).terminate(AssociationChange.COMM_LOST, false, REASON);
		assertThat(association.closed().join().reason()).isEqualTo(REASON);
	}

	@Test
	void oneThatEndsWhileItIsBeingOpenedIsRefusedAndForgotten() {
		CompletableFuture<FakeEndpoint> opened = new CompletableFuture<>();
		FakeTransport.onOpen = (transport) -> {
			opened.complete(transport);
			transport.listener.ended(REASON);
		};
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> this.sock.createEndpoint(one().build()))
			.withMessage("Endpoint 'one' ended by itself while it was being opened; the log says why");
		mend();
		assertForgotten(opened.join());
	}

	/** Throws an Error, though not OutOfMemoryError, which JUnit does not go on after. */
	private static final class BrokenAppender extends AppenderBase<ILoggingEvent> {

		private volatile boolean used;

		@Override
		public void doAppend(ILoggingEvent event) {
			this.used = true;
			throw new InternalError("a test's");
		}

		@Override
		protected void append(ILoggingEvent event) {
		}

	}

}
