package dev.sock.userspace.engine.packet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sock.userspace.engine.packet.TestPackets.hex;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packets that another stack sent; {@code captured/README.md} says how they were
 * recorded.
 */
class CapturedPacketsTests {

	private final PacketReader reader = new PacketReader();

	@ParameterizedTest
	@ValueSource(strings = { "init", "init-with-addresses", "init-ack", "init-ack-with-unrecognized-parameter",
			"cookie-echo", "cookie-ack", "data", "data-unordered-last-fragment", "sack", "sack-with-gaps-and-duplicate",
			"heartbeat", "heartbeat-ack", "heartbeat-ack-and-sack", "error-and-sack", "abort", "shutdown",
			"shutdown-ack", "shutdown-complete" })
	void whatIsReadAndWrittenAgainIsThePacketByteForByte(String name) throws IOException {
		byte[] packet = captured(name);
		assertThat(this.reader.wrap(ByteBuffer.wrap(packet))).isEqualTo(PacketReader.Status.OK);
		PacketWriter writer = new PacketWriter();
		ByteBuffer target = ByteBuffer.allocate(packet.length);
		writer.begin(target, this.reader.sourcePort(), this.reader.destinationPort(), this.reader.verificationTag(),
				packet.length);
		while (this.reader.next()) {
			if (!copyData(writer) && !copySack(writer)) {
				Chunk chunk = TestPackets.decode(this.reader);
				assertThat(chunk).isNotNull();
				writer.chunk(chunk);
			}
		}
		assertThat(this.reader.truncated()).isFalse();
		assertThat(writer.finish()).isEqualTo(packet.length);
		assertThat(target.array()).isEqualTo(packet);
	}

	@Test
	void readsInit() throws IOException {
		open("init");
		assertThat(this.reader.sourcePort()).isEqualTo(0xf378);
		assertThat(this.reader.destinationPort()).isEqualTo(5001);
		assertThat(this.reader.verificationTag()).isZero();
		InitChunk init = InitChunk.decode(this.reader);
		assertThat(init).isNotNull();
		assertThat(init.initiateTag()).isEqualTo(0xff449d14);
		assertThat(init.advertisedReceiverWindow()).isEqualTo(131_072);
		assertThat(init.outboundStreams()).isEqualTo(10);
		assertThat(init.inboundStreams()).isEqualTo(2048);
		assertThat(init.initialTsn()).isEqualTo(0x73bd5fb2);
		assertThat(init.parameters()).extracting(Parameter::type)
			.containsExactly(0xc006, 0x8000, 0xc000, 0x8008, 0x8002, 0x8004, 0x8003, 12);
		assertThat(init.parameters()).contains(new AdaptationIndicationParameter(0), new ForwardTsnSupportedParameter(),
				new SupportedExtensionsParameter(List.of(0xc0, 0x0f, 0xc1, 0x80, 0x82)),
				new SupportedAddressTypesParameter(List.of(5)));
	}

	@Test
	void readsTheAddressesOfAMultiHomedInit() throws IOException {
		open("init-with-addresses");
		InitChunk init = InitChunk.decode(this.reader);
		assertThat(init).isNotNull();
		assertThat(init.parameters()).containsSubsequence(new SupportedAddressTypesParameter(List.of(5, 6)),
				new Ipv6AddressParameter(hex("fd000000000000000000000000000002")),
				new Ipv4AddressParameter(hex("c0000202")),
				new Ipv6AddressParameter(hex("00000000000000000000000000000001")),
				new Ipv4AddressParameter(hex("7f000001")));
	}

	@Test
	void readsTheCookieOfInitAckAsTheOneThatIsEchoed() throws IOException {
		open("init-ack");
		assertThat(this.reader.verificationTag()).isEqualTo(0xff449d14);
		InitAckChunk initAck = InitAckChunk.decode(this.reader);
		assertThat(initAck).isNotNull();
		assertThat(initAck.initiateTag()).isEqualTo(0xa052ff2d);
		assertThat(initAck.outboundStreams()).isEqualTo(10);
		assertThat(initAck.inboundStreams()).isEqualTo(2048);
		assertThat(initAck.initialTsn()).isEqualTo(0x72a1599a);
		Parameter cookie = initAck.parameters().get(initAck.parameters().size() - 1);
		open("cookie-echo");
		assertThat(this.reader.verificationTag()).isEqualTo(0xa052ff2d);
		CookieEchoChunk cookieEcho = CookieEchoChunk.decode(this.reader);
		assertThat(cookieEcho).isNotNull();
		assertThat(cookie).isEqualTo(new StateCookieParameter(cookieEcho.cookie()));
		assertThat(cookieEcho.cookie()).hasSize(340);
	}

	@Test
	void readsAParameterThatThePeerDidNotRecognize() throws IOException {
		open("init-ack-with-unrecognized-parameter");
		InitAckChunk initAck = InitAckChunk.decode(this.reader);
		assertThat(initAck).isNotNull();
		assertThat(initAck.parameters()).contains(new UnrecognizedParameter(hex("c1230007010203")));
	}

	@Test
	void readsData() throws IOException {
		open("data");
		DataChunkView data = new DataChunkView();
		assertThat(data.wrap(this.reader)).isTrue();
		assertThat(data.tsn()).isEqualTo(0xd96dac28);
		assertThat(data.beginning() && data.ending()).isTrue();
		assertThat(data.unordered() || data.immediate()).isFalse();
		assertThat(data.streamId()).isZero();
		assertThat(data.streamSequenceNumber()).isZero();
		byte[] payload = new byte[data.payloadLength()];
		data.copyPayload(payload, 0);
		assertThat(new String(payload, StandardCharsets.US_ASCII)).isEqualTo("hello\n");
	}

	@Test
	void readsTheLastFragmentOfAnUnorderedMessage() throws IOException {
		open("data-unordered-last-fragment");
		DataChunkView data = new DataChunkView();
		assertThat(data.wrap(this.reader)).isTrue();
		assertThat(data.beginning()).isFalse();
		assertThat(data.ending() && data.unordered() && data.immediate()).isTrue();
		assertThat(data.payloadLength()).isEqualTo(113);
		byte[] payload = new byte[113];
		data.copyPayload(payload, 0);
		assertThat(payload).containsOnly('b');
	}

	@Test
	void readsSack() throws IOException {
		open("sack-with-gaps-and-duplicate");
		SackChunkView sack = new SackChunkView();
		assertThat(sack.wrap(this.reader)).isTrue();
		assertThat(sack.cumulativeTsnAck()).isEqualTo(0x73bd5fb4);
		assertThat(sack.advertisedReceiverWindow()).isEqualTo(0x1ec0c);
		assertThat(sack.gapBlockCount()).isEqualTo(2);
		assertThat(sack.gapStart(0)).isEqualTo(2);
		assertThat(sack.gapEnd(0)).isEqualTo(3);
		assertThat(sack.gapStart(1)).isEqualTo(5);
		assertThat(sack.gapEnd(1)).isEqualTo(6);
		assertThat(sack.duplicateCount()).isEqualTo(1);
		assertThat(sack.duplicate(0)).isEqualTo(0x73bd5fba);
	}

	@Test
	void answersAHeartbeatAsTheOtherStackWasAnswered() throws IOException {
		open("heartbeat");
		HeartbeatChunk heartbeat = HeartbeatChunk.decode(this.reader);
		assertThat(heartbeat).isNotNull();
		assertThat(heartbeat.info()).hasSize(36);
		open("heartbeat-ack");
		assertThat(HeartbeatAckChunk.decode(this.reader)).isEqualTo(heartbeat.acknowledge());
		open("heartbeat-ack-and-sack");
		assertThat(HeartbeatAckChunk.decode(this.reader)).isEqualTo(new HeartbeatAckChunk(hex("deadbeef")));
		assertThat(this.reader.next()).isTrue();
		assertThat(this.reader.type()).isEqualTo(ChunkType.SACK);
	}

	@Test
	void readsTheCausesOfErrorAndAbort() throws IOException {
		open("error-and-sack");
		assertThat(ErrorChunk.decode(this.reader))
			.isEqualTo(new ErrorChunk(List.of(new InvalidStreamIdentifierCause(9999))));
		open("abort");
		AbortChunk abort = AbortChunk.decode(this.reader);
		assertThat(abort).isNotNull();
		assertThat(abort.tagReflected()).isFalse();
		assertThat(abort.causes()).hasSize(1);
		assertThat(abort.causes().get(0).describe())
			.isEqualTo("protocol violation: DATA chunk followed by chunk of type c1");
	}

	@Test
	void readsTheShutdown() throws IOException {
		open("shutdown");
		assertThat(ShutdownChunk.decode(this.reader)).isEqualTo(new ShutdownChunk(0x72a15999));
		open("shutdown-ack");
		assertThat(ShutdownAckChunk.decode(this.reader)).isEqualTo(new ShutdownAckChunk());
		open("shutdown-complete");
		assertThat(ShutdownCompleteChunk.decode(this.reader)).isEqualTo(new ShutdownCompleteChunk(false));
		open("cookie-ack");
		assertThat(CookieAckChunk.decode(this.reader)).isEqualTo(new CookieAckChunk());
	}

	private boolean copyData(PacketWriter writer) {
		DataChunkView data = new DataChunkView();
		if (!data.wrap(this.reader)) {
			return false;
		}
		byte[] payload = new byte[data.payloadLength()];
		data.copyPayload(payload, 0);
		writer.data(this.reader.flags(), data.tsn(), data.streamId(), data.streamSequenceNumber(),
				data.payloadProtocolId(), payload, 0, payload.length);
		return true;
	}

	private boolean copySack(PacketWriter writer) {
		SackChunkView sack = new SackChunkView();
		if (!sack.wrap(this.reader)) {
			return false;
		}
		int[] gaps = new int[2 * sack.gapBlockCount()];
		Arrays.setAll(gaps, (i) -> (i % 2 == 0) ? sack.gapStart(i / 2) : sack.gapEnd(i / 2));
		int[] duplicates = new int[sack.duplicateCount()];
		Arrays.setAll(duplicates, sack::duplicate);
		writer.sack(sack.cumulativeTsnAck(), sack.advertisedReceiverWindow(), gaps, sack.gapBlockCount(), duplicates,
				duplicates.length);
		return true;
	}

	private void open(String name) throws IOException {
		assertThat(this.reader.wrap(ByteBuffer.wrap(captured(name)))).isEqualTo(PacketReader.Status.OK);
		assertThat(this.reader.next()).isTrue();
	}

	private static byte[] captured(String name) throws IOException {
		try (InputStream file = CapturedPacketsTests.class.getResourceAsStream("/captured/" + name + ".hex")) {
			assertThat(file).as(name).isNotNull();
			return hex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", ""));
		}
	}

}
