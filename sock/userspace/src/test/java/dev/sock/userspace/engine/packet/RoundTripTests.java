package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.AddressRequestParameter.Kind;
import dev.sock.userspace.engine.packet.ForwardTsnChunk.SkippedStream;
import dev.sock.userspace.engine.packet.ReconfigurationResponseParameter.NextTsns;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random values under a fixed seed: what was written is what is read.
 */
class RoundTripTests {

	private static final int ROUNDS = 500;

	private final Random random = new Random(9260);

	@Test
	void everyChunkIsReadAsItWasWritten() {
		for (int round = 0; round < ROUNDS; round++) {
			List<Chunk> chunks = List.of(
					new InitChunk(number(), window(), streams(), streams(), number(), parameters()),
					new InitAckChunk(number(), window(), streams(), streams(), number(), parameters()),
					new HeartbeatChunk(bytes()), new HeartbeatAckChunk(bytes()), new AbortChunk(flag(), causes()),
					new ShutdownChunk(number()), new ShutdownAckChunk(), new ErrorChunk(causes()),
					new CookieEchoChunk(bytes()), new CookieAckChunk(), new ShutdownCompleteChunk(flag()),
					new ForwardTsnChunk(number(), skipped()),
					new ReConfigChunk(List.of(new OutgoingSsnResetParameter(number(), number(), number(), streamList()),
							new IncomingSsnResetParameter(number(), streamList()))),
					new ReConfigChunk(List.of(new ReconfigurationResponseParameter(number(), number(), null),
							new OutgoingSsnResetParameter(number(), number(), number(), streamList()))),
					new ReConfigChunk(List.of(new SsnTsnResetParameter(number()))),
					new ReConfigChunk(List.of(new ReconfigurationResponseParameter(number(), number(),
							new NextTsns(number(), number())))),
					new ReConfigChunk(List.of(new AddOutgoingStreamsParameter(number(), streams()),
							new AddIncomingStreamsParameter(number(), streams()))),
					new AuthChunk(streams(), streams(), bytes()),
					new AsconfChunk(number(), SctpAddress.of(bytes(4)), requests()),
					new AsconfChunk(number(), SctpAddress.of(bytes(16)), List.of()),
					new AsconfAckChunk(number(), responses()));
			byte[] packet = TestPackets.written((writer) -> chunks.forEach(writer::chunk));
			assertThat(packet.length % 4).isZero();
			PacketReader reader = new PacketReader();
			assertThat(reader.wrap(ByteBuffer.wrap(packet))).isEqualTo(PacketReader.Status.OK);
			List<Chunk> read = new ArrayList<>();
			while (reader.next()) {
				read.add(TestPackets.decode(reader));
			}
			assertThat(read).isEqualTo(chunks);
			assertThat(read).hasSameHashCodeAs(chunks);
			assertThat(reader.truncated()).isFalse();
		}
	}

	@Test
	void everyParameterIsReadAsItWasWrittenWhereverItStands() {
		List<Parameter> all = everyParameter();
		for (int rotation = 0; rotation < all.size(); rotation++) {
			List<Parameter> parameters = new ArrayList<>(all);
			Collections.rotate(parameters, rotation);
			InitAckChunk chunk = new InitAckChunk(1, 2, 3, 4, 5, parameters);
			byte[] packet = TestPackets.written((writer) -> writer.chunk(chunk));
			assertThat(InitAckChunk.decode(TestPackets.readerAt(packet))).isEqualTo(chunk);
		}
	}

	@Test
	void everyCauseIsReadAsItWasWrittenWhereverItStands() {
		List<ErrorCause> all = everyCause();
		for (int rotation = 0; rotation < all.size(); rotation++) {
			List<ErrorCause> causes = new ArrayList<>(all);
			Collections.rotate(causes, rotation);
			ErrorChunk chunk = new ErrorChunk(causes);
			byte[] packet = TestPackets.written((writer) -> writer.chunk(chunk));
			assertThat(ErrorChunk.decode(TestPackets.readerAt(packet))).isEqualTo(chunk);
		}
	}

	@Test
	void dataIsReadAsItWasWrittenAtEveryLengthModuloFour() {
		for (int length = 0; length < 300; length++) {
			byte[] payload = new byte[length + 7];
			this.random.nextBytes(payload);
			int flags = this.random.nextInt(16);
			int tsn = number();
			int ppid = number();
			int used = length;
			byte[] packet = TestPackets.written((writer) -> {
				writer.data(flags, tsn, 65535, 40000, ppid, payload, 3, used);
				writer.chunk(new CookieAckChunk());
			});
			PacketReader reader = TestPackets.readerAt(packet);
			DataChunkView data = new DataChunkView();
			assertThat(data.wrap(reader)).isTrue();
			assertThat(data.ending()).isEqualTo((flags & DataChunkView.FLAG_ENDING) != 0);
			assertThat(data.beginning()).isEqualTo((flags & DataChunkView.FLAG_BEGINNING) != 0);
			assertThat(data.unordered()).isEqualTo((flags & DataChunkView.FLAG_UNORDERED) != 0);
			assertThat(data.immediate()).isEqualTo((flags & DataChunkView.FLAG_IMMEDIATE) != 0);
			assertThat(data.tsn()).isEqualTo(tsn);
			assertThat(data.streamId()).isEqualTo(65535);
			assertThat(data.streamSequenceNumber()).isEqualTo(40000);
			assertThat(data.payloadProtocolId()).isEqualTo(ppid);
			assertThat(data.payloadLength()).isEqualTo(length);
			byte[] read = new byte[length + 2];
			data.copyPayload(read, 2);
			assertThat(read).endsWith(Arrays.copyOfRange(payload, 3, 3 + length));
			assertThat(reader.next()).isTrue();
			assertThat(reader.type()).isEqualTo(ChunkType.COOKIE_ACK);
			assertThat(reader.next()).isFalse();
			assertThat(reader.truncated()).isFalse();
		}
	}

	@Test
	void sackIsReadAsItWasWritten() {
		for (int round = 0; round < ROUNDS; round++) {
			int gaps = this.random.nextInt(40);
			int duplicates = this.random.nextInt(40);
			int[] blocks = this.random.ints(2L * gaps + 3, 0, 65536).toArray();
			int[] tsns = this.random.ints(duplicates + 3).toArray();
			int ack = number();
			long window = window();
			byte[] packet = TestPackets.written((writer) -> writer.sack(ack, window, blocks, gaps, tsns, duplicates));
			assertThat(packet).hasSize(12 + PacketWriter.sackSize(gaps, duplicates));
			SackChunkView sack = new SackChunkView();
			assertThat(sack.wrap(TestPackets.readerAt(packet))).isTrue();
			assertThat(sack.cumulativeTsnAck()).isEqualTo(ack);
			assertThat(sack.advertisedReceiverWindow()).isEqualTo(window);
			assertThat(sack.gapBlockCount()).isEqualTo(gaps);
			assertThat(sack.duplicateCount()).isEqualTo(duplicates);
			for (int i = 0; i < gaps; i++) {
				assertThat(sack.gapStart(i)).isEqualTo(blocks[2 * i]);
				assertThat(sack.gapEnd(i)).isEqualTo(blocks[2 * i + 1]);
			}
			for (int i = 0; i < duplicates; i++) {
				assertThat(sack.duplicate(i)).isEqualTo(tsns[i]);
			}
		}
	}

	@Test
	void aHeartbeatIsAnsweredWithItsOwnParameter() {
		for (int length = 0; length < 9; length++) {
			byte[] info = new byte[length];
			this.random.nextBytes(info);
			byte[] asked = TestPackets.written((writer) -> writer.chunk(new HeartbeatChunk(info)));
			HeartbeatChunk heartbeat = HeartbeatChunk.decode(TestPackets.readerAt(asked));
			assertThat(heartbeat).isNotNull();
			byte[] answer = TestPackets.written((writer) -> writer.chunk(heartbeat.acknowledge()));
			assertThat(TestPackets.readerAt(answer).valueBytes()).isEqualTo(TestPackets.readerAt(asked).valueBytes());
		}
	}

	private List<Parameter> parameters() {
		List<Parameter> parameters = everyParameter();
		Collections.shuffle(parameters, this.random);
		return parameters.subList(0, this.random.nextInt(parameters.size() + 1));
	}

	private List<Parameter> everyParameter() {
		return new ArrayList<>(List.of(new Ipv4AddressParameter(bytes(4)), new Ipv6AddressParameter(bytes(16)),
				new StateCookieParameter(bytes()), new UnrecognizedParameter(bytes()),
				new CookiePreservativeParameter(window()), new HostNameAddressParameter(bytes()),
				new SupportedAddressTypesParameter(List.of(5, 6, this.random.nextInt(65536))),
				new SockParameter(number()), new AdaptationIndicationParameter(number()),
				new PaddingParameter(this.random.nextInt(9)), unknown(0x8000), new ForwardTsnSupportedParameter(),
				new AddressRequestParameter(Kind.ADD, number(), SctpAddress.of(bytes(4))),
				new AddressRequestParameter(Kind.DELETE, number(), SctpAddress.of(bytes(16))),
				new AddressRequestParameter(Kind.SET_PRIMARY, number(), SctpAddress.of(bytes(4))),
				new ErrorCauseIndicationParameter(number(), List.of()),
				new ErrorCauseIndicationParameter(number(), causes()), new SuccessIndicationParameter(number()),
				new MalformedParameter(0xc001, item(0xc001, 8)), new MalformedParameter(0xc003, item(0xc003, 3)),
				new MalformedParameter(0xc005, item(0xc005, 5)), unknown(0xc0ff), unknown(0x8009),
				new SupportedExtensionsParameter(List.of(0xc1, 0x80, 0)), new RandomParameter(bytes()),
				new ChunkListParameter(List.of(0xc1, 0x80, 0)), new ChunkListParameter(List.of()),
				new HmacAlgorithmsParameter(List.of(3, 1)), new HmacAlgorithmsParameter(List.of(1)),
				new MalformedParameter(0x8004, item(0x8004, 3)), new MalformedParameter(0x8003, item(0x8003, 257)),
				new MalformedParameter(0x8004, item(0x8004, 66)), unknown(0x3fff), unknown(0x7fff),
				new MalformedParameter(5, item(5, 5)), new MalformedParameter(6, item(6, 15)),
				new MalformedParameter(9, item(9, 0)), new MalformedParameter(12, item(12, 3)),
				new MalformedParameter(0xA50C, item(0xA50C, 3)), new MalformedParameter(0xC006, item(0xC006, 8)),
				new MalformedParameter(0xC000, item(0xC000, 4))));
	}

	private List<Parameter> requests() {
		List<Parameter> requests = new ArrayList<>();
		for (int i = this.random.nextInt(5); i > 0; i--) {
			Kind kind = Kind.values()[this.random.nextInt(3)];
			requests.add(new AddressRequestParameter(kind, number(), SctpAddress.of(bytes(flag() ? 4 : 16))));
			requests.add(unknown(0xc0ff));
		}
		return requests;
	}

	private List<Parameter> responses() {
		List<Parameter> responses = new ArrayList<>();
		for (int i = this.random.nextInt(5); i > 0; i--) {
			responses.add(new SuccessIndicationParameter(number()));
			responses.add(new ErrorCauseIndicationParameter(number(), causes()));
		}
		return responses;
	}

	private List<SkippedStream> skipped() {
		List<SkippedStream> skipped = new ArrayList<>();
		for (int i = this.random.nextInt(5); i > 0; i--) {
			skipped.add(new SkippedStream(streams(), streams()));
		}
		return skipped;
	}

	private UnknownParameter unknown(int type) {
		return new UnknownParameter(type, item(type, this.random.nextInt(40)));
	}

	private List<ErrorCause> causes() {
		List<ErrorCause> causes = everyCause();
		Collections.shuffle(causes, this.random);
		return causes.subList(0, this.random.nextInt(causes.size() + 1));
	}

	private List<ErrorCause> everyCause() {
		return new ArrayList<>(List.of(new InvalidStreamIdentifierCause(streams()),
				new MissingMandatoryParameterCause(List.of(7)), new MissingMandatoryParameterCause(List.of(7, 65535)),
				new StaleCookieCause(window()), new OutOfResourceCause(), new UnresolvableAddressCause(bytes()),
				new UnrecognizedChunkTypeCause(bytes()), new InvalidMandatoryParameterCause(),
				new UnrecognizedParametersCause(bytes()), new NoUserDataCause(number()),
				new CookieReceivedWhileShuttingDownCause(), new RestartWithNewAddressesCause(bytes()),
				new RefusedAddressRequestCause(0xa0, bytes()), new RefusedAddressRequestCause(0xa1, bytes()),
				new RefusedAddressRequestCause(0xa2, bytes()), new RefusedAddressRequestCause(0xa4, bytes()),
				new IllegalAsconfAckCause(), new UnknownCause(0xa3, bytes(1)),
				new UnsupportedHmacIdentifierCause(streams()), new UnknownCause(0x105, bytes(3)),
				new UserInitiatedAbortCause(bytes()), new ProtocolViolationCause(bytes()),
				new UnknownCause(300 + this.random.nextInt(65000), bytes()), new UnknownCause(1, bytes(3)),
				new UnknownCause(2, bytes(1)), new UnknownCause(3, bytes(0)), new UnknownCause(4, bytes(1))));
	}

	private byte[] item(int type, int valueLength) {
		byte[] item = bytes(4 + valueLength);
		ByteBuffer.wrap(item).putShort((short) type).putShort((short) item.length);
		return item;
	}

	private byte[] bytes() {
		return bytes(this.random.nextInt(40));
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private int number() {
		return this.random.nextInt();
	}

	private long window() {
		return Integer.toUnsignedLong(this.random.nextInt());
	}

	private List<Integer> streamList() {
		return this.random.ints(this.random.nextInt(5), 0, 65536).boxed().toList();
	}

	private int streams() {
		return this.random.nextInt(65536);
	}

	private boolean flag() {
		return this.random.nextBoolean();
	}

}
