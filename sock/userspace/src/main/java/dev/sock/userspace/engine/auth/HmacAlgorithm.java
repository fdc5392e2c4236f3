package dev.sock.userspace.engine.auth;

import java.security.GeneralSecurityException;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The algorithms of digests (RFC 4895 §3.3), the one to be preferred first.
 */
enum HmacAlgorithm {

	SHA_256(3, "HmacSHA256", 32),

	SHA_1(1, "HmacSHA1", 20);

	private final int identifier;

	private final String name;

	private final int length;

	HmacAlgorithm(int identifier, String name, int length) {
		this.identifier = identifier;
		this.name = name;
		this.length = length;
	}

	int identifier() {
		return this.identifier;
	}

	/** Bytes of a digest. */
	int length() {
		return this.length;
	}

	Mac mac(byte[] key) {
		try {
			Mac mac = Mac.getInstance(this.name);
			mac.init(new SecretKeySpec(key, this.name));
			return mac;
		}
		catch (GeneralSecurityException ex) {
			// Every Java platform has both.
			throw new IllegalStateException(ex);
		}
	}

	static @Nullable HmacAlgorithm of(int identifier) {
		for (HmacAlgorithm algorithm : values()) {
			if (algorithm.identifier == identifier) {
				return algorithm;
			}
		}
		return null;
	}

	/** The first of a list that is known here (§6.1), or {@code null}. */
	static @Nullable HmacAlgorithm firstOf(List<Integer> identifiers) {
		for (int identifier : identifiers) {
			HmacAlgorithm algorithm = of(identifier);
			if (algorithm != null) {
				return algorithm;
			}
		}
		return null;
	}

}
