package dev.sock.userspace.engine.setup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.sock.SctpAddress;
import dev.sock.SctpExtension;
import dev.sock.userspace.engine.auth.AuthOffers;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint that is asked for an association has to know to make it, and keeps
 * nowhere but with the peer until the peer gives it back (RFC 9260 §5.1.3).
 *
 * @param createdAtNanos when it was made, by the endpoint's clock
 * @param lifeNanos how long it is valid
 * @param localPort own SCTP port
 * @param peerPort the peer's SCTP port
 * @param localTag own tag
 * @param peerTag the peer's tag
 * @param localTieTag own tag of the association that exists, or 0
 * @param peerTieTag the peer's tag of the association that exists, or 0
 * @param localInitialTsn own first TSN
 * @param peerInitialTsn the peer's first TSN
 * @param peerWindow the peer's receive window
 * @param outboundStreams negotiated outbound streams
 * @param inboundStreams negotiated inbound streams
 * @param remoteUdpPort UDP port that the INIT came from
 * @param localAddress local address that the INIT came to
 * @param peerSock whether the peer showed to be sock
 * @param extensions the extensions that both sides offer
 * @param adaptationIndication the peer's adaptation indication, or {@code null}
 * @param peerAddresses the peer's addresses, the one that the INIT came from first
 * @param listed the local addresses that INIT ACK listed; none if changes of them cannot
 * be told
 * @param auth what both sides offer for authentication, or {@code null} if one of them
 * offers none
 */
public record StateCookie(long createdAtNanos, long lifeNanos, int localPort, int peerPort, int localTag, int peerTag,
		int localTieTag, int peerTieTag, int localInitialTsn, int peerInitialTsn, long peerWindow, int outboundStreams,
		int inboundStreams, int remoteUdpPort, SctpAddress localAddress, boolean peerSock,
		Set<SctpExtension> extensions, @Nullable Long adaptationIndication, List<SctpAddress> peerAddresses,
		List<SctpAddress> listed, @Nullable AuthOffers auth) {

	private static final int FIXED = 8 + 8 + 2 + 2 + 6 * 4 + 4 + 2 + 2 + 2 + 1 + 1 + 4;

	private static final int FLAG_SOCK = 1;

	private static final int FLAG_ADAPTATION = 2;

	private static final int FLAG_AUTH = 4;

	byte[] encode() {
		int size = FIXED + addressSize(this.localAddress) + size(this.peerAddresses) + size(this.listed);
		AuthOffers offers = this.auth;
		if (offers != null) {
			size += offers.encodedLength();
		}
		ByteBuffer out = ByteBuffer.allocate(size);
		out.putLong(this.createdAtNanos).putLong(this.lifeNanos);
		out.putShort((short) this.localPort).putShort((short) this.peerPort);
		out.putInt(this.localTag).putInt(this.peerTag).putInt(this.localTieTag).putInt(this.peerTieTag);
		out.putInt(this.localInitialTsn).putInt(this.peerInitialTsn).putInt((int) this.peerWindow);
		out.putShort((short) this.outboundStreams).putShort((short) this.inboundStreams);
		out.putShort((short) this.remoteUdpPort);
		Long adaptation = this.adaptationIndication;
		out.put((byte) ((this.peerSock ? FLAG_SOCK : 0) | ((adaptation != null) ? FLAG_ADAPTATION : 0)
				| ((offers != null) ? FLAG_AUTH : 0)));
		out.put((byte) Extensions.toBits(this.extensions));
		out.putInt((adaptation != null) ? adaptation.intValue() : 0);
		putAddress(out, this.localAddress);
		put(out, this.peerAddresses);
		put(out, this.listed);
		if (offers != null) {
			offers.encode(out);
		}
		return out.array();
	}

	/** Reads what {@link #encode()} wrote; only for bytes whose MAC was found right. */
	static @Nullable StateCookie decode(byte[] bytes) {
		ByteBuffer in = ByteBuffer.wrap(bytes);
		if (in.remaining() < FIXED) {
			return null;
		}
		long createdAt = in.getLong();
		long life = in.getLong();
		int localPort = in.getShort() & 0xffff;
		int peerPort = in.getShort() & 0xffff;
		int localTag = in.getInt();
		int peerTag = in.getInt();
		int localTieTag = in.getInt();
		int peerTieTag = in.getInt();
		int localTsn = in.getInt();
		int peerTsn = in.getInt();
		long peerWindow = Integer.toUnsignedLong(in.getInt());
		int outbound = in.getShort() & 0xffff;
		int inbound = in.getShort() & 0xffff;
		int udpPort = in.getShort() & 0xffff;
		int flags = in.get();
		int extensions = in.get();
		long adaptation = Integer.toUnsignedLong(in.getInt());
		SctpAddress local = getAddress(in);
		List<SctpAddress> peers = getAddresses(in);
		List<SctpAddress> listed = getAddresses(in);
		if (local == null || peers == null || peers.isEmpty() || listed == null) {
			return null;
		}
		return new StateCookie(createdAt, life, localPort, peerPort, localTag, peerTag, localTieTag, peerTieTag,
				localTsn, peerTsn, peerWindow, outbound, inbound, udpPort, local, (flags & FLAG_SOCK) != 0,
				Extensions.ofBits(extensions), ((flags & FLAG_ADAPTATION) != 0) ? adaptation : null, peers, listed,
				((flags & FLAG_AUTH) != 0) ? AuthOffers.decode(in) : null);
	}

	private static int size(List<SctpAddress> addresses) {
		return Short.BYTES + addresses.stream().mapToInt(StateCookie::addressSize).sum();
	}

	private static void put(ByteBuffer out, List<SctpAddress> addresses) {
		out.putShort((short) addresses.size());
		addresses.forEach((address) -> putAddress(out, address));
	}

	private static @Nullable List<SctpAddress> getAddresses(ByteBuffer in) {
		List<SctpAddress> addresses = new ArrayList<>();
		int count = (in.remaining() >= Short.BYTES) ? in.getShort() & 0xffff : -1;
		while (addresses.size() < count) {
			SctpAddress address = getAddress(in);
			if (address == null) {
				return null;
			}
			addresses.add(address);
		}
		return (count >= 0) ? List.copyOf(addresses) : null;
	}

	private static int addressSize(SctpAddress address) {
		return 1 + 4 + (address.isIpv4() ? 4 : 16);
	}

	private static void putAddress(ByteBuffer out, SctpAddress address) {
		byte[] bytes = address.toBytes();
		out.put((byte) bytes.length).putInt(address.scopeId()).put(bytes);
	}

	private static @Nullable SctpAddress getAddress(ByteBuffer in) {
		if (in.remaining() < 5) {
			return null;
		}
		int length = in.get();
		int scopeId = in.getInt();
		if ((length != 4 && length != 16) || in.remaining() < length) {
			return null;
		}
		byte[] bytes = new byte[length];
		in.get(bytes);
		return SctpAddress.of(bytes, scopeId);
	}

	/**
	 * Returns where the INIT came from.
	 * @return the first of the peer's addresses
	 */
	public SctpAddress peerAddress() {
		return this.peerAddresses.get(0);
	}

	/**
	 * Returns whether it is too old.
	 * @param nowNanos the time
	 * @return whether its life is over
	 */
	public boolean isExpired(long nowNanos) {
		return nowNanos - this.createdAtNanos > this.lifeNanos;
	}

	/**
	 * Returns by how much it is too old (RFC 9260 §3.3.10.3).
	 * @param nowNanos the time
	 * @return microseconds
	 */
	public long stalenessMicros(long nowNanos) {
		return Math.min(0xffffffffL, (nowNanos - this.createdAtNanos - this.lifeNanos) / 1000);
	}

}
