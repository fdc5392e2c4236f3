package dev.sock.spring.autoconfigure.actuate;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.page.PageData;
import dev.sock.spring.page.RecentEvents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.sock.spring.autoconfigure.actuate.ActuatorRequests.json;
import static dev.sock.spring.autoconfigure.actuate.ActuatorRequests.send;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the actuator endpoint {@code sockpage} answers over HTTP.
 */
class SockPageOverHttpTests {

	private static final List<String> FILES = List.of("page.js", "view.js", "page.css", "chart.umd.js", "preact.umd.js",
			"hooks.umd.js");

	private static final BasicJsonTester JSON = new BasicJsonTester(SockPageOverHttpTests.class);

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void start() {
		application = ActuatorApplication.run("sock.page.enabled=true", "management.endpoints.web.exposure.include=*",
				"management.endpoint.socklisteners.access=unrestricted");
		ActuatorApplication.awaitPhase(application, Phase.UP);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext from, String path) {
		return send(from, HttpRequest.newBuilder().GET(), path, HttpResponse.BodyHandlers.ofString());
	}

	private static HttpResponse<String> get(String part) {
		return get(application, "/actuator/sockpage" + part);
	}

	private static JsonContent<Object> data() {
		return JSON.from(get("/data").body());
	}

	@Test
	void thePageHasAllThatItRefersToBesideIt() {
		HttpResponse<String> page = get("");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
		Matcher reference = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page.body());
		List<String> references = new ArrayList<>();
		while (reference.find()) {
			references.add(reference.group(1));
		}
		references.remove("data:,");
		assertThat(references)
			.containsExactlyInAnyOrderElementsOf(FILES.stream().map((file) -> "sockpage/" + file).toList());
		assertThat(page.body()).contains("default-src 'none'", "script-src 'self'", "connect-src 'self'");
	}

	@ParameterizedTest
	@CsvSource({ "page.js, text/javascript", "view.js, text/javascript", "preact.umd.js, text/javascript",
			"hooks.umd.js, text/javascript", "chart.umd.js, text/javascript", "page.css, text/css" })
	void eachFileHasItsMediaType(String file, String type) {
		HttpResponse<String> response = get("/" + file);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains(type + ";charset=UTF-8");
		assertThat(response.body()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page.html", "/PageData.class", "/chart.LICENSE.md", "/preact.LICENSE", "/none", "/.",
			"/..", "/..%2Fpage.js", "/..%2f..%2fapplication.properties", "/%2e%2e%2fpage.js", "/..%5Cpage.js",
			"/page.js%00", "/page.js/x", "/data/x", "/%2Fetc%2Fpasswd", "/../../../META-INF/spring.factories",
			"/file:%2F%2F%2Fetc%2Fpasswd", "/classpath:page.js", "/PAGE.JS" })
	void nothingElseIsServed(String part) {
		assertThat(get(part).statusCode()).isIn(400, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/data", "/page.js" })
	void nothingCanBeWritten(String part) {
		assertThat(send(application, json("{}"), "sockpage" + part).statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/webjars/preact/dist/preact.umd.js", "/webjars/chart.js/4.5.1/dist/chart.umd.min.js",
			"/webjars/chart.js/dist/chart.umd.min.js", "/page.js", "/page.css", "/dev/sock/spring/page/page.js",
			"/sockpage/page.js" })
	void noFileIsServedPastTheActuator(String path) {
		assertThat(get(application, path).statusCode()).isEqualTo(404);
	}

	@Test
	void theDataIsWhatTheActuatorShowsAndWhatMayBeDone() {
		HttpResponse<String> response = get("/data");
		assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
		JsonContent<Object> data = JSON.from(response.body());
		assertThat(data).extractingJsonPathBooleanValue("$.endpoints.client.open").isTrue();
		assertThat(data).extractingJsonPathStringValue("$.associations.client.hlr.state").isEqualTo("ESTABLISHED");
		assertThat(data).extractingJsonPathStringValue("$.associations.client.hlr.paths[1].address")
			.isEqualTo("10.0.0.2");
		assertThat(data).extractingJsonPathStringValue("$.listeners.l.state").isEqualTo("RUNNING");
		assertThat(data).extractingJsonPathBooleanValue("$.mayChange").isFalse();
		assertThat(data).extractingJsonPathBooleanValue("$.mayChangeListeners").isTrue();
		assertThat(data).extractingJsonPathStringValue("$.events[0].association").isEqualTo("hlr");
	}

	@ParameterizedTest
	@CsvSource({ "management.endpoint.sock.access=unrestricted, true, 400",
			"management.endpoint.sock.access=read-only, false, 405",
			"management.endpoints.access.max-permitted=read-only, false, 405",
			"management.endpoints.web.exposure.exclude=sock, false, 404" })
	void whatMayBeDoneIsWhatABrowserCanAskFor(String property, boolean mayChange, int answer) {
		try (ConfigurableApplicationContext other = ActuatorApplication.run("sock.page.enabled=true",
				"management.endpoints.access.default=unrestricted", "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=*", "management.endpoints.web.exposure.include=*",
				property)) {
			JsonContent<Object> data = JSON.from(get(other, "/actuator/sockpage/data").body());
			assertThat(data).extractingJsonPathBooleanValue("$.mayChange").isEqualTo(mayChange);
			assertThat(send(other, json("{\"action\":\"none\"}"), "sock/client").statusCode()).isEqualTo(answer);
		}
	}

	@Test
	void associationsAreShownInDetailUpToABound() {
		for (int i = 0; i < PageData.MAX_ASSOCIATIONS + 20; i++) {
			application.getBean(FakeNetwork.class).endpoint("server").establish("peer-" + i);
		}
		JsonContent<Object> data = data();
		assertThat(data).extractingJsonPathMapValue("$.associations.server").hasSize(PageData.MAX_ASSOCIATIONS);
		assertThat(data).extractingJsonPathMapValue("$.endpoints.server.associations")
			.hasSize(PageData.MAX_ASSOCIATIONS + 20);
	}

	@ParameterizedTest
	@CsvSource({ "sock.page.enabled=true, management.endpoints.web.exposure.include=sock",
			"sock.page.enabled=true, management.endpoint.sockpage.access=none",
			"sock.page.enabled=false, management.endpoints.web.exposure.include=*",
			"spring.application.name=as-by-default, management.endpoints.web.exposure.include=*" })
	void offOrNotExposedThereIsNothingOfIt(String one, String other) {
		try (ConfigurableApplicationContext without = ActuatorApplication.run(one, other)) {
			assertThat(get(without, "/actuator/sockpage").statusCode()).isEqualTo(404);
			assertThat(get(without, "/actuator/sockpage/data").statusCode()).isEqualTo(404);
			for (String file : FILES) {
				assertThat(get(without, "/actuator/sockpage/" + file).statusCode()).as(file).isEqualTo(404);
			}
			assertThat(without.getBeansOfType(RecentEvents.class)).isEmpty();
		}
	}

}
