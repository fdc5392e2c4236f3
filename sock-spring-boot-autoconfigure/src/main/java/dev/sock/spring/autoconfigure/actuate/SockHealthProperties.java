package dev.sock.spring.autoconfigure.actuate;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the health of sock.
 */
@ConfigurationProperties("management.health.sock")
public class SockHealthProperties {

	/**
	 * How long an association that should be up may be down before the health is DOWN.
	 */
	private Duration gracePeriod = Duration.ofSeconds(5);

	public Duration getGracePeriod() {
		return this.gracePeriod;
	}

	public void setGracePeriod(Duration gracePeriod) {
		this.gracePeriod = gracePeriod;
	}

}
