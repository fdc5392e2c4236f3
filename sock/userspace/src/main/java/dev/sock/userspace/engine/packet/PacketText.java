package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Says on one line what a packet is, for logs and failing tests. The line is bounded,
 * payloads and cookies are not in it, and it is made of any bytes at all.
 */
public final class PacketText {

	private static final int MAX_CHUNKS = 12;

	private static final int MAX_LENGTH = 800;

	private static final int MAX_ITEMS = 4;

	private final PacketReader reader = new PacketReader();

	private final StringBuilder text = new StringBuilder();

	private PacketText() {
	}

	/**
	 * Describe a packet.
	 * @param packet the buffer whose position and limit enclose the packet; it is
	 * unchanged afterwards
	 * @return a text on one line
	 */
	public static String describe(ByteBuffer packet) {
		PacketText description = new PacketText();
		description.appendPacket(packet);
		StringBuilder text = description.text;
		if (text.length() > MAX_LENGTH) {
			text.setLength(MAX_LENGTH);
			text.append("...");
		}
		return text.toString();
	}

	private void appendPacket(ByteBuffer packet) {
		if (this.reader.wrapUnchecked(packet) != PacketReader.Status.OK) {
			this.text.append("not a packet (").append(this.reader.packetLength()).append(" bytes)");
			return;
		}
		this.text.append(this.reader.sourcePort()).append('>').append(this.reader.destinationPort());
		this.text.append(" tag=").append(hex(this.reader.verificationTag()));
		if (!this.reader.checksumMatches()) {
			this.text.append(" BAD CHECKSUM");
		}
		int chunks = 0;
		while (chunks < MAX_CHUNKS && this.reader.next()) {
			this.text.append(' ');
			appendChunk();
			chunks++;
		}
		int more = this.reader.chunkCount() - chunks;
		if (more > 0) {
			this.text.append(" and ").append(more).append(" more");
		}
		if (this.reader.truncated()) {
			this.text.append(" and an incomplete chunk");
		}
	}

	private void appendChunk() {
		this.text.append(ChunkType.name(this.reader.type()));
		boolean wellFormed = switch (this.reader.type()) {
			case ChunkType.DATA -> data();
			case ChunkType.SACK -> sack();
			case ChunkType.INIT, ChunkType.INIT_ACK -> init();
			case ChunkType.ABORT -> abort();
			case ChunkType.ERROR -> error();
			case ChunkType.SHUTDOWN -> shutdown();
			case ChunkType.FORWARD_TSN -> forwardTsn();
			case ChunkType.RE_CONFIG -> reConfig();
			case ChunkType.AUTH -> auth();
			case ChunkType.ASCONF -> asconf();
			case ChunkType.ASCONF_ACK -> asconfAck();
			case ChunkType.SHUTDOWN_COMPLETE -> shutdownComplete();
			case ChunkType.SHUTDOWN_ACK, ChunkType.COOKIE_ACK -> true;
			default -> length();
		};
		if (!wellFormed) {
			this.text.append("(malformed, ").append(this.reader.length()).append(" bytes)");
		}
	}

	private boolean data() {
		DataChunkView data = new DataChunkView();
		if (!data.wrap(this.reader)) {
			return false;
		}
		this.text.append("(tsn=").append(Integer.toUnsignedString(data.tsn()));
		this.text.append(", sid=").append(data.streamId()).append(", ssn=").append(data.streamSequenceNumber());
		this.text.append(", ppid=").append(Integer.toUnsignedString(data.payloadProtocolId())).append(", ");
		this.text.append(data.immediate() ? "I" : "").append(data.unordered() ? "U" : "");
		this.text.append(data.beginning() ? "B" : "").append(data.ending() ? "E" : "");
		this.text.append(", ").append(data.payloadLength()).append(" bytes)");
		return true;
	}

	private boolean sack() {
		SackChunkView sack = new SackChunkView();
		if (!sack.wrap(this.reader)) {
			return false;
		}
		this.text.append("(cum=").append(Integer.toUnsignedString(sack.cumulativeTsnAck()));
		this.text.append(", a_rwnd=").append(sack.advertisedReceiverWindow());
		if (sack.gapBlockCount() > 0) {
			this.text.append(", gaps=");
			for (int i = 0; i < Math.min(MAX_ITEMS, sack.gapBlockCount()); i++) {
				this.text.append((i > 0) ? "," : "").append(sack.gapStart(i)).append('-').append(sack.gapEnd(i));
			}
			appendRest(sack.gapBlockCount());
		}
		if (sack.duplicateCount() > 0) {
			this.text.append(", dups=").append(sack.duplicateCount());
		}
		this.text.append(')');
		return true;
	}

	private boolean init() {
		InitFields init = InitFields.decode(this.reader, this.reader.type());
		if (init == null) {
			return false;
		}
		this.text.append("(tag=").append(hex(init.initiateTag()));
		this.text.append(", a_rwnd=").append(init.advertisedReceiverWindow());
		this.text.append(", os=").append(init.outboundStreams()).append(", is=").append(init.inboundStreams());
		this.text.append(", tsn=").append(Integer.toUnsignedString(init.initialTsn()));
		if (!init.parameters().isEmpty()) {
			this.text.append(", ").append(init.parameters().size()).append(" parameters");
		}
		this.text.append(')');
		return true;
	}

	private boolean abort() {
		AbortChunk abort = AbortChunk.decode(this.reader);
		if (abort == null) {
			return false;
		}
		this.text.append(abort.tagReflected() ? "(T" : "(");
		appendCauses(abort.causes());
		return true;
	}

	private boolean error() {
		ErrorChunk error = ErrorChunk.decode(this.reader);
		if (error == null) {
			return false;
		}
		this.text.append('(');
		appendCauses(error.causes());
		return true;
	}

	private void appendCauses(List<ErrorCause> causes) {
		for (int i = 0; i < Math.min(MAX_ITEMS, causes.size()); i++) {
			this.text.append((this.text.charAt(this.text.length() - 1) == '(') ? "" : ", ");
			this.text.append(causes.get(i).describe());
		}
		appendRest(causes.size());
		this.text.append(')');
	}

	private void appendRest(int count) {
		if (count > MAX_ITEMS) {
			this.text.append(", ").append(count - MAX_ITEMS).append(" more");
		}
	}

	private boolean shutdown() {
		ShutdownChunk shutdown = ShutdownChunk.decode(this.reader);
		if (shutdown == null) {
			return false;
		}
		this.text.append("(cum=").append(Integer.toUnsignedString(shutdown.cumulativeTsnAck())).append(')');
		return true;
	}

	private boolean forwardTsn() {
		ForwardTsnChunk forward = ForwardTsnChunk.decode(this.reader);
		if (forward == null) {
			return false;
		}
		this.text.append("(cum=").append(Integer.toUnsignedString(forward.newCumulativeTsn()));
		for (int i = 0; i < Math.min(MAX_ITEMS, forward.skipped().size()); i++) {
			ForwardTsnChunk.SkippedStream stream = forward.skipped().get(i);
			this.text.append(", sid=").append(stream.streamId());
			this.text.append(" ssn=").append(stream.streamSequenceNumber());
		}
		appendRest(forward.skipped().size());
		this.text.append(')');
		return true;
	}

	private boolean reConfig() {
		ReConfigChunk chunk = ReConfigChunk.decode(this.reader);
		if (chunk == null) {
			return false;
		}
		List<Parameter> parameters = chunk.parameters();
		this.text.append('(');
		for (int i = 0; i < Math.min(MAX_ITEMS, parameters.size()); i++) {
			this.text.append((i > 0) ? ", " : "").append(describe(parameters.get(i)));
		}
		appendRest(parameters.size());
		this.text.append(')');
		return true;
	}

	private boolean asconf() {
		AsconfChunk asconf = AsconfChunk.decode(this.reader);
		if (asconf == null) {
			return false;
		}
		this.text.append("(seq=").append(Integer.toUnsignedString(asconf.serial()));
		for (int i = 0; i < Math.min(MAX_ITEMS, asconf.requests().size()); i++) {
			if (asconf.requests().get(i) instanceof AddressRequestParameter request) {
				this.text.append(", ").append(request.kind().text()).append(' ').append(request.address());
			}
			else {
				this.text.append(", parameter ").append(asconf.requests().get(i).type());
			}
		}
		appendRest(asconf.requests().size());
		this.text.append(')');
		return true;
	}

	private static String describe(Parameter parameter) {
		if (parameter instanceof ReconfigurationRequest request) {
			return request.describe();
		}
		return (parameter instanceof ReconfigurationResponseParameter response) ? response.describe()
				: "parameter " + parameter.type();
	}

	private boolean asconfAck() {
		AsconfAckChunk ack = AsconfAckChunk.decode(this.reader);
		if (ack == null) {
			return false;
		}
		this.text.append("(seq=").append(Integer.toUnsignedString(ack.serial()));
		for (int i = 0; i < Math.min(MAX_ITEMS, ack.responses().size()); i++) {
			if (ack.responses().get(i) instanceof ErrorCauseIndicationParameter refused) {
				this.text.append(", refused");
				refused.causes().stream().limit(1).forEach((cause) -> this.text.append(": ").append(cause.describe()));
			}
		}
		appendRest(ack.responses().size());
		this.text.append(')');
		return true;
	}

	private boolean auth() {
		AuthChunk auth = AuthChunk.decode(this.reader);
		if (auth == null) {
			return false;
		}
		this.text.append("(key=").append(auth.keyId()).append(", hmac=").append(auth.hmacId()).append(')');
		return true;
	}

	private boolean shutdownComplete() {
		this.text.append(((this.reader.flags() & AbortChunk.FLAG_TAG_REFLECTED) != 0) ? "(T)" : "");
		return true;
	}

	private boolean length() {
		this.text.append('(').append(this.reader.length()).append(" bytes)");
		return true;
	}

	private static String hex(int value) {
		return String.format("%08x", value);
	}

}
