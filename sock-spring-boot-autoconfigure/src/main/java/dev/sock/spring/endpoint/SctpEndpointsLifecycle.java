package dev.sock.spring.endpoint;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

/**
 * Opens the endpoints before anything else of the application starts and closes them
 * after everything else has stopped, so that whoever still works can send.
 */
public final class SctpEndpointsLifecycle implements SmartLifecycle {

	/** Far below that of the web server and of other beans. */
	public static final int PHASE = Integer.MIN_VALUE / 2;

	private final SctpEndpoints endpoints;

	private final Duration timeout;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param endpoints what to open
	 * @param timeout how long associations may take to shut down
	 */
	public SctpEndpointsLifecycle(SctpEndpoints endpoints, Duration timeout) {
		this.endpoints = endpoints;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		if (!this.running) {
			this.endpoints.open();
			this.running = true;
		}
	}

	@Override
	public void stop() {
		if (this.running) {
			this.running = false;
			this.endpoints.close(this.timeout);
		}
	}

	@Override
	public void stop(Runnable callback) {
		try {
			stop();
		}
		finally {
			callback.run();
		}
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
