package dev.sock.impl;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportEndpoint;

/**
 * A transport with one event loop on which tests make calls.
 */
class FakeTransport implements Transport {

	final List<FakeEndpoint> endpoints = new CopyOnWriteArrayList<>();

	private volatile Thread loopThread;

	private final ExecutorService loop = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "fake-loop");
		thread.setDaemon(true);
		this.loopThread = thread;
		return thread;
	});

	volatile boolean closed;

	/** What happens on the event loop to an endpoint that nobody has yet. */
	static volatile Consumer<FakeEndpoint> onOpen = (endpoint) -> {
	};

	boolean inEventLoop() {
		return Thread.currentThread() == this.loopThread;
	}

	/** Runs on the event loop, later. */
	void execute(Runnable task) {
		try {
			this.loop.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// Closed.
		}
	}

	/** Runs on the event loop and waits. */
	void run(Runnable task) {
		if (inEventLoop()) {
			task.run();
			return;
		}
		try {
			this.loop.submit(task).get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public TransportEndpoint open(EndpointBinding binding, EndpointListener listener) {
		FakeEndpoint endpoint = new FakeEndpoint(this, binding, listener);
		this.endpoints.add(endpoint);
		run(() -> onOpen.accept(endpoint));
		return endpoint;
	}

	@Override
	public void close() {
		this.closed = true;
		this.endpoints.forEach(FakeEndpoint::close);
		// After what the endpoints do, each in two steps.
		execute(() -> execute(this.loop::shutdown));
	}

}
