package dev.sock.userspace.engine.association;

import java.util.HashSet;
import java.util.Set;

import dev.sock.SctpExtension;
import dev.sock.userspace.engine.tx.Abandonment;

/**
 * What both sides have agreed upon: the numbers of streams, which may grow later, and
 * extensions.
 */
final class Negotiated {

	private final Abandonment abandonment;

	private int outboundStreams;

	private int inboundStreams;

	private Set<SctpExtension> extensions = Set.of();

	private boolean peerSock;

	Negotiated(Abandonment abandonment) {
		this.abandonment = abandonment;
	}

	void setStreams(int outbound, int inbound) {
		this.outboundStreams = outbound;
		this.inboundStreams = inbound;
	}

	int outboundStreams() {
		return this.outboundStreams;
	}

	int inboundStreams() {
		return this.inboundStreams;
	}

	void setExtensions(Set<SctpExtension> extensions) {
		this.extensions = extensions;
		this.abandonment.setSupported(extensions.contains(SctpExtension.PARTIAL_RELIABILITY));
	}

	Set<SctpExtension> extensions() {
		return this.extensions;
	}

	/** The peer has reported FORWARD TSN as unknown (RFC 3758 §3.3.3). */
	void forwardTsnRefused() {
		if (this.abandonment.refused()) {
			withdraw(SctpExtension.PARTIAL_RELIABILITY);
		}
	}

	/** The peer does not support an extension after all. */
	void withdraw(SctpExtension extension) {
		Set<SctpExtension> left = new HashSet<>(this.extensions);
		left.remove(extension);
		this.extensions = Set.copyOf(left);
	}

	void setPeerSock(boolean peerSock) {
		this.peerSock = peerSock;
	}

	/** Whether the peer has shown to be sock. */
	boolean isPeerSock() {
		return this.peerSock;
	}

}
