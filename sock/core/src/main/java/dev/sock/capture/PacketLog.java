package dev.sock.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpPacketTap;

/**
 * Keeps the last packets, up to a number of bytes, and writes them as pcapng. Payload is
 * replaced by zeros beyond a limit before it is kept. Safe for use by several threads.
 */
public final class PacketLog implements SctpPacketTap {

	private final long maxBytes;

	private final int payloadLimit;

	private final Clock clock;

	private final Deque<CapturedPacket> packets = new ArrayDeque<>();

	private long bytes;

	private long forgotten;

	/**
	 * Creates an empty log.
	 * @param maxBytes most memory that it takes, in bytes, 1 or more
	 * @param payloadLimit bytes of each DATA chunk's payload that are kept, 0 for none,
	 * {@link Integer#MAX_VALUE} for all. Payload may be confidential
	 */
	public PacketLog(long maxBytes, int payloadLimit) {
		this(maxBytes, payloadLimit, Clock.systemUTC());
	}

	PacketLog(long maxBytes, int payloadLimit, Clock clock) {
		if (maxBytes < 1 || payloadLimit < 0) {
			throw new IllegalArgumentException("maxBytes is " + maxBytes + " and payloadLimit is " + payloadLimit
					+ ": use at least 1 and at least 0");
		}
		this.maxBytes = maxBytes;
		this.payloadLimit = payloadLimit;
		this.clock = clock;
	}

	@Override
	public void packet(boolean outbound, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			ByteBuffer packet) {
		byte[] copy = new byte[packet.remaining()];
		packet.get(packet.position(), copy);
		int masked = (this.payloadLimit < copy.length) ? PayloadMask.apply(copy, this.payloadLimit) : 0;
		add(new CapturedPacket(this.clock.instant(), outbound, localAddress, remoteAddress, remoteUdpPort, copy,
				masked));
	}

	private synchronized void add(CapturedPacket packet) {
		this.packets.addLast(packet);
		this.bytes += packet.cost();
		while (this.bytes > this.maxBytes) {
			this.bytes -= this.packets.removeFirst().cost();
			this.forgotten++;
		}
	}

	/**
	 * Returns how many packets it has.
	 * @return the number
	 */
	public synchronized int packets() {
		return this.packets.size();
	}

	/**
	 * Returns how many packets it no longer has, because newer ones needed the room.
	 * @return the number
	 */
	public synchronized long forgotten() {
		return this.forgotten;
	}

	/**
	 * Returns how much memory it takes.
	 * @return bytes, roughly
	 */
	public synchronized long bytes() {
		return this.bytes;
	}

	/**
	 * Returns how much memory it takes at most.
	 * @return bytes
	 */
	public long maxBytes() {
		return this.maxBytes;
	}

	/**
	 * Returns how much of each DATA chunk's payload it keeps.
	 * @return bytes
	 */
	public int payloadLimit() {
		return this.payloadLimit;
	}

	/**
	 * Writes the packets, the oldest first, as pcapng: in IP, as if SCTP ran on it
	 * directly; UDP ports and what is left out are in comments.
	 * @param out where to; not closed
	 * @throws IOException if it cannot be written
	 */
	public void writeTo(OutputStream out) throws IOException {
		open().transferTo(out);
		out.flush();
	}

	/**
	 * Gives what {@link #writeTo} writes, made block by block as it is read.
	 * @return the packets of this moment
	 */
	public InputStream open() {
		List<CapturedPacket> snapshot;
		synchronized (this) {
			snapshot = new ArrayList<>(this.packets);
		}
		Iterator<CapturedPacket> packets = snapshot.iterator();
		return new SequenceInputStream(new ByteArrayInputStream(PcapngBlocks.header()),
				new SequenceInputStream(new Enumeration<>() {

					@Override
					public boolean hasMoreElements() {
						return packets.hasNext();
					}

					@Override
					public InputStream nextElement() {
						return new ByteArrayInputStream(PcapngBlocks.packet(packets.next()));
					}

				}));
	}

}
