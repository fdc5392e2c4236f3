package dev.sock;

/**
 * Options of the {@code userspace} transport: SCTP in UDP (RFC 6951).
 *
 * @param udpPort local UDP port of endpoints that name none, 0 to 65535; 0 takes a free
 * one
 * @param gso whether the kernel cuts up batches of packets
 */
public record UserspaceOptions(int udpPort, GsoMode gso) {

	/** UDP port 9899, segmentation towards sock peers. */
	public static final UserspaceOptions DEFAULT = new UserspaceOptions(ConnectOptions.DEFAULT_UDP_PORT, GsoMode.AUTO);

	/**
	 * Checks the port.
	 * @throws SctpOptionException if it is not between 0 and 65535
	 */
	public UserspaceOptions {
		OptionChecks.between("userspace.udp-port", udpPort, 0, 65535);
	}

}
