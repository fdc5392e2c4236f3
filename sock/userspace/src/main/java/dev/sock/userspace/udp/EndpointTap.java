package dev.sock.userspace.udp;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

import dev.sock.SctpAddress;
import dev.sock.SctpPacketTap;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the packets of one endpoint to the user's tap and, at DEBUG, to the log. Costs
 * next to nothing while neither wants them. Used on the event loop, but for
 * {@link #user}.
 */
final class EndpointTap implements SctpPacketTap {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.packet");

	private final String endpointName;

	private final Consumer<Throwable> failed;

	private final TappedSink sink = new TappedSink(this);

	private volatile @Nullable SctpPacketTap user;

	EndpointTap(String endpointName, Consumer<Throwable> failed) {
		this.endpointName = endpointName;
		this.failed = failed;
	}

	/**
	 * Sets the user's tap. From any thread.
	 */
	void user(@Nullable SctpPacketTap user) {
		this.user = user;
	}

	/**
	 * Returns a sink that shows packets as they are written, if anybody wants them.
	 */
	PacketSink around(PacketSink target) {
		return (this.user != null || logger.isDebugEnabled()) ? this.sink.around(target) : target;
	}

	@Override
	public void packet(boolean outbound, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			ByteBuffer packet) {
		if (logger.isDebugEnabled()) {
			logger.debug("Endpoint '{}': {} {} {}:{} {}", this.endpointName, localAddress, outbound ? "->" : "<-",
					remoteAddress, remoteUdpPort, PacketText.describe(packet));
		}
		SctpPacketTap current = this.user;
		if (current != null) {
			try {
				current.packet(outbound, localAddress, remoteAddress, remoteUdpPort, packet.asReadOnlyBuffer());
			}
			catch (Throwable ex) {
				this.failed.accept(ex);
			}
		}
	}

}
