package dev.sock.userspace.engine.setup;

import dev.sock.userspace.engine.auth.AuthOffer;
import dev.sock.userspace.engine.packet.ChunkListParameter;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.HmacAlgorithmsParameter;
import dev.sock.userspace.engine.packet.MalformedParameter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.RandomParameter;
import dev.sock.userspace.engine.packet.SupportedExtensionsParameter;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says of authentication in INIT or INIT ACK (RFC 4895 §3). Each parameter
 * counts once, the first one.
 */
final class PeerAuth {

	private @Nullable RandomParameter random;

	private @Nullable ChunkListParameter chunks;

	private @Nullable HmacAlgorithmsParameter algorithms;

	private boolean listsAuth;

	private boolean listsAsconf;

	private boolean malformed;

	static boolean isAbout(int parameterType) {
		return parameterType == RandomParameter.TYPE || parameterType == ChunkListParameter.TYPE
				|| parameterType == HmacAlgorithmsParameter.TYPE;
	}

	void read(Parameter parameter) {
		if (parameter instanceof RandomParameter number) {
			this.random = (this.random != null) ? this.random : number;
		}
		else if (parameter instanceof ChunkListParameter list) {
			this.chunks = (this.chunks != null) ? this.chunks : list;
		}
		else if (parameter instanceof HmacAlgorithmsParameter list) {
			this.algorithms = (this.algorithms != null) ? this.algorithms : list;
		}
		else if (parameter instanceof SupportedExtensionsParameter supported) {
			this.listsAuth |= supported.chunkTypes().contains(ChunkType.AUTH);
			this.listsAsconf |= supported.chunkTypes().contains(ChunkType.ASCONF)
					|| supported.chunkTypes().contains(ChunkType.ASCONF_ACK);
		}
		else if (parameter instanceof MalformedParameter) {
			this.malformed = true;
		}
	}

	/** Its offer, or {@code null} if it does not support authentication. */
	@Nullable AuthOffer offer() {
		RandomParameter number = this.random;
		HmacAlgorithmsParameter list = this.algorithms;
		return (number != null && list != null) ? new AuthOffer(number, this.chunks, list) : null;
	}

	/**
	 * Whether the association must not be (RFC 4895 §6.1: the random number has another
	 * length; §3.3: SHA-1 is missing).
	 */
	boolean isMalformed() {
		RandomParameter number = this.random;
		AuthOffer offer = offer();
		return this.malformed || (number != null && number.number().length != AuthOffer.RANDOM_LENGTH)
				|| (offer != null && !offer.isValid());
	}

	/** Whether it supports ASCONF and not AUTH (RFC 5061 §4.2.7, §6). */
	boolean isMissing() {
		return this.listsAsconf && (offer() == null || !this.listsAuth);
	}

}
