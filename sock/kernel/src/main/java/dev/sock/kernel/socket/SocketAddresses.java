package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code sockaddr_in} and {@code sockaddr_in6}.
 */
final class SocketAddresses {

	static final int AF_INET = 2;

	static final int AF_INET6 = 10;

	/** Length of {@code sockaddr_storage}. */
	static final int STORAGE = 128;

	static final int MAX_LENGTH = 28;

	private static final int IPV4_LENGTH = 16;

	private static final int PORT = 2;

	private static final int IPV4_ADDRESS = 4;

	private static final int IPV6_ADDRESS = 8;

	private static final int SCOPE_ID = 24;

	private SocketAddresses() {
	}

	/**
	 * Writes an address.
	 * @return its length
	 */
	static int write(ByteBuffer buffer, int offset, SctpAddress address, int port) {
		byte[] bytes = address.toBytes();
		int length = address.isIpv4() ? IPV4_LENGTH : MAX_LENGTH;
		for (int i = 0; i < length; i++) {
			buffer.put(offset + i, (byte) 0);
		}
		buffer.putShort(offset, (short) (address.isIpv4() ? AF_INET : AF_INET6));
		buffer.put(offset + PORT, (byte) (port >> 8));
		buffer.put(offset + PORT + 1, (byte) port);
		buffer.put(offset + (address.isIpv4() ? IPV4_ADDRESS : IPV6_ADDRESS), bytes);
		if (!address.isIpv4()) {
			buffer.putInt(offset + SCOPE_ID, address.scopeId());
		}
		return length;
	}

	/**
	 * Writes addresses one after the other.
	 * @return their length together
	 */
	static int write(ByteBuffer buffer, int offset, List<SctpAddress> addresses, int port) {
		int end = offset;
		for (SctpAddress address : addresses) {
			end += write(buffer, end, address, port);
		}
		return end - offset;
	}

	/**
	 * Reads an address.
	 * @return the address, or {@code null} if it is neither IPv4 nor IPv6
	 */
	static @Nullable SctpAddress read(ByteBuffer buffer, int offset) {
		switch (buffer.getShort(offset)) {
			case AF_INET -> {
				byte[] bytes = new byte[4];
				buffer.get(offset + IPV4_ADDRESS, bytes);
				return SctpAddress.of(bytes);
			}
			case AF_INET6 -> {
				byte[] bytes = new byte[16];
				buffer.get(offset + IPV6_ADDRESS, bytes);
				return SctpAddress.of(bytes, buffer.getInt(offset + SCOPE_ID));
			}
			default -> {
				return null;
			}
		}
	}

	/**
	 * Reads addresses that stand one after the other.
	 */
	static List<SctpAddress> read(ByteBuffer buffer, int offset, int count) {
		List<SctpAddress> result = new ArrayList<>(count);
		int at = offset;
		for (int i = 0; i < count; i++) {
			SctpAddress address = read(buffer, at);
			if (address == null) {
				break;
			}
			result.add(address);
			at += (buffer.getShort(at) == AF_INET) ? IPV4_LENGTH : MAX_LENGTH;
		}
		return result;
	}

	static int port(ByteBuffer buffer, int offset) {
		return networkShort(buffer, offset + PORT);
	}

	/**
	 * Reads a number of 16 bits that stands in network order in a buffer of the machine's
	 * order.
	 */
	static int networkShort(ByteBuffer buffer, int offset) {
		return (buffer.get(offset) & 0xff) << 8 | (buffer.get(offset + 1) & 0xff);
	}

	/**
	 * Turns 32 bits between the order of the machine and that of the network.
	 */
	static int network(int value) {
		return (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) ? value : Integer.reverseBytes(value);
	}

}
