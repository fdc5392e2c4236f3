package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.time.Duration;

import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;

/**
 * Sets the options that associations of a socket start with. What the kernel refuses is
 * told by the option's name, with the kernel's words.
 */
public final class OptionWriter {

	private static final int HEARTBEAT_ENABLE = 1;

	private static final int HEARTBEAT_DISABLE = 2;

	private static final int PATH_MTU_DISCOVERY_ENABLE = 8;

	private static final int PATH_MTU_DISCOVERY_DISABLE = 16;

	/** In {@code sctp_paddrparams}, which is packed. */
	private static final int HEARTBEAT_INTERVAL = 132;

	private static final int PATH_MAX_RETRANSMISSIONS = 136;

	private static final int PATH_MTU = 138;

	private static final int FLAGS = 146;

	/** In {@code sctp_paddrthlds}, which is not. */
	private static final int THRESHOLD_PATH_MAX_RETRANSMISSIONS = 136;

	private static final int THRESHOLD_POTENTIALLY_FAILED = 138;

	private static final int MAX_MTU_TO_SET = 65535;

	private final SctpSocket socket;

	/**
	 * Creates a writer.
	 * @param socket the socket
	 */
	public OptionWriter(SctpSocket socket) {
		this.socket = socket;
	}

	/**
	 * Sets all options but the buffers.
	 * @param options the options
	 * @throws SctpOptionException if the kernel refuses one
	 */
	public void write(SctpOptions options) {
		initMessage(options);
		rto(options.rto());
		associationInfo(options);
		peerAddressParameters(options);
		potentiallyFailed(options);
		delayedSack(options.sackDelay());
		set("max-burst", options.maxBurst(), SocketOption.MAX_BURST, (buffer) -> buffer.putInt(4, options.maxBurst()));
		set("partial-reliability", options.partialReliability(), SocketOption.PARTIAL_RELIABILITY_SUPPORTED,
				(buffer) -> buffer.putInt(4, options.partialReliability() ? 1 : 0));
		noDelay(options.noDelay());
	}

	/**
	 * Sets whether short messages leave at once.
	 * @param noDelay whether they do
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void noDelay(boolean noDelay) {
		set("no-delay", noDelay, SocketOption.NO_DELAY, (buffer) -> buffer.putInt(0, noDelay ? 1 : 0));
	}

	private void initMessage(SctpOptions options) {
		notZero("max-init-retransmissions", options.maxInitRetransmissions());
		String value = "outbound-streams " + options.outboundStreams() + ", max-inbound-streams "
				+ options.maxInboundStreams() + ", max-init-retransmissions " + options.maxInitRetransmissions();
		set("outbound-streams, max-inbound-streams, max-init-retransmissions", value, SocketOption.INIT_MESSAGE,
				(buffer) -> {
					buffer.putShort(0, (short) options.outboundStreams());
					buffer.putShort(2, (short) options.maxInboundStreams());
					buffer.putShort(4, (short) options.maxInitRetransmissions());
				});
	}

	private void rto(RtoOptions rto) {
		set("rto", rto, SocketOption.RTO_INFO, (buffer) -> {
			buffer.putInt(4, millis(rto.initial()));
			buffer.putInt(8, millis(rto.max()));
			buffer.putInt(12, millis(rto.min()));
		});
	}

	private void associationInfo(SctpOptions options) {
		set("association-max-retransmissions, valid-cookie-life",
				options.associationMaxRetransmissions() + ", " + options.validCookieLife(),
				SocketOption.ASSOCIATION_INFO, (buffer) -> {
					buffer.putShort(4, (short) options.associationMaxRetransmissions());
					buffer.putInt(16, millis(options.validCookieLife()));
				});
	}

	private void peerAddressParameters(SctpOptions options) {
		notZero("path-max-retransmissions", options.pathMaxRetransmissions());
		int heartbeat = millis(options.heartbeatInterval());
		int flags = ((heartbeat > 0) ? HEARTBEAT_ENABLE : HEARTBEAT_DISABLE)
				| ((options.pathMtu() > 0) ? PATH_MTU_DISCOVERY_DISABLE : PATH_MTU_DISCOVERY_ENABLE);
		String value = options.heartbeatInterval() + ", " + options.pathMaxRetransmissions() + ", " + options.pathMtu();
		set("heartbeat-interval, path-max-retransmissions, path-mtu", value, SocketOption.PEER_ADDRESS_PARAMETERS,
				(buffer) -> {
					buffer.putInt(HEARTBEAT_INTERVAL, heartbeat);
					buffer.putShort(PATH_MAX_RETRANSMISSIONS, (short) options.pathMaxRetransmissions());
					buffer.putInt(PATH_MTU, Math.min(options.pathMtu(), MAX_MTU_TO_SET));
					buffer.putInt(FLAGS, flags);
				});
	}

	private void potentiallyFailed(SctpOptions options) {
		set("potentially-failed-threshold", options.potentiallyFailedThreshold(), SocketOption.PEER_ADDRESS_THRESHOLDS,
				(buffer) -> {
					buffer.putShort(THRESHOLD_PATH_MAX_RETRANSMISSIONS, (short) options.pathMaxRetransmissions());
					buffer.putShort(THRESHOLD_POTENTIALLY_FAILED, (short) options.potentiallyFailedThreshold());
				});
	}

	private void delayedSack(Duration delay) {
		int millis = millis(delay);
		set("sack-delay", delay, SocketOption.DELAYED_SACK, (buffer) -> {
			buffer.putInt(4, millis);
			// Every packet, or every second one (RFC 9260 §6.2).
			buffer.putInt(8, (millis == 0) ? 1 : 2);
		});
	}

	/**
	 * Sets the UDP port of peers that are connected to from now on (RFC 6951).
	 * @param port the port, or 0 for SCTP over IP
	 * @return the port that was set before
	 * @throws SctpOptionException if the kernel refuses
	 */
	public int remoteUdpPort(int port) {
		int before = new StatusReader(this.socket, SctpSocket.NO_ASSOCIATION).remoteUdpPort(null, 0);
		set("remote-udp-port", port, SocketOption.REMOTE_UDP_PORT, (buffer) -> {
			buffer.put(SocketOption.UDP_PORT_OFFSET, (byte) (port >> 8));
			buffer.put(SocketOption.UDP_PORT_OFFSET + 1, (byte) port);
		});
		return before;
	}

	/**
	 * Makes a path of an association the primary one.
	 * @param association the association
	 * @param address the peer's address
	 * @param port its SCTP port
	 * @throws SystemCallException if it is not an address of the peer
	 */
	public void primary(int association, SctpAddress address, int port) throws SystemCallException {
		this.socket.clear(SocketOption.PRIMARY_ADDRESS);
		this.socket.buffer().putInt(0, association);
		SocketAddresses.write(this.socket.buffer(), 4, address, port);
		this.socket.set(SocketOption.PRIMARY_ADDRESS);
	}

	/** Zero leaves the kernel's value as it is. */
	private static void notZero(String name, int value) {
		if (value == 0) {
			throw new SctpOptionException(name, "0", "is not possible with the transport 'kernel'; set at least 1");
		}
	}

	private void set(String name, Object value, SocketOption option, Value writer) {
		this.socket.clear(option);
		writer.write(this.socket.buffer());
		try {
			this.socket.set(option);
		}
		catch (SystemCallException ex) {
			String remedy = (ex.errno() == Errno.ENOPROTOOPT) ? "this kernel does not have it: leave it at its default"
					: "set another value";
			throw new SctpOptionException(name, String.valueOf(value),
					"is refused by the kernel (" + option.structure() + ": " + ex.errnoText() + "); " + remedy);
		}
	}

	private static int millis(Duration duration) {
		return Math.toIntExact(duration.toMillis());
	}

	/**
	 * Writes a value into a structure that is all zero.
	 */
	@FunctionalInterface
	private interface Value {

		void write(ByteBuffer buffer);

	}

}
