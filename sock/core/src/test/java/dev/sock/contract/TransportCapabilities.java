package dev.sock.contract;

import java.util.Set;

/**
 * How transports rightly differ. The contract asserts each side of each.
 *
 * @param transport name of the transport
 * @param udp whether SCTP runs in UDP: endpoints have a UDP port and error texts name the
 * peer's; else neither is so, and texts say that it is SCTP over IP
 * @param refusesBeforeEstablished whether a refused peer never sees the association come
 * up, and its connect fails as refused; else the peer sees it come up and then lost, and
 * what it sent meanwhile is discarded
 * @param acceptSeesAdaptationIndication whether the accept policy is told of the peer's
 * adaptation layer indication; else it gets {@code null}
 * @param acknowledgesEachMessage whether the future of a message completes when that
 * message is acknowledged, though later ones are not; else it may take until all that was
 * sent is acknowledged
 * @param portsBelongToTheHost whether an SCTP port that one instance has cannot be had by
 * another of the same host; else both can have it
 * @param flushesWhenThePeerShutsDown whether all that was accepted when the peer asks to
 * shut down is sent; else what does not fit the buffers of the system fails and is told
 * @param measuresShortRoundTrips whether the smoothed round-trip time of loopback is
 * known; else it may be {@code null}, being too short to be told from one that was not
 * measured
 * @param givesUpAllThatIsQueued whether a message can be given up as long as it is not
 * acknowledged, at once and for certain; else what the system has taken, about half of
 * the send buffer, is given up when the system sends next, shows to have been when the
 * peer answers, and is not given up for a priority, nor for a lifetime that the peer does
 * not support
 * @param seesPackets whether a tap sees packets; else it is refused with what to use
 * instead
 * @param impossibleOptions options that an endpoint cannot be opened with, by their names
 * @param fixedOptions options that cannot be changed on an association, beside those that
 * no transport can change
 * @param unknown values that the transport cannot know, which must be {@code null}, while
 * all others must not be: record and component, such as
 * {@code EndpointStatistics.outOfBlues}
 */
public record TransportCapabilities(String transport, boolean udp, boolean refusesBeforeEstablished,
		boolean acceptSeesAdaptationIndication, boolean acknowledgesEachMessage, boolean portsBelongToTheHost,
		boolean flushesWhenThePeerShutsDown, boolean measuresShortRoundTrips, boolean givesUpAllThatIsQueued,
		boolean seesPackets, Set<String> impossibleOptions, Set<String> fixedOptions, Set<String> unknown) {

	/**
	 * Copies the sets.
	 */
	public TransportCapabilities {
		impossibleOptions = Set.copyOf(impossibleOptions);
		fixedOptions = Set.copyOf(fixedOptions);
		unknown = Set.copyOf(unknown);
	}

}
