package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.sock.spring.listener.SctpListenerContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Accepts peers and calls listeners once the rest of the application has started, and
 * ceases before the rest stops. Keeps the JVM alive meanwhile if there is anything to
 * wait for, as a web server would.
 */
public final class SctpListenersLifecycle implements SmartLifecycle {

	/** Above that of the web server and of its graceful shutdown. */
	public static final int PHASE = Integer.MAX_VALUE;

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private final SctpEndpoints endpoints;

	private final Duration timeout;

	private volatile boolean running;

	private @Nullable CountDownLatch keepAlive;

	/**
	 * Creates the lifecycle.
	 * @param endpoints whose listeners
	 * @param timeout how long listeners may take to return
	 */
	public SctpListenersLifecycle(SctpEndpoints endpoints, Duration timeout) {
		this.endpoints = endpoints;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		if (this.running) {
			return;
		}
		this.endpoints.all().forEach((endpoint) -> endpoint.listeners().start());
		this.endpoints.acceptPeers(true);
		keepAlive();
		this.running = true;
	}

	private void keepAlive() {
		boolean needed = this.endpoints.all()
			.stream()
			.anyMatch((endpoint) -> endpoint.definition().accepts() || endpoint.listeners().hasListeners());
		if (needed) {
			CountDownLatch stopped = new CountDownLatch(1);
			this.keepAlive = stopped;
			Thread thread = new Thread(() -> await(stopped), "sock-keep-alive");
			thread.setDaemon(false);
			thread.start();
		}
	}

	private static void await(CountDownLatch stopped) {
		try {
			stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop() {
		if (!this.running) {
			return;
		}
		this.running = false;
		this.endpoints.acceptPeers(false);
		long end = System.nanoTime() + this.timeout.toNanos();
		this.endpoints.all().forEach((endpoint) -> endpoint.listeners().stop(Duration.ZERO));
		for (ManagedEndpoint endpoint : this.endpoints.all()) {
			SctpListenerContainer listeners = endpoint.listeners();
			if (!listeners.stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
				logger.warn("Listeners of endpoint '{}' have not returned within {} ms", endpoint.name(),
						this.timeout.toMillis());
			}
		}
		if (this.keepAlive != null) {
			this.keepAlive.countDown();
		}
	}

	@Override
	public void stop(Runnable callback) {
		new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "sock-stop").start();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
