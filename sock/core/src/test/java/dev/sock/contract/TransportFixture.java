package dev.sock.contract;

import java.util.List;

import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpEndpoint;
import dev.sock.Sock;

/**
 * What the contract needs of a transport that is under test. One is made for each test
 * and closed after it.
 */
public interface TransportFixture extends AutoCloseable {

	/**
	 * Returns how this transport rightly differs from others.
	 * @return the capabilities
	 */
	TransportCapabilities capabilities();

	/**
	 * Opens an instance whose endpoints use the transport. May be called several times;
	 * the instances share nothing that a user would have to share.
	 * @return the instance, which the caller closes
	 */
	Sock open();

	/**
	 * Returns how to connect to an endpoint by all its addresses.
	 * @param endpoint an endpoint of an instance of {@link #open()}
	 * @return the options, else with their defaults
	 */
	ConnectOptions to(SctpEndpoint endpoint);

	/**
	 * Puts something between an endpoint and those that connect to it that can cut paths.
	 * Without a cut everything passes.
	 * @param server the endpoint, bound to 127.0.0.1 or to {@link #addresses()}
	 * @return the link, closed by the fixture
	 */
	Link link(SctpEndpoint server);

	/**
	 * Returns two IPv4 addresses of this host for multi-homing. A packet to each leaves
	 * from the same one, so that the two paths between endpoints that both have both
	 * share nothing.
	 * @return the addresses, 127.0.0.1 and 127.0.0.2 unless the transport needs others
	 */
	default List<String> addresses() {
		return List.of("127.0.0.1", "127.0.0.2");
	}

	/**
	 * Told which addresses beside 127.0.0.1 a test uses. Where a host without them is
	 * nobody's fault the test may be aborted here, and nowhere else.
	 * @param addresses addresses
	 */
	default void needs(List<String> addresses) {
	}

	/**
	 * Returns the UDP port by which a peer that speaks SCTP in UDP (RFC 6951) reaches an
	 * endpoint.
	 * @param server the endpoint
	 * @return the port
	 */
	int udpPort(SctpEndpoint server);

	/**
	 * Restores every path and ends what the fixture has started.
	 */
	@Override
	void close();

	/**
	 * The way to an endpoint.
	 */
	interface Link {

		/**
		 * Returns how to connect to the endpoint across this link, by all its addresses.
		 * @return the options, else with their defaults
		 */
		ConnectOptions options();

		/**
		 * Cuts the path between the two sides' ends of the same address: until the cut is
		 * closed all that is sent to the address is lost, whichever side sends it and to
		 * whichever SCTP port, without an error for the sender. Packets between other
		 * addresses pass.
		 * @param address one of the endpoint's addresses
		 * @return the cut; to close it restores the path
		 */
		PathCut cut(SctpAddress address);

	}

	/**
	 * A path that is cut.
	 */
	interface PathCut extends AutoCloseable {

		/**
		 * Restores the path. Harmless when repeated.
		 */
		@Override
		void close();

	}

}
