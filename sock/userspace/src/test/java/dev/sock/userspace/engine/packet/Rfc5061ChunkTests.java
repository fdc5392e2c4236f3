package dev.sock.userspace.engine.packet;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.AddressRequestParameter.Kind;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.packet.TestPackets.hex;
import static dev.sock.userspace.engine.packet.TestPackets.packet;
import static dev.sock.userspace.engine.packet.TestPackets.readerAt;
import static dev.sock.userspace.engine.packet.TestPackets.written;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chunks byte by byte as RFC 5061 and RFC 4895 have them, made without this code: C1 to
 * C18 of {@code rfc4895-vectors.txt}.
 */
class Rfc5061ChunkTests {

	private static final SctpAddress ONE = address("198.51.100.1");

	private static final SctpAddress TWO = address("198.51.100.2");

	private static final SctpAddress DOC = address("192.0.2.1");

	private static SctpAddress address(String text) {
		SctpAddress address = SctpAddress.parse(text);
		assertThat(address).isNotNull();
		return address;
	}

	private static AddressRequestParameter request(Kind kind, int id, SctpAddress address) {
		return new AddressRequestParameter(kind, id, address);
	}

	private static void assertBytes(Chunk chunk, String hex) {
		assertThat(written((writer) -> writer.chunk(chunk))).isEqualTo(packet(hex(hex)));
		assertThat(TestPackets.decode(readerAt(packet(hex(hex))))).isEqualTo(chunk);
	}

	@Test
	void asconfIsWrittenAndReadAsTheVectorsHaveIt() {
		assertBytes(new AsconfChunk(1, ONE, List.of(request(Kind.ADD, 1, TWO))),
				"c10000200000000100050008c6336401c00100100000000100050008c6336402");
		assertBytes(
				new AsconfChunk(-1, ONE,
						List.of(request(Kind.ADD, 1, TWO), request(Kind.SET_PRIMARY, 2, TWO),
								request(Kind.DELETE, 3, ONE))),
				"c1000040ffffffff00050008c6336401c00100100000000100050008c6336402"
						+ "c00400100000000200050008c6336402c00200100000000300050008c6336401");
		assertBytes(new AsconfChunk(2, ONE, List.of(request(Kind.ADD, 0x01023474, DOC))),
				"c10000200000000200050008c6336401c00100100102347400050008c0000201");
		assertBytes(
				new AsconfChunk(3, address("2001:db8::1"), List.of(request(Kind.DELETE, 5, address("2001:db8::2")))),
				"c1000038000000030006001420010db8000000000000000000000001c002001c"
						+ "000000050006001420010db8000000000000000000000002");
		SctpAddress any = address("0.0.0.0");
		assertBytes(new AsconfChunk(4, any, List.of(request(Kind.ADD, 1, any), request(Kind.DELETE, 2, any))),
				"c1000030000000040005000800000000c0010010000000010005000800000000"
						+ "c0020010000000020005000800000000");
		assertBytes(new AsconfChunk(5, ONE, List.of(new UnknownParameter(0xC0FF, hex("c0ff000c11223344aabbccdd")))),
				"c100001c0000000500050008c6336401c0ff000c11223344aabbccdd");
	}

	@Test
	void asconfAckIsWrittenAndReadAsTheVectorsHaveIt() {
		assertBytes(new AsconfAckChunk(1, List.of()), "8000000800000001");
		assertBytes(new AsconfAckChunk(1, List.of(new SuccessIndicationParameter(1))),
				"8000001000000001c005000800000001");
		assertBytes(refused(0x01023476, RefusedAddressRequestCause.LAST_ADDRESS, Kind.DELETE),
				"8000002400000003c003001c0102347600a00014c00200100102347600050008c0000201");
		assertBytes(refused(0x01023474, RefusedAddressRequestCause.RESOURCE_SHORTAGE, Kind.ADD),
				"8000002400000003c003001c0102347400a10014c00100100102347400050008c0000201");
		assertBytes(refused(0x01023476, RefusedAddressRequestCause.SOURCE_ADDRESS, Kind.DELETE),
				"8000002400000003c003001c0102347600a20014c00200100102347600050008c0000201");
		assertBytes(refused(9, RefusedAddressRequestCause.NO_AUTHORIZATION, Kind.ADD),
				"8000002400000003c003001c0000000900a40014c00100100000000900050008c0000201");
		assertBytes(
				new AsconfAckChunk(5,
						List.of(new ErrorCauseIndicationParameter(0x11223344,
								List.of(new UnrecognizedParametersCause(hex("c0ff000c11223344aabbccdd")))))),
				"8000002000000005c00300181122334400080010c0ff000c11223344aabbccdd");
	}

	private static AsconfAckChunk refused(int id, int code, Kind kind) {
		return new AsconfAckChunk(3, List.of(new ErrorCauseIndicationParameter(id,
				List.of(new RefusedAddressRequestCause(code, request(kind, id, DOC).bytes())))));
	}

	@Test
	void causesAndParametersOfInitAreThoseOfTheVectors() {
		assertBytes(new AbortChunk(false, List.of(new IllegalAsconfAckCause())), "0600000800a30004");
		assertBytes(new ErrorChunk(List.of(new UnsupportedHmacIdentifierCause(4))), "0900000a0105000600040000");
		byte[] random = hex("101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f");
		InitChunk init = new InitChunk(1, 2, 3, 4, 5,
				List.of(new RandomParameter(random), new ChunkListParameter(List.of(0xc1, 0x80)),
						new HmacAlgorithmsParameter(List.of(3, 1)),
						new SupportedExtensionsParameter(List.of(0xc1, 0x80, 0x0f))));
		assertThat(written((writer) -> writer.chunk(init)))
			.endsWith(hex("80020024101112131415161718191a1b1c1d1e1f202122232425262728292a2b"
					+ "2c2d2e2f80030006c1800000800400080003000180080007c1800f00"));
	}

}
