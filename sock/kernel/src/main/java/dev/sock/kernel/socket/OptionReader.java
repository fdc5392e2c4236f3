package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.time.Duration;

import dev.sock.PathParameters;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.kernel.sys.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for the options of an association, or those that associations of a
 * socket start with (RFC 6458 §8).
 */
public final class OptionReader {

	private static final int HEARTBEAT_ENABLE = 1;

	private static final int PATH_MTU_DISCOVERY_DISABLE = 16;

	private static final int SACK_DELAY_ENABLE = 32;

	/** Segments smaller than this are the path's doing. */
	private static final int LEAST_SEGMENT = 512;

	private final SctpSocket socket;

	private final int association;

	/**
	 * Creates a reader.
	 * @param socket the socket
	 * @param association an association, or {@link SctpSocket#NO_ASSOCIATION}
	 */
	public OptionReader(SctpSocket socket, int association) {
		this.socket = socket;
		this.association = association;
	}

	/**
	 * Reads what associations of the socket start with.
	 * @param set what was set
	 * @return the same as the kernel has it
	 * @throws SystemCallException if the kernel refuses
	 */
	public SctpOptions endpoint(SctpOptions set) throws SystemCallException {
		SctpOptionsBuilder builder = read(set);
		ByteBuffer buffer = ask(SocketOption.INIT_MESSAGE);
		builder.outboundStreams(unsigned(buffer, 0))
			.maxInboundStreams(unsigned(buffer, 2))
			.maxInitRetransmissions(unsigned(buffer, 4));
		if (!set.maxInitTimeout().isZero()) {
			builder.maxInitTimeout(Duration.ofMillis(unsigned(buffer, 6)));
		}
		ask(SocketOption.AUTOCLOSE);
		builder.autoclose(Duration.ofSeconds(buffer.getInt(0) & 0xffffffffL));
		ask(SocketOption.ADAPTATION_LAYER);
		if (set.adaptationIndication() != null) {
			builder.adaptationIndication(buffer.getInt(0) & 0xffffffffL);
		}
		ask(SocketOption.PARTIAL_RELIABILITY_SUPPORTED);
		builder.partialReliability(buffer.getInt(4) != 0);
		ask(SocketOption.ENABLE_STREAM_RESET);
		builder.streamReconfiguration(StreamReconfigurationFlags.read(buffer.getInt(4)));
		ask(SocketOption.ASCONF_SUPPORTED);
		builder.dynamicAddresses(buffer.getInt(4) != 0);
		return builder.receiveBuffer(this.socket.receiveBuffer())
			.ip(new IpOptionWriter(this.socket).read(set.ip()).withReuseAddress(this.socket.reusesAddress()))
			.build();
	}

	/**
	 * Reads the options of the association.
	 * @param set what was set
	 * @return the same as the kernel has it, where it keeps it with the association
	 * @throws SystemCallException if the association has ended
	 */
	public SctpOptions association(SctpOptions set) throws SystemCallException {
		return read(set).ip(new IpOptionWriter(this.socket).read(set.ip())).build();
	}

	private SctpOptionsBuilder read(SctpOptions set) throws SystemCallException {
		SctpOptionsBuilder builder = set.toBuilder();
		ByteBuffer buffer = ask(SocketOption.RTO_INFO);
		builder.rto(new RtoOptions(millis(buffer, 4), millis(buffer, 12), millis(buffer, 8)));
		ask(SocketOption.ASSOCIATION_INFO);
		builder.associationMaxRetransmissions(unsigned(buffer, 4)).validCookieLife(millis(buffer, 16));
		ask(SocketOption.DELAYED_SACK);
		builder.sackDelay(millis(buffer, 4)).sackFrequency(buffer.getInt(8));
		ask(SocketOption.MAX_BURST);
		builder.maxBurst(buffer.getInt(4));
		ask(SocketOption.MAX_SEGMENT);
		if (set.maxSegment() != 0 && buffer.getInt(4) >= LEAST_SEGMENT) {
			builder.maxSegment(buffer.getInt(4));
		}
		ask(SocketOption.NO_DELAY);
		builder.noDelay(buffer.getInt(0) != 0);
		ask(SocketOption.DISABLE_FRAGMENTS);
		builder.disableFragments(buffer.getInt(0) != 0);
		path(builder, path(null, 0));
		return builder.sendBuffer(this.socket.sendBuffer());
	}

	private static void path(SctpOptionsBuilder builder, PathParameters all) {
		Duration heartbeat = all.heartbeatInterval();
		Integer maxRetransmissions = all.maxRetransmissions();
		Integer threshold = all.potentiallyFailedThreshold();
		Integer mtu = all.pathMtu();
		if (heartbeat != null && maxRetransmissions != null && threshold != null && mtu != null) {
			builder.heartbeatInterval(heartbeat)
				.pathMaxRetransmissions(maxRetransmissions)
				.potentiallyFailedThreshold(threshold)
				.pathMtu(mtu);
		}
	}

	/**
	 * Reads the parameters of a path, or those of all.
	 * @param address the peer's address, or {@code null} for those that paths start with
	 * @param port the peer's SCTP port
	 * @return the parameters, none {@code null}
	 * @throws SystemCallException if there is no such path
	 */
	public PathParameters path(@Nullable SctpAddress address, int port) throws SystemCallException {
		ByteBuffer buffer = ask(SocketOption.PEER_ADDRESS_THRESHOLDS, 8, address, port);
		int threshold = Math.min(unsigned(buffer, 138), 255);
		ask(SocketOption.PEER_ADDRESS_PARAMETERS, 4, address, port);
		int flags = buffer.getInt(146);
		return new PathParameters(((flags & HEARTBEAT_ENABLE) != 0) ? millis(buffer, 132) : Duration.ZERO,
				unsigned(buffer, 136), threshold, ((flags & PATH_MTU_DISCOVERY_DISABLE) != 0) ? buffer.getInt(138) : 0,
				((flags & SACK_DELAY_ENABLE) != 0) ? millis(buffer, 142) : Duration.ZERO);
	}

	private ByteBuffer ask(SocketOption option) throws SystemCallException {
		return ask(option, 0, null, 0);
	}

	private ByteBuffer ask(SocketOption option, int addressAt, @Nullable SctpAddress address, int port)
			throws SystemCallException {
		this.socket.clear(option);
		ByteBuffer buffer = this.socket.buffer();
		buffer.putInt(0, this.association);
		if (address != null) {
			SocketAddresses.write(buffer, addressAt, address, port);
		}
		this.socket.get(option);
		return buffer;
	}

	private static int unsigned(ByteBuffer buffer, int at) {
		return buffer.getShort(at) & 0xffff;
	}

	private static Duration millis(ByteBuffer buffer, int at) {
		return Duration.ofMillis(buffer.getInt(at) & 0xffffffffL);
	}

}
