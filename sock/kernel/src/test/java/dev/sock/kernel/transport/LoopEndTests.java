package dev.sock.kernel.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.sock.contract.Await;
import dev.sock.kernel.socket.FakeSocket;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.sys.SystemCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An event loop that ends by an error of its own: whoever has a socket there is told,
 * whoever waits is released, and nothing is left open.
 */
@Timeout(60)
class LoopEndTests {

	private static final int EBADF = 9;

	private final FailingPoll poll;

	private final KernelLoop loop;

	LoopEndTests() throws SystemCallException {
		this.poll = new FailingPoll();
		this.loop = new KernelLoop("sock-kernel-test", () -> this.poll);
	}

	static Stream<Throwable> failures() {
		return Stream.of(new SystemCallException("epoll_wait", EBADF), new OutOfMemoryError("a test's"));
	}

	private static final class Owner extends KernelLoop.Watched {

		private final FakeSocket socket;

		private final List<Throwable> ends = Collections.synchronizedList(new ArrayList<>());

		private final CompletableFuture<Void> read = new CompletableFuture<>();

		private boolean hopeless;

		Owner() throws SystemCallException {
			this.socket = new FakeSocket();
		}

		@Override
		boolean read(ReceiveBatch batch) {
			if (this.hopeless) {
				throw new IllegalStateException("reading");
			}
			this.read.complete(null);
			return false;
		}

		@Override
		void writable() {
		}

		@Override
		void failed(Throwable ex) {
			throw new OutOfMemoryError("a test's, while a failure is dealt with");
		}

		@Override
		void loopEnded(Throwable why) {
			this.ends.add(why);
			this.socket.close();
			if (this.hopeless) {
				throw new IllegalStateException("the end");
			}
		}

	}

	private void watch(Owner... owners) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				for (Owner owner : owners) {
					this.loop.watch(owner.socket.asSctp(), owner);
				}
				done.complete(null);
			}
			catch (SystemCallException ex) {
				done.completeExceptionally(ex);
			}
		});
		Await.result(done);
	}

	private void awaitEnd() {
		Await.until("the loop has ended", () -> this.poll.isClosed() && !this.loop.execute(() -> {
		}));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void everyOwnerIsToldOnceThoughOneCannotDealWithIt(Throwable failure) throws SystemCallException {
		Owner[] owners = { new Owner(), new Owner(), new Owner() };
		for (Owner owner : owners) {
			owner.hopeless = true;
		}
		watch(owners);
		this.poll.fail(failure);
		awaitEnd();
		assertThat(owners).allSatisfy((owner) -> assertThat(owner.ends).containsExactly(failure));
	}

	@Test
	void whoIsToldWhenItEndsAsAskedIsNobody() throws SystemCallException {
		Owner owner = new Owner();
		watch(owner);
		this.loop.execute(this.loop::stop);
		awaitEnd();
		assertThat(owner.ends).isEmpty();
		owner.socket.close();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whatWasAskedForBeforeIsDoneAndWhatComesLaterIsRefused(Throwable failure) throws InterruptedException {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		CompletableFuture<Void> last = new CompletableFuture<>();
		this.loop.execute(() -> {
			busy.countDown();
			try {
				asked.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		busy.await();
		assertThat(this.loop.execute(() -> {
			throw new AssertionError("a task's");
		})).isTrue();
		assertThat(this.loop.execute(() -> last.complete(null))).isTrue();
		this.poll.fail(failure);
		asked.countDown();
		Await.result(last);
		awaitEnd();
	}

	@Test
	void nothingIsWatchedOnceItHasEnded() throws Exception {
		Owner late = new Owner();
		Owner owner = new Owner();
		watch(owner);
		this.poll.fail(new OutOfMemoryError("a test's"));
		awaitEnd();
		assertThatExceptionOfType(SystemCallException.class)
			.isThrownBy(() -> this.loop.watch(late.socket.asSctp(), late))
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(EBADF));
		this.loop.unwatch(owner.socket.asSctp(), owner);
		late.socket.close();
	}

	@Test
	void anOwnerThatCannotDealWithItsFailureStopsNobody() throws SystemCallException {
		Owner hopeless = new Owner();
		hopeless.hopeless = true;
		Owner other = new Owner();
		watch(hopeless, other);
		this.loop.execute(() -> {
			this.loop.readLater(hopeless);
			this.loop.readLater(other);
		});
		Await.result(other.read);
		assertThat(Arrays.asList(hopeless, other)).allSatisfy((owner) -> assertThat(owner.ends).isEmpty());
		this.loop.execute(this.loop::stop);
		awaitEnd();
		hopeless.socket.close();
		other.socket.close();
	}

}
