package dev.sock.userspace.udp;

import java.util.Locale;

import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;

/**
 * A socket could not be bound. Becomes an {@link SctpBindException} unless something else
 * can be tried.
 */
final class BindFailure extends Exception {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final transient SctpAddress address;

	private final int port;

	BindFailure(SctpAddress address, int port, Throwable cause) {
		super(cause.getMessage(), cause);
		this.address = address;
		this.port = port;
		if (SocketErrors.isPortInUse(cause)) {
			this.reason = Reason.UDP_PORT_IN_USE;
		}
		else if (SocketErrors.isAddressNotLocal(cause)) {
			this.reason = Reason.ADDRESS_NOT_LOCAL;
		}
		else {
			this.reason = Reason.REFUSED;
		}
	}

	Reason reason() {
		return this.reason;
	}

	SctpBindException toException(String failed) {
		String socket = (this.address.isIpv4() ? this.address.toString() : "[" + this.address + "]") + ":" + this.port;
		String message = switch (this.reason) {
			case UDP_PORT_IN_USE -> "UDP port " + socket + " is taken: another process has it. Set another port with "
					+ "'sock.userspace.udp-port', or for this endpoint alone with its 'udp-port'; 0 takes a free one.";
			case ADDRESS_NOT_LOCAL ->
				"The address " + this.address + " is not one of this host." + aliasHint(System.getProperty("os.name"));
			default -> "the operating system refused to bind UDP " + socket + ": " + getMessage();
		};
		return new SctpBindException(this.reason, failed + ". " + message, getCause());
	}

	private String aliasHint(String os) {
		boolean mac = os.toLowerCase(Locale.ROOT).startsWith("mac");
		return (mac && this.address.isIpv4() && this.address.scope() == SctpAddress.Scope.LOOPBACK)
				? " macOS has it after: sudo ifconfig lo0 alias " + this.address + " up" : "";
	}

}
