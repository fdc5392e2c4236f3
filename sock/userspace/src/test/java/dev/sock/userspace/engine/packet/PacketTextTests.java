package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.AddressRequestParameter.Kind;
import dev.sock.userspace.engine.packet.ForwardTsnChunk.SkippedStream;
import dev.sock.userspace.engine.packet.ReconfigurationResponseParameter.NextTsns;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.packet.TestPackets.hex;
import static dev.sock.userspace.engine.packet.TestPackets.packet;
import static dev.sock.userspace.engine.packet.TestPackets.written;
import static org.assertj.core.api.Assertions.assertThat;

class PacketTextTests {

	@Test
	void describesTheHandshake() {
		assertThat(describe(written((writer) -> writer
			.chunk(new InitChunk(0xabc, 4_294_967_295L, 10, 2048, -1, List.of(new SockParameter(1)))))))
			.isEqualTo("5001>5002 tag=1a2b3c4d INIT(tag=00000abc, a_rwnd=4294967295, os=10, is=2048, "
					+ "tsn=4294967295, 1 parameters)");
	}

	@Test
	void describesDataWithoutItsPayload() {
		byte[] payload = "secret".getBytes(StandardCharsets.US_ASCII);
		assertThat(describe(written((writer) -> {
			writer.data(15, 17, 1, 2, 46, payload, 0, 6);
			writer.sack(12, 4660, new int[] { 2, 3, 5, 5 }, 2, new int[] { 11 }, 1);
		}))).isEqualTo("5001>5002 tag=1a2b3c4d DATA(tsn=17, sid=1, ssn=2, ppid=46, IUBE, 6 bytes) "
				+ "SACK(cum=12, a_rwnd=4660, gaps=2-3,5-5, dups=1)");
	}

	@Test
	void describesWhatIsPassedOver() {
		assertThat(describe(written((writer) -> writer
			.chunk(new ForwardTsnChunk(-1, List.of(new SkippedStream(1, 2), new SkippedStream(65535, 0)))))))
			.isEqualTo("5001>5002 tag=1a2b3c4d FORWARD TSN(cum=4294967295, sid=1 ssn=2, sid=65535 ssn=0)");
	}

	@Test
	void describesWhatIsAskedAndAnsweredAboutStreams() {
		assertThat(describe(written((writer) -> {
			writer.chunk(new ReConfigChunk(List.of(new OutgoingSsnResetParameter(-1, 2, 3, List.of()),
					new IncomingSsnResetParameter(4, List.of(1, 2, 3, 4, 5, 6)))));
			writer.chunk(new ReConfigChunk(
					List.of(new AddOutgoingStreamsParameter(5, 6), new AddIncomingStreamsParameter(7, 8))));
			writer.chunk(
					new ReConfigChunk(List.of(new SsnTsnResetParameter(9), new UnknownParameter(99, hex("00630004")))));
			writer.chunk(new ReConfigChunk(List.of(new ReconfigurationResponseParameter(10, 6, null),
					new ReconfigurationResponseParameter(11, 1, new NextTsns(12, -1)))));
		}))).isEqualTo("5001>5002 tag=1a2b3c4d RE-CONFIG(reset 4294967295 of outgoing [all] after tsn=3 answers 2, "
				+ "reset 4 of incoming [1, 2, 3, 4] and 2 more) RE-CONFIG(add 5 of 6 outgoing, add 7 of 8 incoming) "
				+ "RE-CONFIG(reset 9 of everything, parameter 99) "
				+ "RE-CONFIG(response 10 result=6, response 11 result=1 tsn=12/4294967295)");
	}

	@Test
	void describesWhatIsAuthenticated() {
		assertThat(describe(written((writer) -> {
			writer.chunk(new AuthChunk(7, 3, new byte[32]));
			writer.chunk(new CookieAckChunk());
		}))).isEqualTo("5001>5002 tag=1a2b3c4d AUTH(key=7, hmac=3) COOKIE ACK");
	}

	@Test
	void describesChangesOfAddresses() {
		SctpAddress one = SctpAddress.of(new byte[] { 10, 0, 0, 1 });
		SctpAddress two = SctpAddress.of(new byte[] { 10, 0, 0, 2 });
		assertThat(describe(written((writer) -> {
			writer.chunk(new AsconfChunk(-1, one,
					List.of(new AddressRequestParameter(Kind.ADD, 1, two),
							new AddressRequestParameter(Kind.SET_PRIMARY, 2, two),
							new AddressRequestParameter(Kind.DELETE, 3, one))));
			writer.chunk(new AsconfAckChunk(7,
					List.of(new SuccessIndicationParameter(1), new ErrorCauseIndicationParameter(2, List
						.of(new RefusedAddressRequestCause(RefusedAddressRequestCause.LAST_ADDRESS, new byte[0]))))));
		}))).isEqualTo(
				"5001>5002 tag=1a2b3c4d ASCONF(seq=4294967295, add 10.0.0.2, set primary 10.0.0.2, delete 10.0.0.1) "
						+ "ASCONF-ACK(seq=7, refused: request to delete the last remaining address)");
	}

	@Test
	void describesWhyAnAssociationEnded() {
		assertThat(describe(written((writer) -> writer.chunk(new AbortChunk(true,
				List.of(new UserInitiatedAbortCause("by\ne\u0000".getBytes(StandardCharsets.US_ASCII)),
						new OutOfResourceCause()))))))
			.isEqualTo("5001>5002 tag=1a2b3c4d ABORT(T, user-initiated abort: by.e, out of resource)");
	}

	@Test
	void describesWhatIsWrong() {
		assertThat(describe(packet(hex("03000010 01020304 00010000 ffff0000"), hex("0b000003"))))
			.isEqualTo("5001>5002 tag=1a2b3c4d SACK(malformed, 16 bytes) and an incomplete chunk");
		assertThat(describe(new byte[3])).isEqualTo("not a packet (3 bytes)");
		byte[] damaged = packet(hex("0b000004"));
		damaged[9]++;
		assertThat(describe(damaged)).isEqualTo("5001>5002 tag=1a2b3c4d BAD CHECKSUM COOKIE ACK");
	}

	@Test
	void isBoundedWhateverThePacket() {
		byte[] many = new byte[4 * 16_000];
		for (int at = 0; at < many.length; at += 4) {
			System.arraycopy(hex("0b000004"), 0, many, at, 4);
		}
		assertThat(describe(packet(many))).hasSizeLessThan(810).endsWith("and 15988 more");
		List<ErrorCause> causes = Collections.nCopies(300, new ProtocolViolationCause(new byte[200]));
		assertThat(describe(written((writer) -> writer.chunk(new ErrorChunk(causes))))).hasSizeLessThan(810);
		List<ErrorCause> texts = Collections.nCopies(4, new ProtocolViolationCause("x".repeat(9000).getBytes()));
		assertThat(describe(written((writer) -> {
			writer.chunk(new ErrorChunk(texts));
			writer.chunk(new ErrorChunk(List.of(new MissingMandatoryParameterCause(Collections.nCopies(9000, 7)))));
		}))).hasSizeLessThan(810);
	}

	@Test
	void everyCauseHasAText() {
		assertThat(new InvalidStreamIdentifierCause(7).describe()).isEqualTo("invalid stream identifier 7");
		assertThat(new MissingMandatoryParameterCause(List.of(7)).describe())
			.isEqualTo("missing mandatory parameter [7]");
		assertThat(new StaleCookieCause(1500).describe()).isEqualTo("stale cookie by 1500 µs");
		assertThat(new StaleCookieCause(0).describe()).isEqualTo("stale cookie");
		assertThat(new UnrecognizedChunkTypeCause(hex("c1000004")).describe()).isEqualTo("unrecognized chunk type 193");
		assertThat(new UnrecognizedChunkTypeCause(new byte[0]).describe()).isEqualTo("unrecognized chunk type");
		assertThat(new NoUserDataCause(-1).describe()).isEqualTo("no user data in TSN 4294967295");
		assertThat(new UnsupportedHmacIdentifierCause(4).describe()).isEqualTo("unsupported HMAC identifier 4");
		assertThat(new UnknownCause(99, new byte[3]).describe()).isEqualTo("error cause 99 (3 bytes)");
	}

	private static String describe(byte[] packet) {
		return PacketText.describe(ByteBuffer.wrap(packet));
	}

}
