package dev.sock.userspace.engine.packet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sock.userspace.engine.packet.TestPackets.hex;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handshakes between this transport and Erlang's gen_sctp on a Linux kernel;
 * {@code captured/README.md} says how they were recorded.
 */
class CapturedHandshakeTests {

	private final PacketReader reader = new PacketReader();

	@ParameterizedTest
	@ValueSource(strings = { "called-1-init", "called-2-init-ack", "called-3-cookie-echo", "called-4-cookie-ack",
			"calling-1-init", "calling-2-init-ack", "calling-3-cookie-echo", "calling-4-cookie-ack" })
	void whatIsReadAndWrittenAgainIsThePacketByteForByte(String name) throws IOException {
		byte[] packet = captured(name);
		Chunk chunk = open(name);
		PacketWriter writer = new PacketWriter();
		ByteBuffer target = ByteBuffer.allocate(packet.length);
		writer.begin(target, this.reader.sourcePort(), this.reader.destinationPort(), this.reader.verificationTag(),
				packet.length);
		writer.chunk(chunk);
		assertThat(this.reader.next()).isFalse();
		assertThat(this.reader.truncated()).isFalse();
		assertThat(writer.finish()).isEqualTo(packet.length);
		assertThat(target.array()).isEqualTo(packet);
	}

	@Test
	void theKernelAnswersOurInit() throws IOException {
		InitChunk init = (InitChunk) open("called-1-init");
		assertThat(this.reader.verificationTag()).isZero();
		assertThat(init.parameters()).containsExactly(new SupportedAddressTypesParameter(List.of(5)),
				new SockParameter(1));
		InitAckChunk initAck = (InitAckChunk) open("called-2-init-ack");
		assertThat(this.reader.verificationTag()).isEqualTo(init.initiateTag());
		assertThat(initAck.initiateTag()).isEqualTo(0x68b0ce15);
		assertThat(initAck.advertisedReceiverWindow()).isEqualTo(212_992);
		assertThat(initAck.outboundStreams()).isEqualTo(10);
		assertThat(initAck.inboundStreams()).isEqualTo(10);
		assertThat(initAck.initialTsn()).isEqualTo(0x1a5f5233);
		// our own parameter is skipped without a word
		assertThat(initAck.parameters()).hasSize(1);
		CookieEchoChunk cookieEcho = (CookieEchoChunk) open("called-3-cookie-echo");
		assertThat(this.reader.verificationTag()).isEqualTo(initAck.initiateTag());
		assertThat(initAck.parameters()).containsExactly(new StateCookieParameter(cookieEcho.cookie()));
		assertThat(open("called-4-cookie-ack")).isEqualTo(new CookieAckChunk());
		assertThat(this.reader.verificationTag()).isEqualTo(init.initiateTag());
	}

	@Test
	void theKernelBringsOurCookieBack() throws IOException {
		InitChunk init = (InitChunk) open("calling-1-init");
		assertThat(this.reader.verificationTag()).isZero();
		// explicit congestion notification, and partial reliability
		assertThat(init.parameters()).containsExactly(new SupportedAddressTypesParameter(List.of(5)),
				new UnknownParameter(0x8000, hex("80000004")), new ForwardTsnSupportedParameter());
		InitAckChunk initAck = (InitAckChunk) open("calling-2-init-ack");
		assertThat(this.reader.verificationTag()).isEqualTo(init.initiateTag());
		CookieEchoChunk cookieEcho = (CookieEchoChunk) open("calling-3-cookie-echo");
		assertThat(this.reader.verificationTag()).isEqualTo(initAck.initiateTag());
		// of the two only that is reported whose type demands it
		assertThat(initAck.parameters()).containsExactly(new StateCookieParameter(cookieEcho.cookie()),
				new SupportedAddressTypesParameter(List.of(5)), new SockParameter(1),
				new UnrecognizedParameter(hex("c0000004")));
		assertThat(open("calling-4-cookie-ack")).isEqualTo(new CookieAckChunk());
		assertThat(this.reader.verificationTag()).isEqualTo(init.initiateTag());
	}

	private Chunk open(String name) throws IOException {
		assertThat(this.reader.wrap(ByteBuffer.wrap(captured(name)))).isEqualTo(PacketReader.Status.OK);
		assertThat(this.reader.next()).isTrue();
		Chunk chunk = TestPackets.decode(this.reader);
		assertThat(chunk).isNotNull();
		return chunk;
	}

	private static byte[] captured(String name) throws IOException {
		try (InputStream file = CapturedHandshakeTests.class
			.getResourceAsStream("/captured/gen-sctp/" + name + ".hex")) {
			assertThat(file).as(name).isNotNull();
			return hex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", ""));
		}
	}

}
