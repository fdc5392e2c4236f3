package dev.sock.kernel.transport;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sock.SctpClosedException;
import dev.sock.kernel.socket.HostCounters;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportEndpoint;

/**
 * SCTP of the Linux kernel. For the provider in the package above, not for applications.
 */
public final class KernelTransport implements Transport {

	private static final long CLOSE_SECONDS = 10;

	private final Set<KernelEndpoint> endpoints = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Opens the transport; threads and sockets come with endpoints.
	 */
	public KernelTransport() {
	}

	@Override
	public TransportEndpoint open(EndpointBinding binding, EndpointListener listener) {
		if (this.closed) {
			throw closed();
		}
		KernelEndpoint endpoint = KernelEndpoint.open(binding, listener, this.endpoints::remove);
		this.endpoints.add(endpoint);
		if (this.closed) {
			endpoint.close();
			throw closed();
		}
		return endpoint;
	}

	private static SctpClosedException closed() {
		return new SctpClosedException("The transport is closed");
	}

	@Override
	public Map<String, Long> hostStatistics() {
		return HostCounters.read();
	}

	@Override
	public void close() {
		this.closed = true;
		List<KernelEndpoint> open = List.copyOf(this.endpoints);
		CompletableFuture<?>[] closing = open.stream().map(KernelEndpoint::close).toArray(CompletableFuture<?>[]::new);
		if (open.stream().anyMatch(KernelEndpoint::inEventLoop)) {
			return;
		}
		try {
			CompletableFuture.allOf(closing).get(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			KernelLoop.logger.warn("The transport did not close in full", ex);
		}
	}

}
