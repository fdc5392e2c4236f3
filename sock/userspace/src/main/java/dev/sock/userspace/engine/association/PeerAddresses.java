package dev.sock.userspace.engine.association;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.AddressRequestParameter;
import dev.sock.userspace.engine.packet.AddressRequestParameter.Kind;
import dev.sock.userspace.engine.packet.AsconfAckChunk;
import dev.sock.userspace.engine.packet.AsconfChunk;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.MalformedParameter;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.RefusedAddressRequestCause;
import dev.sock.userspace.engine.packet.UnknownParameter;
import dev.sock.userspace.engine.packet.UnrecognizedParametersCause;
import dev.sock.userspace.engine.packet.UnresolvableAddressCause;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.setup.PeerParameters;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the peer's addresses that it asks for by ASCONF (RFC 5061 §5.2, §5.3).
 */
final class PeerAddresses {

	/** Answers that may have to be sent again. */
	private static final int MAX_ANSWERS = 8;

	/** Addresses that are remembered as no longer the peer's. */
	private static final int MAX_GONE = 16;

	private final Association association;

	private final PeerPaths paths;

	private final ArrayDeque<AsconfAckChunk> answers = new ArrayDeque<>();

	private final ArrayDeque<SctpAddress> gone = new ArrayDeque<>();

	private int lastSerial;

	private boolean first;

	PeerAddresses(Association association) {
		this.association = association;
		this.paths = new PeerPaths(association);
	}

	/** Serial numbers begin with the peer's first TSN (§5.1 A2). */
	void start(int peerInitialTsn) {
		this.lastSerial = peerInitialTsn - 1;
		this.answers.clear();
		this.gone.clear();
	}

	/** Begins a packet. */
	void begin() {
		this.first = true;
	}

	/** Whether an address was the peer's and is not any more (F13). */
	boolean isGone(SctpAddress address) {
		return !this.gone.isEmpty() && this.gone.contains(address);
	}

	/** Handles ASCONF; returns whether to go on with the next chunk. */
	boolean receive(PacketReader packet, Origin from, Consumer<Chunk> replies, long nowNanos) {
		AsconfChunk chunk = AsconfChunk.decode(packet);
		if (chunk == null) {
			return false;
		}
		boolean firstOfPacket = this.first;
		this.first = false;
		if (!AddressRequests.isPossibleIn(this.association.state())) {
			return true;
		}
		if (chunk.serial() == this.lastSerial + 1) {
			if (firstOfPacket) { // E1
				this.answers.clear();
			}
			replies.accept(answer(chunk, from, nowNanos));
		}
		else {
			this.answers.stream().filter((answer) -> answer.serial() == chunk.serial()).findFirst().ifPresent(replies); // E2
		}
		return true;
	}

	private AsconfAckChunk answer(AsconfChunk chunk, Origin from, long nowNanos) {
		AsconfAnswer answer = new AsconfAnswer(PathSupervisor.LARGE_PACKET - PacketReader.COMMON_HEADER_SIZE
				- this.association.authentication.room() - AsconfAckChunk.HEADER_SIZE);
		boolean going = true;
		boolean changesFail = false;
		for (Parameter parameter : chunk.requests()) {
			if (parameter instanceof AddressRequestParameter request) {
				boolean change = request.kind() != Kind.SET_PRIMARY;
				// F11, and what follows a parameter that ends the processing
				boolean refused = !going || (change && changesFail);
				ErrorCause cause = refused ? refusal(RefusedAddressRequestCause.NO_AUTHORIZATION, request)
						: perform(request, from, nowNanos);
				answer.add(request.correlationId(), cause);
				changesFail |= change && cause != null;
			}
			else if (going && parameter instanceof MalformedParameter malformed && malformed.isAddressRequest()) {
				answer.add(correlationId(malformed.parameter()), new UnresolvableAddressCause(malformed.parameter()));
				changesFail = true;
			}
			else if (going && parameter instanceof UnknownParameter unknown) {
				if (unknown.reportUnknown() && unknown.parameter().length >= 8) {
					answer.add(correlationId(unknown.parameter()),
							new UnrecognizedParametersCause(unknown.parameter()));
				}
				going = !unknown.stopOnUnknown();
			}
		}
		AsconfAckChunk ack = new AsconfAckChunk(chunk.serial(), answer.responses());
		this.lastSerial = chunk.serial();
		this.answers.addLast(ack);
		if (this.answers.size() > MAX_ANSWERS) {
			this.answers.removeFirst();
		}
		return ack;
	}

	private static int correlationId(byte[] parameter) {
		return ByteBuffer.wrap(parameter).getInt(4);
	}

	/** Does what is asked for; returns why not, or {@code null}. */
	private @Nullable ErrorCause perform(AddressRequestParameter request, Origin from, long nowNanos) {
		// §4.2.1, §4.2.2, §4.2.4: a wildcard stands for where the packet came from
		SctpAddress address = request.address().isWildcard() ? from.remote() : request.address();
		return switch (request.kind()) {
			case ADD -> add(request, address, from, nowNanos);
			case DELETE -> request.address().isWildcard() ? deleteOthers(request, from, nowNanos)
					: delete(request, address, from, nowNanos);
			case SET_PRIMARY -> {
				boolean known = this.association.paths.find(address) != null;
				if (known) {
					this.association.commands().setPrimary(address);
				}
				yield known ? null : new UnresolvableAddressCause(request.bytes());
			}
		};
	}

	private @Nullable ErrorCause add(AddressRequestParameter request, SctpAddress address, Origin from, long nowNanos) {
		if (address.isMulticastOrBroadcast()) {
			return new UnresolvableAddressCause(request.bytes());
		}
		if (this.association.paths.find(address) != null) {
			return null;
		}
		if (this.association.paths.size() >= PeerParameters.MAX_ADDRESSES) {
			return refusal(RefusedAddressRequestCause.RESOURCE_SHORTAGE, request); // F9
		}
		if (!this.paths.add(address, from, nowNanos)) {
			return refusal(RefusedAddressRequestCause.NO_AUTHORIZATION, request);
		}
		this.gone.remove(address);
		return null;
	}

	private @Nullable ErrorCause delete(AddressRequestParameter request, SctpAddress address, Origin from,
			long nowNanos) {
		Path path = this.association.paths.find(address);
		if (path == null) {
			return null;
		}
		if (this.association.paths.size() == 1) {
			return refusal(RefusedAddressRequestCause.LAST_ADDRESS, request); // F7
		}
		if (address.equals(from.remote())) {
			return refusal(RefusedAddressRequestCause.SOURCE_ADDRESS, request); // F8
		}
		remove(path, nowNanos);
		return null;
	}

	private @Nullable ErrorCause deleteOthers(AddressRequestParameter request, Origin from, long nowNanos) {
		if (this.association.paths.find(from.remote()) == null) {
			return refusal(RefusedAddressRequestCause.LAST_ADDRESS, request);
		}
		for (Path path : List.copyOf(this.association.paths.all())) {
			if (!path.address().equals(from.remote())) {
				remove(path, nowNanos);
			}
		}
		return null;
	}

	private void remove(Path path, long nowNanos) {
		this.paths.remove(path, nowNanos);
		this.gone.addLast(path.address());
		if (this.gone.size() > MAX_GONE) {
			this.gone.removeFirst();
		}
	}

	private static ErrorCause refusal(int code, AddressRequestParameter request) {
		return new RefusedAddressRequestCause(code, request.bytes());
	}

}
