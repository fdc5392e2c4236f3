package dev.sock.userspace.engine.setup;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Seals state cookies with HMAC-SHA-256 and opens those that it has sealed (RFC 9260
 * §5.1.3, §5.1.5). The key changes; a cookie of the key before still opens.
 */
public final class CookieJar {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int MAC_LENGTH = 32;

	private static final int KEY_LENGTH = 32;

	private static final long KEY_LIFE_NANOS = 600_000_000_000L;

	private final RandomGenerator random;

	private final Mac mac;

	private byte[] key;

	private byte @Nullable [] previousKey;

	private byte generation;

	private long keyCreatedAt;

	/**
	 * Creates a jar with a new key.
	 * @param random where keys are drawn from
	 * @param nowNanos the time
	 */
	public CookieJar(RandomGenerator random, long nowNanos) {
		this.random = random;
		this.key = newKey();
		this.keyCreatedAt = nowNanos;
		try {
			this.mac = Mac.getInstance(ALGORITHM);
		}
		catch (GeneralSecurityException ex) {
			// Every Java platform has this algorithm.
			throw new IllegalStateException(ex);
		}
	}

	private byte[] newKey() {
		byte[] bytes = new byte[KEY_LENGTH];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private void rotate(long nowNanos) {
		long age = nowNanos - this.keyCreatedAt;
		if (age >= KEY_LIFE_NANOS) {
			this.previousKey = (age < 2 * KEY_LIFE_NANOS) ? this.key : null;
			this.key = newKey();
			this.generation++;
			this.keyCreatedAt = nowNanos;
		}
	}

	/**
	 * Seals a cookie.
	 * @param cookie the cookie
	 * @param nowNanos the time
	 * @return its bytes with the MAC in front
	 */
	public byte[] seal(StateCookie cookie, long nowNanos) {
		rotate(nowNanos);
		byte[] content = cookie.encode();
		ByteBuffer sealed = ByteBuffer.allocate(1 + MAC_LENGTH + content.length);
		sealed.put(this.generation);
		sealed.put(macOf(this.key, this.generation, content));
		sealed.put(content);
		return sealed.array();
	}

	/**
	 * Opens a cookie.
	 * @param sealed its bytes
	 * @param nowNanos the time
	 * @return what it holds, or {@code null} if it is not one of ours
	 */
	public @Nullable StateCookie open(byte[] sealed, long nowNanos) {
		rotate(nowNanos);
		if (sealed.length <= 1 + MAC_LENGTH) {
			return null;
		}
		byte[] usedKey = keyOf(sealed[0]);
		if (usedKey == null) {
			return null;
		}
		byte[] content = Arrays.copyOfRange(sealed, 1 + MAC_LENGTH, sealed.length);
		byte[] received = Arrays.copyOfRange(sealed, 1, 1 + MAC_LENGTH);
		// in constant time, so that nothing is learnt from how long it took
		if (!MessageDigest.isEqual(received, macOf(usedKey, sealed[0], content))) {
			return null;
		}
		return StateCookie.decode(content);
	}

	private byte @Nullable [] keyOf(byte generationOfCookie) {
		if (generationOfCookie == this.generation) {
			return this.key;
		}
		return (generationOfCookie == (byte) (this.generation - 1)) ? this.previousKey : null;
	}

	private byte[] macOf(byte[] macKey, byte keyGeneration, byte[] content) {
		try {
			this.mac.init(new SecretKeySpec(macKey, ALGORITHM));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		this.mac.update(keyGeneration);
		return this.mac.doFinal(content);
	}

}
