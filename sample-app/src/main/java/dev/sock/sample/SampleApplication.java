package dev.sock.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Three endpoints in one application: {@code server} echoes, {@code sink} counts,
 * {@code client} has an association to the server.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts the application.
	 * @param args arguments, such as {@code --spring.profiles.active=single-homed}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
