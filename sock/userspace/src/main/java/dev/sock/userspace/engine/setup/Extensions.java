package dev.sock.userspace.engine.setup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.auth.AuthOffer;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.ForwardTsnSupportedParameter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.SupportedExtensionsParameter;

/**
 * Which extensions a side offers, and how they are written in INIT and INIT ACK. One is
 * used if both sides offer it.
 */
public final class Extensions {

	private Extensions() {
	}

	/**
	 * Returns what an association offers.
	 * @param options its options
	 * @return the extensions
	 */
	public static Set<SctpExtension> offered(SctpOptions options) {
		Set<SctpExtension> offered = EnumSet.noneOf(SctpExtension.class);
		if (options.partialReliability()) {
			offered.add(SctpExtension.PARTIAL_RELIABILITY);
		}
		if (!options.streamReconfiguration().isEmpty()) {
			offered.add(SctpExtension.STREAM_RECONFIGURATION);
		}
		if (options.dynamicAddresses()) {
			offered.add(SctpExtension.AUTHENTICATION);
			offered.add(SctpExtension.DYNAMIC_ADDRESSES);
		}
		return offered;
	}

	/**
	 * Returns the parameters that tell the peer of extensions. FORWARD TSN has one of its
	 * own (RFC 3758 §3.1), the others are chunk types in a list (RFC 5061 §4.2.7). Those
	 * of {@link AuthOffer} tell of authentication as well.
	 * @param extensions the extensions
	 * @return the parameters
	 */
	public static List<Parameter> parameters(Set<SctpExtension> extensions) {
		List<Parameter> parameters = new ArrayList<>(2);
		List<Integer> types = new ArrayList<>(4);
		if (extensions.contains(SctpExtension.PARTIAL_RELIABILITY)) {
			parameters.add(new ForwardTsnSupportedParameter());
		}
		if (extensions.contains(SctpExtension.STREAM_RECONFIGURATION)) {
			types.add(ChunkType.RE_CONFIG);
		}
		if (extensions.contains(SctpExtension.DYNAMIC_ADDRESSES)) {
			types.add(ChunkType.ASCONF);
			types.add(ChunkType.ASCONF_ACK);
		}
		if (extensions.contains(SctpExtension.AUTHENTICATION)) {
			types.add(ChunkType.AUTH);
		}
		if (!types.isEmpty()) {
			parameters.add(new SupportedExtensionsParameter(types));
		}
		return parameters;
	}

	/**
	 * The extensions that a peer's list of chunk types stands for, but for
	 * authentication, which takes parameters of its own.
	 */
	static Set<SctpExtension> of(SupportedExtensionsParameter parameter) {
		Set<SctpExtension> extensions = EnumSet.noneOf(SctpExtension.class);
		if (parameter.chunkTypes().contains(ChunkType.FORWARD_TSN)) {
			extensions.add(SctpExtension.PARTIAL_RELIABILITY);
		}
		if (parameter.chunkTypes().contains(ChunkType.RE_CONFIG)) {
			extensions.add(SctpExtension.STREAM_RECONFIGURATION);
		}
		if (parameter.chunkTypes().contains(ChunkType.ASCONF)
				&& parameter.chunkTypes().contains(ChunkType.ASCONF_ACK)) {
			extensions.add(SctpExtension.DYNAMIC_ADDRESSES);
		}
		return extensions;
	}

	/** One bit for each, for the state cookie. */
	static int toBits(Set<SctpExtension> extensions) {
		int bits = 0;
		for (SctpExtension extension : extensions) {
			bits |= 1 << extension.ordinal();
		}
		return bits;
	}

	/** What {@link #toBits} was given. */
	static Set<SctpExtension> ofBits(int bits) {
		Set<SctpExtension> extensions = EnumSet.noneOf(SctpExtension.class);
		for (SctpExtension extension : SctpExtension.values()) {
			if ((bits & 1 << extension.ordinal()) != 0) {
				extensions.add(extension);
			}
		}
		return Collections.unmodifiableSet(extensions);
	}

}
