package dev.sock.impl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.sock.ConnectOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpInterruptedException;
import dev.sock.SctpMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PullTests extends AbstractSockTests {

	private static final Duration LONG = Duration.ofDays(1);

	private final SctpEndpoint endpoint = this.sock.createEndpoint(options().name("server").accept(100).build());

	@Test
	void takesMessagesInOrderWithAllThatIsKnownOfThem() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).receive("a", "b");
		SctpMessage message = association.receive(Duration.ZERO);
		assertThat(message.text()).isEqualTo("a");
		assertThat(message.association()).isSameAs(association);
		assertThat(message.streamId()).isOne();
		assertThat(message.payloadProtocolId()).isEqualTo(46);
		assertThat(association.receive(LONG).text()).isEqualTo("b");
		assertThat(association.receive(Duration.ZERO)).isNull();
		assertThat(association.receive(Duration.ofMillis(1))).isNull();
	}

	@Test
	void reopensTheWindowAsMessagesAreTaken() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).receive("abc", "de");
		assertThat(fake(association).consumed).hasValue(0);
		association.receive(LONG);
		assertThat(fake(association).consumed).hasValue(3);
		this.endpoint.receive(LONG);
		assertThat(fake(association).consumed).hasValue(5);
	}

	@Test
	void waitsForAMessage() throws Throwable {
		SctpAssociation association = connected(this.endpoint);
		Task<SctpMessage> reader = start(() -> association.receive(LONG)).waits();
		fake(association).receive("late");
		assertThat(reader.get().text()).isEqualTo("late");
		Task<SctpMessage> endpointReader = start(() -> this.endpoint.receive(LONG)).waits();
		fake(association).receive("later");
		assertThat(endpointReader.get().text()).isEqualTo("later");
	}

	@Test
	void associationsTakeTurns() {
		SctpAssociation one = connected(this.endpoint, ConnectOptions.to("127.0.0.1", 1).withName("one"));
		SctpAssociation two = connected(this.endpoint, ConnectOptions.to("127.0.0.1", 2).withName("two"));
		fake(one).receive("a1", "a2", "a3");
		fake(two).receive("b1");
		assertThat(texts(4)).containsExactly("a1", "b1", "a2", "a3");
		fake(one).receive("a4", "a5");
		fake(two).receive("b2", "b3");
		assertThat(texts(4)).containsExactly("a4", "b2", "a5", "b3");
		assertThat(this.endpoint.receive(Duration.ZERO)).isNull();
	}

	@Test
	void endpointAndAssociationShareTheMessages() {
		SctpAssociation one = connected(this.endpoint, ConnectOptions.to("127.0.0.1", 1).withName("one"));
		this.endpoint.receive(Duration.ZERO);
		fake(one).receive("a", "b");
		assertThat(one.receive(Duration.ZERO).text()).isEqualTo("a");
		assertThat(this.endpoint.receive(Duration.ZERO).text()).isEqualTo("b");
		fake(one).receive("c");
		assertThat(one.receive(Duration.ZERO).text()).isEqualTo("c");
		assertThat(this.endpoint.receive(Duration.ZERO)).isNull();
	}

	@Test
	void whatCameBeforeTheEndCanStillBeTaken() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).receive("a", "b");
		fake(association).terminate(AssociationChange.COMM_LOST, false, "gone");
		assertThat(association.receive(LONG).text()).isEqualTo("a");
		assertThat(this.endpoint.receive(LONG).text()).isEqualTo("b");
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> association.receive(LONG))
			.withMessageContaining("has ended and every message was taken");
		assertThat(this.endpoint.receive(Duration.ZERO)).isNull();
	}

	@Test
	void theEndWakesWhoWaits() throws Throwable {
		SctpAssociation association = connected(this.endpoint);
		Task<SctpMessage> reader = start(() -> association.receive(LONG)).waits();
		fake(association).terminate(AssociationChange.COMM_LOST, false, "gone");
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(reader::get);
	}

	@Test
	void closingTheEndpointWakesWhoWaits() throws Throwable {
		SctpAssociation association = connected(this.endpoint);
		Task<SctpMessage> reader = start(() -> this.endpoint.receive(LONG)).waits();
		Task<SctpMessage> other = start(() -> association.receive(LONG)).waits();
		this.endpoint.close();
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(reader::get)
			.withMessage("Endpoint 'server' is closed");
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(other::get);
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> this.endpoint.receive(LONG));
	}

	@Test
	void anInterruptEndsTheWaitAndStaysVisible() throws Throwable {
		SctpAssociation association = connected(this.endpoint);
		Task<Boolean> reader = start(() -> {
			assertThatExceptionOfType(SctpInterruptedException.class).isThrownBy(() -> association.receive(LONG));
			boolean visible = Thread.interrupted();
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(SctpInterruptedException.class).isThrownBy(() -> this.endpoint.receive(LONG));
			return visible && Thread.currentThread().isInterrupted();
		}).waits();
		reader.thread.interrupt();
		assertThat(reader.get()).isTrue();
	}

	@Test
	void doesNotWaitOnTheEventLoop() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).receive("a", "b");
		AtomicReference<String> taken = new AtomicReference<>();
		fake(association).onLoop(() -> {
			taken.set(association.receive(LONG).text() + this.endpoint.receive(LONG).text());
			assertThat(association.receive(Duration.ZERO)).isNull();
			assertThatIllegalStateException().isThrownBy(() -> association.receive(LONG))
				.withMessageContaining("on an event loop");
			assertThatIllegalStateException().isThrownBy(() -> this.endpoint.receive(LONG));
		});
		assertThat(taken).hasValue("ab");
	}

	@Test
	void refusesToPullWhatGoesToAHandler() throws Throwable {
		SctpAssociation association = connected(this.endpoint);
		Task<SctpMessage> reader = start(() -> association.receive(LONG)).waits();
		this.endpoint.setHandler(new RecordingHandler());
		assertThatIllegalStateException().isThrownBy(reader::get).withMessageContaining("setHandler(null)");
		assertThatIllegalStateException().isThrownBy(() -> this.endpoint.receive(LONG))
			.withMessageContaining("setHandler(null)");
	}

	@Test
	void manyReadersTakeEachMessageOnce() throws Throwable {
		List<SctpAssociation> associations = new ArrayList<>();
		for (int i = 1; i <= 4; i++) {
			associations.add(connected(this.endpoint, ConnectOptions.to("127.0.0.1", i)));
		}
		int each = 2000;
		List<Task<List<String>>> readers = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			int number = i;
			readers.add(start(() -> {
				List<String> texts = new ArrayList<>();
				while (true) {
					SctpMessage message = (number < 4) ? this.endpoint.receive(LONG)
							: associations.get(number - 4).receive(LONG);
					if (message.text().equals("end")) {
						return texts;
					}
					texts.add(message.text());
				}
			}));
		}
		for (int message = 0; message < each; message++) {
			for (int i = 0; i < 4; i++) {
				fake(associations.get(i)).receive(i + "-" + message);
			}
		}
		List<String> all = new ArrayList<>();
		eventually(() -> associations.stream().mapToLong((association) -> fake(association).consumed.get()).sum() == 4
				* totalBytes(each));
		for (Task<List<String>> reader : readers) {
			while (!reader.isDone()) {
				// To whoever takes it, on either side.
				associations.forEach((association) -> fake(association).receive("end"));
				Thread.yield();
			}
			all.addAll(reader.get());
		}
		assertThat(all).hasSize(4 * each).doesNotHaveDuplicates();
	}

	private static long totalBytes(int each) {
		long bytes = 0;
		for (int message = 0; message < each; message++) {
			bytes += ("0-" + message).length();
		}
		return bytes;
	}

	private List<String> texts(int count) {
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			texts.add(this.endpoint.receive(Duration.ZERO).text());
		}
		return texts;
	}

}
