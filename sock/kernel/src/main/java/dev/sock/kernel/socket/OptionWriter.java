package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;

import dev.sock.IpOptions;
import dev.sock.PathParameters;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * Sets options of an association, or those that associations of a socket start with. What
 * the kernel refuses is told by the option's name, with the kernel's words.
 */
public final class OptionWriter {

	private static final int HEARTBEAT_ENABLE = 1;

	private static final int HEARTBEAT_DISABLE = 2;

	private static final int HEARTBEAT_DEMAND = 4;

	private static final int PATH_MTU_DISCOVERY_ENABLE = 8;

	private static final int PATH_MTU_DISCOVERY_DISABLE = 16;

	private static final int SACK_DELAY_ENABLE = 32;

	private static final int SACK_DELAY_DISABLE = 64;

	/** In {@code sctp_paddrparams}, which is packed. */
	private static final int ADDRESS = 4;

	private static final int HEARTBEAT_INTERVAL = 132;

	private static final int PATH_MAX_RETRANSMISSIONS = 136;

	private static final int PATH_MTU = 138;

	private static final int SACK_DELAY = 142;

	private static final int FLAGS = 146;

	/** In {@code sctp_paddrthlds}, which is not. */
	private static final int THRESHOLD_ADDRESS = 8;

	private static final int THRESHOLD_PATH_MAX_RETRANSMISSIONS = 136;

	private static final int THRESHOLD_POTENTIALLY_FAILED = 138;

	private static final int MAX_MTU_TO_SET = 65535;

	/** Greatest time-out of INIT that fits. */
	private static final int MAX_INIT_TIMEOUT = 65535;

	private final SctpSocket socket;

	private final int association;

	/**
	 * Creates a writer of options that associations to come start with.
	 * @param socket the socket
	 */
	public OptionWriter(SctpSocket socket) {
		this(socket, SctpSocket.NO_ASSOCIATION);
	}

	/**
	 * Creates a writer of options of an association.
	 * @param socket its socket
	 * @param association the association
	 */
	public OptionWriter(SctpSocket socket, int association) {
		this.socket = socket;
		this.association = association;
	}

	/**
	 * Sets all options but the buffers and those below SCTP.
	 * @param options the options
	 * @throws SctpOptionException if the kernel refuses one
	 */
	public void write(SctpOptions options) {
		initMessage(options);
		rto(options.rto());
		associationInfo(options);
		peerAddressParameters(options);
		potentiallyFailed(options.potentiallyFailedThreshold());
		delayedSack(options);
		maxBurst(options.maxBurst());
		maxSegment(options.maxSegment());
		set("partial-reliability", options.partialReliability(), SocketOption.PARTIAL_RELIABILITY_SUPPORTED,
				(buffer) -> buffer.putInt(4, options.partialReliability() ? 1 : 0));
		streamReconfiguration(options.streamReconfiguration());
		dynamicAddresses(options.dynamicAddresses());
		noDelay(options.noDelay());
		disableFragments(options.disableFragments());
		autoclose(options.autoclose());
		Long indication = options.adaptationIndication();
		set("adaptation-indication", String.valueOf(indication), SocketOption.ADAPTATION_LAYER,
				(buffer) -> buffer.putInt(0, (indication != null) ? indication.intValue() : 0));
	}

	private void streamReconfiguration(Set<StreamReconfiguration> allowed) {
		set("stream-reconfiguration", allowed, SocketOption.RECONFIGURATION_SUPPORTED,
				(buffer) -> buffer.putInt(4, allowed.isEmpty() ? 0 : 1));
		set("stream-reconfiguration", allowed, SocketOption.ENABLE_STREAM_RESET,
				(buffer) -> buffer.putInt(4, StreamReconfigurationFlags.of(allowed)));
	}

	/**
	 * Sets whether the socket offers changes of addresses, and makes them. The order
	 * matters: AUTH asks for ASCONF authenticated if that is on already.
	 * @param allowed whether it does
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void dynamicAddresses(boolean allowed) {
		set("dynamic-addresses", allowed, SocketOption.ASCONF_SUPPORTED, (buffer) -> buffer.putInt(4, allowed ? 1 : 0));
		set("dynamic-addresses", allowed, SocketOption.AUTH_SUPPORTED, (buffer) -> buffer.putInt(4, allowed ? 1 : 0));
	}

	/**
	 * Sets whether short messages leave at once.
	 * @param noDelay whether they do
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void noDelay(boolean noDelay) {
		set("no-delay", noDelay, SocketOption.NO_DELAY, (buffer) -> buffer.putInt(0, noDelay ? 1 : 0));
	}

	/**
	 * Sets when the kernel hands over what it has of a message.
	 * @param bytes payload bytes; 0 for when it must
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void partialDeliveryPoint(int bytes) {
		set("partial-delivery-point", bytes, SocketOption.PARTIAL_DELIVERY_POINT, (buffer) -> buffer.putInt(0, bytes));
	}

	/**
	 * Sets whether messages are refused that do not fit one packet.
	 * @param disableFragments whether they are
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void disableFragments(boolean disableFragments) {
		set("disable-fragments", disableFragments, SocketOption.DISABLE_FRAGMENTS,
				(buffer) -> buffer.putInt(0, disableFragments ? 1 : 0));
	}

	private void autoclose(Duration autoclose) {
		if (autoclose.getNano() != 0) {
			throw new SctpOptionException("autoclose", autoclose.toMillis() + "ms",
					"is not a whole number of seconds, which the transport 'kernel' needs; round it");
		}
		set("autoclose", autoclose, SocketOption.AUTOCLOSE, (buffer) -> buffer.putInt(0, (int) autoclose.toSeconds()));
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
					buffer.putShort(6, (short) maxInitTimeout(options));
				});
	}

	/** Zero would leave it as it is. */
	private static int maxInitTimeout(SctpOptions options) {
		Duration own = options.maxInitTimeout();
		return Math.min(millis(own.isZero() ? options.rto().max() : own), MAX_INIT_TIMEOUT);
	}

	/**
	 * Sets the bounds of the time-out.
	 * @param rto the bounds
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void rto(RtoOptions rto) {
		setFor("rto", rto, SocketOption.RTO_INFO, (buffer) -> {
			buffer.putInt(4, millis(rto.initial()));
			buffer.putInt(8, millis(rto.max()));
			buffer.putInt(12, millis(rto.min()));
		});
	}

	private void associationInfo(SctpOptions options) {
		setFor("association-max-retransmissions, valid-cookie-life",
				options.associationMaxRetransmissions() + ", " + options.validCookieLife(),
				SocketOption.ASSOCIATION_INFO, (buffer) -> {
					buffer.putShort(4, (short) options.associationMaxRetransmissions());
					buffer.putInt(16, millis(options.validCookieLife()));
				});
	}

	/**
	 * Sets after how many errors the association ends.
	 * @param errors how many
	 * @throws SctpOptionException if the kernel refuses, as it does if that is more than
	 * all paths allow together
	 */
	public void associationMaxRetransmissions(int errors) {
		setFor("association-max-retransmissions", errors, SocketOption.ASSOCIATION_INFO,
				(buffer) -> buffer.putShort(4, (short) errors));
	}

	private void peerAddressParameters(SctpOptions options) {
		path(null, 0, new PathParameters(options.heartbeatInterval(), options.pathMaxRetransmissions(), null,
				options.pathMtu(), null));
	}

	/**
	 * Sets parameters of a path, or of all.
	 * @param address the peer's address, or {@code null} for all paths and those to come
	 * @param port the peer's SCTP port
	 * @param parameters what to set; what is {@code null} stays as it is
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void path(@Nullable SctpAddress address, int port, PathParameters parameters) {
		Integer maxRetransmissions = parameters.maxRetransmissions();
		if (maxRetransmissions != null) {
			notZero("path-max-retransmissions", maxRetransmissions);
		}
		Integer threshold = parameters.potentiallyFailedThreshold();
		if (threshold != null) {
			threshold(address, port, threshold);
		}
		PathParameters rest = parameters.withPotentiallyFailedThreshold(null);
		if (rest.equals(PathParameters.UNCHANGED)) {
			return;
		}
		setFor("heartbeat-interval, path-max-retransmissions, path-mtu, sack-delay", text(rest),
				SocketOption.PEER_ADDRESS_PARAMETERS, (buffer) -> {
					if (address != null) {
						SocketAddresses.write(buffer, ADDRESS, address, port);
					}
					buffer.putInt(FLAGS, write(rest, buffer));
				});
	}

	private static String text(PathParameters parameters) {
		return parameters.heartbeatInterval() + ", " + parameters.maxRetransmissions() + ", " + parameters.pathMtu()
				+ ", " + parameters.sackDelay();
	}

	/** Writes what is to be set, and returns the flags that say so. */
	private static int write(PathParameters parameters, ByteBuffer buffer) {
		int flags = 0;
		Duration heartbeat = parameters.heartbeatInterval();
		if (heartbeat != null) {
			buffer.putInt(HEARTBEAT_INTERVAL, millis(heartbeat));
			flags |= heartbeat.isZero() ? HEARTBEAT_DISABLE : HEARTBEAT_ENABLE;
		}
		Integer maxRetransmissions = parameters.maxRetransmissions();
		if (maxRetransmissions != null) {
			buffer.putShort(PATH_MAX_RETRANSMISSIONS, maxRetransmissions.shortValue());
		}
		Integer mtu = parameters.pathMtu();
		if (mtu != null) {
			buffer.putInt(PATH_MTU, Math.min(mtu, MAX_MTU_TO_SET));
			flags |= (mtu > 0) ? PATH_MTU_DISCOVERY_DISABLE : PATH_MTU_DISCOVERY_ENABLE;
		}
		Duration delay = parameters.sackDelay();
		if (delay != null) {
			buffer.putInt(SACK_DELAY, millis(delay));
			flags |= delay.isZero() ? SACK_DELAY_DISABLE : SACK_DELAY_ENABLE;
		}
		return flags;
	}

	private void potentiallyFailed(int threshold) {
		threshold(null, 0, threshold);
	}

	private void threshold(@Nullable SctpAddress address, int port, int threshold) {
		setFor("potentially-failed-threshold", threshold, SocketOption.PEER_ADDRESS_THRESHOLDS, (buffer) -> {
			if (address != null) {
				SocketAddresses.write(buffer, THRESHOLD_ADDRESS, address, port);
			}
			// Zero leaves it as it is.
			buffer.putShort(THRESHOLD_PATH_MAX_RETRANSMISSIONS, (short) 0);
			buffer.putShort(THRESHOLD_POTENTIALLY_FAILED, (short) threshold);
		});
	}

	/**
	 * Sends a heartbeat.
	 * @param address the peer's address
	 * @param port its SCTP port
	 * @throws SystemCallException if there is no such path or the association has ended
	 */
	public void heartbeat(SctpAddress address, int port) throws SystemCallException {
		this.socket.clear(SocketOption.PEER_ADDRESS_PARAMETERS);
		this.socket.buffer().putInt(0, this.association).putInt(FLAGS, HEARTBEAT_DEMAND);
		SocketAddresses.write(this.socket.buffer(), ADDRESS, address, port);
		this.socket.set(SocketOption.PEER_ADDRESS_PARAMETERS);
	}

	/**
	 * Sets when acknowledgements are sent.
	 * @param options the options
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void delayedSack(SctpOptions options) {
		int millis = millis(options.sackDelay());
		setFor("sack-delay, sack-frequency", options.sackDelay() + ", " + options.sackFrequency(),
				SocketOption.DELAYED_SACK, (buffer) -> {
					buffer.putInt(4, millis);
					// Without a delay every packet is acknowledged.
					buffer.putInt(8, (millis == 0) ? 1 : options.sackFrequency());
				});
	}

	/**
	 * Sets how many packets leave at once.
	 * @param packets how many
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void maxBurst(int packets) {
		setFor("max-burst", packets, SocketOption.MAX_BURST, (buffer) -> buffer.putInt(4, packets));
	}

	/**
	 * Sets how much a DATA chunk carries at most.
	 * @param bytes payload bytes, 0 for as many as the path takes
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void maxSegment(int bytes) {
		setFor("max-segment", bytes, SocketOption.MAX_SEGMENT, (buffer) -> buffer.putInt(4, bytes));
	}

	/**
	 * Sets what is below SCTP.
	 * @param before what the socket has
	 * @param after what it is to have
	 * @throws SctpOptionException if the kernel refuses
	 */
	public void ip(IpOptions before, IpOptions after) {
		new IpOptionWriter(this.socket).write(before, after);
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

	/** Sets an option whose structure starts with the association. */
	private void setFor(String name, Object value, SocketOption option, Value writer) {
		set(name, value, option, (buffer) -> {
			buffer.putInt(0, this.association);
			writer.write(buffer);
		});
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

	/** Less than a millisecond, but something, is one: zero would mean another thing. */
	private static int millis(Duration duration) {
		int millis = Math.toIntExact(duration.toMillis());
		return (millis == 0 && !duration.isZero()) ? 1 : millis;
	}

	/**
	 * Writes a value into a structure that is all zero.
	 */
	@FunctionalInterface
	private interface Value {

		void write(ByteBuffer buffer);

	}

}
