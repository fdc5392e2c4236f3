package dev.sock.impl;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import dev.sock.ConnectOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SctpRetainingHandler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RetainingHandlerTests extends AbstractSockTests {

	private final List<SctpMessage> retained = new CopyOnWriteArrayList<>();

	private final SctpRetainingHandler handler = (message) -> {
		if (message.text().startsWith("fail")) {
			throw new IllegalStateException("on purpose");
		}
		return !message.text().startsWith("done") && this.retained.add(message);
	};

	private SctpEndpoint endpoint(Executor executor) {
		return this.sock.createEndpoint(options().handler(this.handler).executor(executor).build());
	}

	@Test
	void aRetainedMessageCountsAgainstTheWindowUntilItIsReleased() {
		ManualExecutor executor = new ManualExecutor();
		SctpAssociation association = connected(endpoint(executor));
		fake(association).receive("retained", "done", "fail");
		executor.runAll();
		assertThat(fake(association).consumed).hasValue(8);
		association.release(this.retained.get(0));
		assertThat(fake(association).consumed).hasValue(16);
		assertThat(fake(association).consumedMessages).hasValue(3);
	}

	@Test
	void onTheEventLoopLikewise() {
		SctpAssociation association = connected(endpoint(null));
		fake(association).receive("retained", "done");
		assertThat(fake(association).consumed).hasValue(4);
		association.release(this.retained.get(0));
		assertThat(fake(association).consumed).hasValue(12);
	}

	@Test
	void aMessageMayBeReleasedBeforeTheHandlerReturns() {
		SctpRetainingHandler releasing = (message) -> {
			message.association().release(message);
			return true;
		};
		SctpAssociation association = connected(this.sock.createEndpoint(options().handler(releasing).build()));
		fake(association).receive("message");
		assertThat(fake(association).consumed).hasValue(7);
	}

	@Test
	void aMessageIsReleasedOnceAndByItsAssociation() {
		SctpEndpoint endpoint = endpoint(null);
		SctpAssociation association = connected(endpoint, ConnectOptions.to("127.0.0.1", 1));
		SctpAssociation other = connected(endpoint, ConnectOptions.to("127.0.0.1", 2));
		fake(association).receive("message");
		SctpMessage message = this.retained.get(0);
		assertThatIllegalArgumentException().isThrownBy(() -> other.release(message));
		association.release(message);
		assertThatIllegalStateException().isThrownBy(() -> association.release(message))
			.withMessageContaining("released before");
		assertThat(fake(association).consumed).hasValue(7);
	}

	@Test
	void whatIsRetainedOfAnEndedAssociationCountsAsLeftBehindUntilItIsReleased() {
		SctpEndpoint endpoint = endpoint(null);
		SctpAssociation association = connected(endpoint);
		fake(association).receive("message");
		fake(association).terminate(AssociationChange.COMM_LOST, false, "gone");
		EndedInboxes ended = ((DefaultEndpoint) endpoint).endedInboxes();
		assertThat(ended.list()).hasSize(1);
		association.release(this.retained.get(0));
		assertThat(ended.list()).isEmpty();
	}

}
