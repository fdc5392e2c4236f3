package dev.sock.contract;

import java.time.Duration;

import dev.sock.AssociationState;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.RemoteError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the peer reports as an error is told, and ends nothing.
 */
public abstract class RemoteErrorContract extends Contract {

	protected RemoteErrorContract(TransportFixture fixture) {
		super(fixture);
	}

	private UdpPeer call(SctpEndpoint server) {
		return UdpPeer.call(server.localAddresses().get(0), this.fixture.udpPort(server), server.localPort());
	}

	@Test
	@Tag("E4")
	void anErrorThatThePeerReportsIsAnEventWithItsCodeAndWords() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		try (UdpPeer peer = call(server)) {
			SctpAssociation association = recorder.up();
			// Invalid stream identifier (RFC 9260 §3.3.10.1): the stream, and two bytes.
			peer.reportError(1, new byte[] { 0, 7, 0, 0 });
			RemoteError error = recorder.event(RemoteError.class);
			assertThat(error.association()).isSameAs(association);
			assertThat(error.errorCode()).isEqualTo(1);
			assertThat(error.description()).contains("invalid stream identifier");
			assertThat(association.state()).isEqualTo(AssociationState.ESTABLISHED);
			server.close(Duration.ZERO);
		}
	}

	@Test
	@Tag("E4")
	void anErrorThatNobodyKnowsIsToldByItsNumber() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = server(recorder);
		try (UdpPeer peer = call(server)) {
			SctpAssociation association = recorder.up();
			peer.reportError(0x7abc, new byte[] { 1, 2, 3 });
			RemoteError error = recorder.event(RemoteError.class);
			assertThat(error.errorCode()).isEqualTo(0x7abc);
			assertThat(error.description()).contains(String.valueOf(0x7abc));
			assertThat(association.state()).isEqualTo(AssociationState.ESTABLISHED);
			server.close(Duration.ZERO);
		}
	}

}
