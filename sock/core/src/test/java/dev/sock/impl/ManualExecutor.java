package dev.sock.impl;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks when a test says so.
 */
class ManualExecutor implements Executor {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private boolean rejecting;

	private int rejections;

	@Override
	public synchronized void execute(Runnable task) {
		if (this.rejecting) {
			this.rejections++;
			throw new RejectedExecutionException("full");
		}
		this.tasks.add(task);
	}

	synchronized void rejecting(boolean rejecting) {
		this.rejecting = rejecting;
	}

	synchronized int rejections() {
		return this.rejections;
	}

	synchronized int size() {
		return this.tasks.size();
	}

	boolean runNext() {
		Runnable next;
		synchronized (this) {
			next = this.tasks.poll();
		}
		if (next != null) {
			next.run();
		}
		return next != null;
	}

	int runAll() {
		int count = 0;
		while (runNext()) {
			count++;
		}
		return count;
	}

}
