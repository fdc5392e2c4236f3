package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Accepts peers and calls listeners once the rest of the application has started, and
 * ceases before the rest stops. Keeps the JVM alive meanwhile if there is anything to
 * wait for, as a web server would.
 */
public final class SctpListenersLifecycle implements SmartLifecycle {

	/** Above that of the web server and of its graceful shutdown. */
	public static final int PHASE = Integer.MAX_VALUE;

	private final SctpEndpoints endpoints;

	private final EventMethods events;

	private final Duration timeout;

	private volatile boolean running;

	private @Nullable CountDownLatch keepAlive;

	/**
	 * Creates the lifecycle.
	 * @param endpoints whose listeners
	 * @param events who wants to hear of events
	 * @param timeout how long listeners may take to return
	 */
	public SctpListenersLifecycle(SctpEndpoints endpoints, EventMethods events, Duration timeout) {
		this.endpoints = endpoints;
		this.events = events;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		if (this.running) {
			return;
		}
		this.endpoints.serve();
		keepAlive();
		this.running = true;
	}

	private void keepAlive() {
		boolean needed = this.events.hasMethods() || this.endpoints.all()
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
		this.endpoints.drain(this.timeout);
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
