package dev.sock.kernel.socket;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.kernel.sys.Descriptor;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.NativeMemory;
import dev.sock.kernel.sys.SystemCallException;

/**
 * An SCTP socket: one-to-many, or an association peeled off from one. No call waits.
 */
public final class SctpSocket implements AutoCloseable {

	/** Stands for associations to come, and for the only one of a peeled-off socket. */
	public static final int NO_ASSOCIATION = 0;

	/** Enough for every structure, and for some hundred addresses. */
	private static final int SCRATCH = 16 * 1024;

	private static final int SOCK_SEQPACKET = 5;

	private static final int BIND_ADD = 100;

	private static final int BIND_REMOVE = 101;

	private static final int GET_PEER_ADDRESSES = 108;

	private static final int GET_LOCAL_ADDRESSES = 109;

	private static final int IPPROTO_IPV6 = 41;

	private static final int IPV6_V6ONLY = 26;

	private static final int SOL_SOCKET = 1;

	private static final int SO_REUSEADDR = 2;

	private static final int SO_SNDBUF = 7;

	private static final int SO_RCVBUF = 8;

	private static final int SO_REUSEPORT = 15;

	private static final int SO_SNDBUFFORCE = 32;

	private static final int SO_RCVBUFFORCE = 33;

	private static final int SO_MEMINFO = 55;

	private static final int MEMINFO_SIZE = 9 * Integer.BYTES;

	/** {@code SK_MEMINFO_WMEM_QUEUED}. */
	private static final int QUEUED_FOR_SENDING = 5 * Integer.BYTES;

	private static final int NON_BLOCKING_CLOSE_ON_EXEC = 0x800 | 0x80000;

	/** In {@code sctp_getaddrs}. */
	private static final int ADDRESS_COUNT = 4;

	private static final int ADDRESSES = 8;

	private final Descriptor descriptor;

	private final NativeMemory scratch;

	private boolean ipv6;

	private boolean reuseAddress;

	SctpSocket(Descriptor descriptor, NativeMemory scratch) {
		this.descriptor = descriptor;
		this.scratch = scratch;
	}

	/**
	 * Opens a one-to-many socket, not bound.
	 * @param ipv6 whether it can have IPv6 addresses
	 * @param ipv4 whether it can have IPv4 addresses
	 * @return the socket
	 * @throws SystemCallException if the system refuses
	 */
	public static SctpSocket open(boolean ipv6, boolean ipv4) throws SystemCallException {
		NativeMemory scratch = new NativeMemory(SCRATCH); // before there is anything to
															// close
		SctpSocket socket = new SctpSocket(Descriptor.socket(ipv6 ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET,
				SOCK_SEQPACKET | NON_BLOCKING_CLOSE_ON_EXEC, SocketOption.LEVEL), scratch);
		try {
			socket.ipv6 = ipv6;
			if (ipv6) {
				socket.setInt(IPPROTO_IPV6, IPV6_V6ONLY, ipv4 ? 0 : 1);
				socket.buffer().putInt(0, 0);
				socket.set(SocketOption.MAPPED_IPV4_ADDRESSES);
			}
			socket.buffer().putInt(0, 1);
			socket.set(SocketOption.RECEIVE_INFO);
			socket.subscribe();
			return socket;
		}
		catch (Throwable ex) { // there may be no memory
			socket.close();
			throw ex;
		}
	}

	private void subscribe() throws SystemCallException {
		ByteBuffer buffer = buffer();
		for (int i = 0; i < SocketOption.EVENTS.size(); i++) {
			buffer.put(i, (byte) (Subscription.WANTED.contains(i) ? 1 : 0));
		}
		set(SocketOption.EVENTS);
	}

	/**
	 * Returns the descriptor, to be watched.
	 * @return the descriptor
	 */
	public Descriptor descriptor() {
		return this.descriptor;
	}

	/**
	 * Binds it to one more address.
	 * @param address the address
	 * @param port SCTP port; 0 for a free one, or the one that it has already
	 * @throws SystemCallException if the system refuses
	 */
	public void bind(SctpAddress address, int port) throws SystemCallException {
		int length = SocketAddresses.write(buffer(), 0, address, port);
		this.descriptor.setsockopt(SocketOption.LEVEL, BIND_ADD, this.scratch, length);
	}

	/**
	 * Releases an address. Peers of associations that are up are told.
	 * @param address the address
	 * @param port its SCTP port
	 * @throws SystemCallException if the system refuses
	 */
	public void unbind(SctpAddress address, int port) throws SystemCallException {
		int length = SocketAddresses.write(buffer(), 0, address, port);
		this.descriptor.setsockopt(SocketOption.LEVEL, BIND_REMOVE, this.scratch, length);
	}

	/**
	 * Lets sockets that say so as well be bound to the same address and port.
	 * @param shared whether they may from now on; those that are stay so
	 * @throws SystemCallException if the system refuses
	 */
	public void sharePort(boolean shared) throws SystemCallException {
		setInt(SOL_SOCKET, SO_REUSEPORT, shared ? 1 : 0);
	}

	/**
	 * Asks the peer to send to one of the local addresses rather than to others.
	 * @param association the association
	 * @param address a local address
	 * @param port the local SCTP port
	 * @throws SystemCallException if the peer cannot be asked
	 */
	public void setPeerPrimary(int association, SctpAddress address, int port) throws SystemCallException {
		clear(SocketOption.PEER_PRIMARY_ADDRESS);
		buffer().putInt(0, association);
		SocketAddresses.write(buffer(), Integer.BYTES, address, port);
		set(SocketOption.PEER_PRIMARY_ADDRESS);
	}

	/**
	 * Returns the SCTP port that it is bound to.
	 * @return 1 to 65535
	 * @throws SystemCallException if the system refuses
	 */
	public int localPort() throws SystemCallException {
		this.descriptor.getsockname(this.scratch);
		return SocketAddresses.port(buffer(), 0);
	}

	/**
	 * Lets sockets of others have the same address and port, as long as none listens. To
	 * be called before it is bound.
	 * @throws SystemCallException if the system refuses
	 */
	public void reuseAddress() throws SystemCallException {
		setInt(SOL_SOCKET, SO_REUSEADDR, 1);
		this.reuseAddress = true;
	}

	/**
	 * Returns whether others may have the same address and port.
	 * @return whether they may
	 * @throws SystemCallException if the system refuses
	 */
	boolean reusesAddress() throws SystemCallException {
		return getInt(SOL_SOCKET, SO_REUSEADDR) != 0;
	}

	/**
	 * Returns whether it can have IPv6 addresses.
	 * @return whether its family is that of IPv6
	 */
	boolean isIpv6() {
		return this.ipv6;
	}

	/**
	 * Lets peers connect, or no more.
	 * @param listening whether they may
	 * @throws SystemCallException if the system refuses
	 */
	public void listen(boolean listening) throws SystemCallException {
		// The sockets of associations that are up have the port, too, and share it.
		setInt(SOL_SOCKET, SO_REUSEADDR, listening ? 1 : 0);
		try {
			this.descriptor.listen(listening ? 1 : 0);
		}
		finally {
			setInt(SOL_SOCKET, SO_REUSEADDR, this.reuseAddress ? 1 : 0);
		}
	}

	/**
	 * Begins to connect.
	 * @param addresses the peer's addresses
	 * @param port its SCTP port
	 * @return the association
	 * @throws SystemCallException if it cannot begin
	 */
	public int connect(List<SctpAddress> addresses, int port) throws SystemCallException {
		int addressesAt = SocketOption.CONNECT.size();
		ByteBuffer buffer = buffer();
		int length = SocketAddresses.write(buffer, addressesAt, addresses, port);
		buffer.putInt(0, NO_ASSOCIATION);
		buffer.putInt(ADDRESS_COUNT, length);
		buffer.putLong(ADDRESSES, this.scratch.address(addressesAt));
		try {
			this.descriptor.getsockopt(SocketOption.LEVEL, SocketOption.CONNECT.number(), this.scratch,
					SocketOption.CONNECT.size());
		}
		catch (SystemCallException ex) {
			if (ex.errno() != Errno.EINPROGRESS) {
				throw ex;
			}
		}
		return buffer.getInt(0);
	}

	/**
	 * Gives an association a socket of its own. What was received for it and not yet read
	 * goes with it.
	 * @param association the association
	 * @return its socket
	 * @throws SystemCallException if the system refuses
	 */
	public SctpSocket peelOff(int association) throws SystemCallException {
		ByteBuffer buffer = buffer();
		buffer.putInt(0, association);
		buffer.putInt(4, 0);
		buffer.putInt(8, NON_BLOCKING_CLOSE_ON_EXEC);
		get(SocketOption.PEEL_OFF);
		SctpSocket own = new SctpSocket(new Descriptor(buffer.getInt(4)), this.scratch);
		own.ipv6 = this.ipv6;
		try {
			own.setInt(SOL_SOCKET, SO_REUSEADDR, 1);
			return own;
		}
		catch (Throwable ex) { // there may be no memory
			own.close();
			throw ex;
		}
	}

	/**
	 * Returns the peer's addresses of an association.
	 * @param association the association
	 * @return the addresses
	 * @throws SystemCallException if the association has ended
	 */
	public List<SctpAddress> peerAddresses(int association) throws SystemCallException {
		return addresses(GET_PEER_ADDRESSES, association);
	}

	/**
	 * Returns the local addresses.
	 * @param association an association, or {@link #NO_ASSOCIATION} for those of the
	 * socket
	 * @return the addresses
	 * @throws SystemCallException if the association has ended
	 */
	public List<SctpAddress> localAddresses(int association) throws SystemCallException {
		return addresses(GET_LOCAL_ADDRESSES, association);
	}

	private List<SctpAddress> addresses(int option, int association) throws SystemCallException {
		ByteBuffer buffer = buffer();
		buffer.putInt(0, association);
		buffer.putInt(ADDRESS_COUNT, 0);
		this.descriptor.getsockopt(SocketOption.LEVEL, option, this.scratch, SCRATCH - Integer.BYTES);
		return SocketAddresses.read(buffer, ADDRESSES, buffer.getInt(ADDRESS_COUNT));
	}

	/**
	 * Asks for room to send.
	 * @param bytes how much
	 * @return how much was granted; no longer message can be sent
	 * @throws SystemCallException if the system refuses
	 */
	public int sendBuffer(int bytes) throws SystemCallException {
		return buffer(SO_SNDBUF, SO_SNDBUFFORCE, bytes);
	}

	/**
	 * Asks for room to receive.
	 * @param bytes how much
	 * @return how much was granted
	 * @throws SystemCallException if the system refuses
	 */
	public int receiveBuffer(int bytes) throws SystemCallException {
		return buffer(SO_RCVBUF, SO_RCVBUFFORCE, bytes);
	}

	private int buffer(int option, int forced, int bytes) throws SystemCallException {
		setInt(SOL_SOCKET, option, bytes);
		int granted = getInt(SOL_SOCKET, option) / 2;
		if (granted < bytes) {
			try {
				// Beyond the system's limit, for those who may.
				setInt(SOL_SOCKET, forced, bytes);
				granted = getInt(SOL_SOCKET, option) / 2;
			}
			catch (SystemCallException ex) {
				if (ex.errno() != Errno.EPERM) {
					throw ex;
				}
			}
		}
		return granted;
	}

	/**
	 * Returns how much room there is to send.
	 * @return bytes
	 * @throws SystemCallException if the system refuses
	 */
	int sendBuffer() throws SystemCallException {
		return getInt(SOL_SOCKET, SO_SNDBUF) / 2;
	}

	/**
	 * Returns how much room there is to receive.
	 * @return bytes
	 * @throws SystemCallException if the system refuses
	 */
	int receiveBuffer() throws SystemCallException {
		return getInt(SOL_SOCKET, SO_RCVBUF) / 2;
	}

	/**
	 * Returns how much is being sent: accepted by the kernel and not yet acknowledged.
	 * @return bytes, the kernel's own structures included; 0 if everything was
	 * acknowledged
	 * @throws SystemCallException if the system refuses
	 */
	public int queuedForSending() throws SystemCallException {
		this.descriptor.getsockopt(SOL_SOCKET, SO_MEMINFO, this.scratch, MEMINFO_SIZE);
		return buffer().getInt(QUEUED_FOR_SENDING);
	}

	void setInt(int level, int option, int value) throws SystemCallException {
		buffer().putInt(0, value);
		this.descriptor.setsockopt(level, option, this.scratch, Integer.BYTES);
	}

	int getInt(int level, int option) throws SystemCallException {
		this.descriptor.getsockopt(level, option, this.scratch, Integer.BYTES);
		return buffer().getInt(0);
	}

	// What the options are written with

	ByteBuffer buffer() {
		return this.scratch.buffer();
	}

	void clear(SocketOption option) {
		this.scratch.clear(0, option.size());
	}

	void set(SocketOption option) throws SystemCallException {
		this.descriptor.setsockopt(SocketOption.LEVEL, option.number(), this.scratch, option.size());
	}

	/** Sets an option that has more behind its structure. */
	void set(SocketOption option, int length) throws SystemCallException {
		this.descriptor.setsockopt(SocketOption.LEVEL, option.number(), this.scratch, length);
	}

	void get(SocketOption option) throws SystemCallException {
		int length = this.descriptor.getsockopt(SocketOption.LEVEL, option.number(), this.scratch, option.size());
		if (length != option.size()) {
			throw new IllegalStateException("The kernel's " + option.structure() + " has " + length + " bytes, not "
					+ option.size() + ": this kernel is not supported");
		}
	}

	/**
	 * Closes it; an association is shut down by that, so it is to be aborted before.
	 * Harmless when repeated.
	 */
	@Override
	public void close() {
		this.descriptor.close();
	}

}
