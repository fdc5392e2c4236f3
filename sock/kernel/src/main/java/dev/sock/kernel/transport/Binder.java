package dev.sock.kernel.transport;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.EndpointBinding;
import org.jspecify.annotations.Nullable;

/**
 * Opens the socket of an endpoint and binds it to its addresses.
 */
final class Binder {

	/** How often a free port may turn out to be taken on another address. */
	private static final int DRAWS = 16;

	private final EndpointBinding binding;

	Binder(EndpointBinding binding) {
		this.binding = binding;
	}

	SctpSocket bind() throws SystemCallException {
		List<SctpAddress> addresses = this.binding.addresses();
		boolean ipv6 = addresses.stream().anyMatch((address) -> !address.isIpv4());
		boolean ipv4 = addresses.stream().anyMatch(SctpAddress::isIpv4);
		List<SctpAddress> toBind = toBind(addresses);
		for (int draw = 1;; draw++) {
			SctpSocket socket = SctpSocket.open(ipv6, ipv4);
			SctpBindException failure;
			try {
				if (this.binding.options().ip().reuseAddress()) {
					socket.reuseAddress();
				}
				failure = bind(socket, toBind);
			}
			catch (Throwable ex) { // there may be no memory
				socket.close();
				throw ex;
			}
			if (failure == null) {
				return socket;
			}
			socket.close();
			boolean unlucky = this.binding.port() == 0 && failure.reason() == Reason.SCTP_PORT_IN_USE;
			if (!unlucky || draw == DRAWS) {
				throw failure;
			}
		}
	}

	private List<SctpAddress> toBind(List<SctpAddress> addresses) {
		List<SctpAddress> wildcards = addresses.stream().filter(SctpAddress::isWildcard).toList();
		if (wildcards.isEmpty()) {
			return addresses;
		}
		if (wildcards.size() < addresses.size()) {
			throw failure(Reason.REFUSED, "The kernel binds a socket to a wildcard or to addresses, not to both as "
					+ addresses + " says. List addresses only, or '*'", null);
		}
		// An IPv6 wildcard stands for IPv4, too, where the socket may have it.
		return wildcards.stream().filter((address) -> !address.isIpv4()).findFirst().map(List::of).orElse(wildcards);
	}

	private @Nullable SctpBindException bind(SctpSocket socket, List<SctpAddress> addresses) {
		int port = this.binding.port();
		for (SctpAddress address : addresses) {
			try {
				socket.bind(address, port);
			}
			catch (SystemCallException ex) {
				return failure(address, ex);
			}
		}
		return null;
	}

	private SctpBindException failure(SctpAddress address, SystemCallException ex) {
		return failure().of(address, this.binding.port(), ex);
	}

	private SctpBindException failure(Reason reason, String problem, @Nullable Throwable cause) {
		return failure().of(reason, problem, cause);
	}

	private Failure failure() {
		return new Failure("Endpoint '" + this.binding.name() + "' cannot be opened");
	}

	/**
	 * Tells that the kernel refused something other than an address.
	 */
	static SctpBindException refused(EndpointBinding binding, SystemCallException ex) {
		return new Binder(binding).failure(Reason.REFUSED, "The kernel refused: " + ex.getMessage(), ex);
	}

	/**
	 * Says why an address cannot be bound.
	 *
	 * @param what what failed
	 */
	record Failure(String what) {

		SctpBindException of(SctpAddress address, int port, SystemCallException ex) {
			return switch (ex.errno()) {
				case Errno.EADDRINUSE -> of(Reason.SCTP_PORT_IN_USE,
						"SCTP port " + port + " of " + address
								+ " is taken by another socket of this host. Set another 'port'; 0 takes a free one",
						ex);
				case Errno.EADDRNOTAVAIL ->
					of(Reason.ADDRESS_NOT_LOCAL, "The address " + address + " is not one of this host", ex);
				case Errno.EACCES -> of(Reason.REFUSED, "This process may not have port " + port
						+ ", which is below net.ipv4.ip_unprivileged_port_start. Set a higher 'port', or grant CAP_NET_BIND_SERVICE",
						ex);
				default -> of(Reason.REFUSED,
						"The kernel refused to bind " + address + " port " + port + ": " + ex.errnoText(), ex);
			};
		}

		SctpBindException of(Reason reason, String problem, @Nullable Throwable cause) {
			return new SctpBindException(reason, this.what + ". " + problem + ".", cause);
		}

	}

}
