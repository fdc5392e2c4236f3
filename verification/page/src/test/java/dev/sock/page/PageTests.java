package dev.sock.page;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page of the sample application under traffic.
 */
class PageTests {

	private static final String PAGE = "/actuator/sockpage";

	private static final String HEADING = "main h2";

	private static final String LISTENER = "section[aria-label^=Endpoint] table";

	/** Lines such as {@code client/to-server/127.0.0.2: failed}. */
	private static final String TREE = """
			const lines = [];
			const state = (element) => element.querySelector(':scope > .state').innerText;
			const name = (element) => element.querySelector(':scope > span').innerText;
			const nodes = (list, prefix) => {
				for (const item of list ? list.children : []) {
					const node = item.querySelector(':scope > .node') || item;
					lines.push(prefix + name(node) + ': ' + state(node));
					nodes(item.querySelector(':scope > ul'), prefix + name(node) + '/');
				}
			};
			nodes(document.querySelector('nav > ul'), '');
			return lines;
			""";

	/** Of each chart: unit, and of each curve its name and its points. */
	private static final String CURVES = """
			return Array.from(document.querySelectorAll('canvas'), (canvas) => window.Chart.getChart(canvas))
				.flatMap((chart) => chart.data.datasets)
				.map((curve) => ({ name: curve.label, xs: curve.data.map((p) => p.x), ys: curve.data.map((p) => p.y) }));
			""";

	private static Sample sample;

	private static Browser browser;

	private static Firewall firewall;

	@BeforeAll
	static void start() throws IOException {
		sample = new Sample();
		browser = new Browser();
		firewall = new Firewall();
	}

	@AfterAll
	static void stop() throws IOException {
		if (firewall != null) {
			firewall.close();
		}
		if (browser != null) {
			browser.close();
		}
		if (sample != null) {
			sample.close();
		}
	}

	private static void open() {
		browser.open(sample.http().url(PAGE));
		awaitTree("client/to-server/127.0.0.1 primary: active", "client/to-server/127.0.0.2: active");
	}

	private static List<String> tree() {
		return browser.script(TREE);
	}

	private static void awaitTree(String... lines) {
		Awaitility.await("the tree")
			.atMost(Browser.LIMIT)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(tree()).contains(lines));
	}

	private static void show(String node) {
		browser.script("""
				Array.from(document.querySelectorAll('nav .node'))
					.find((node) => node.innerText.startsWith(arguments[0])).click()""", node);
		browser.await("the view of " + node, HEADING, (heading) -> heading.contains(' ' + node));
	}

	/** Nothing was wrong, and nothing asked but the application itself. */
	@AfterEach
	void nothingIsOnTheConsoleAndNoRequestWentElsewhere() {
		browser.light();
		browser.screen(1280, 900, false);
		firewall.restore();
		assertThat(browser.console()).isEmpty();
		URI application = URI.create(sample.http().url(""));
		assertThat(browser.requests()).isNotEmpty()
			.allSatisfy((request) -> assertThat(
					"data".equals(request.getScheme()) || application.getAuthority().equals(request.getAuthority()))
				.as(request.toString())
				.isTrue());
	}

	@Test
	void theTreeShowsEndpointsTheirAssociationsAndPaths() {
		open();
		assertThat(tree()).contains("client: open", "client/to-server: up", "server: open", "sink: open")
			.anyMatch((line) -> line.matches("server/127\\.0\\.0\\.1-\\d+: up"))
			.anyMatch((line) -> line.matches("server/127\\.0\\.0\\.1-\\d+/127\\.0\\.0\\.1 primary: active"))
			.anyMatch((line) -> line.matches("server/127\\.0\\.0\\.1-\\d+/127\\.0\\.0\\.2: active"));
	}

	@Test
	void aPathThatIsCutTurnsToItsFailedStateAndBack() {
		open();
		show("to-server");
		firewall.cut("127.0.0.2");
		awaitTree("client/to-server/127.0.0.1 primary: active", "client/to-server/127.0.0.2: failed");
		assertThat(browser.text("section table .state.bad")).contains("failed");
		assertThat(browser.text(".events")).contains("path 127.0.0.2: UNREACHABLE");
		firewall.restore();
		awaitTree("client/to-server/127.0.0.2: active");
		browser.await("the event", ".events", (events) -> events.contains("path 127.0.0.2: AVAILABLE"));
	}

	@Test
	void theCurvesMove() {
		open();
		show("to-server");
		List<Map<String, Object>> before = Awaitility.await("curves")
			.atMost(Browser.LIMIT)
			.until(() -> browser.<List<Map<String, Object>>>script(CURVES), (curves) -> curves.size() == 4
					&& curves.stream().allMatch((curve) -> !points(curve, "xs").isEmpty()));
		String drawn = drawn();
		assertThat(before).extracting((curve) -> curve.get("name"))
			.containsExactly("127.0.0.1", "127.0.0.2", "sent", "received");
		Awaitility.await("further points").atMost(Browser.LIMIT).untilAsserted(() -> {
			List<Map<String, Object>> now = browser.script(CURVES);
			for (int i = 0; i < now.size(); i++) {
				assertThat(last(now.get(i), "xs")).isGreaterThan(last(before.get(i), "xs"));
				assertThat(last(now.get(i), "ys")).as(String.valueOf(now.get(i).get("name"))).isPositive();
			}
		});
		assertThat(drawn()).as("what is drawn").isNotEqualTo(drawn);
		assertThat(browser.<String>script("return document.querySelector('canvas').getAttribute('aria-label')"))
			.as("the same in words")
			.matches("Round trip, now: 127\\.0\\.0\\.1 [\\d.]+ ms, 127\\.0\\.0\\.2 [\\d.]+ ms");
	}

	private static String drawn() {
		return browser.script("return document.querySelector('canvas').toDataURL()");
	}

	@SuppressWarnings("unchecked")
	private static List<Number> points(Map<String, Object> curve, String coordinate) {
		return (List<Number>) curve.get(coordinate);
	}

	private static double last(Map<String, Object> curve, String coordinate) {
		List<Number> points = points(curve, coordinate);
		return points.get(points.size() - 1).doubleValue();
	}

	@Test
	void aListenerIsPausedAndAPathMadePrimaryByTheKeyboardAlone() {
		open();
		browser.tabTo("to-server");
		assertThat(browser.<String>script("return getComputedStyle(document.activeElement).outlineStyle"))
			.as("the focus is seen")
			.isEqualTo("solid");
		browser.type(Keys.ENTER);
		browser.await("the association", HEADING, (heading) -> heading.contains("Association to-server"));
		browser.tabTo("Make primary");
		browser.type(Keys.ENTER);
		awaitTree("client/to-server/127.0.0.2 primary: active");
		browser.tabTo("Make primary");
		browser.type(Keys.ENTER);
		awaitTree("client/to-server/127.0.0.1 primary: active");

		browser.tabTo("server");
		browser.type(Keys.SPACE);
		browser.await("the endpoint", HEADING, (heading) -> heading.contains("Endpoint server"));
		browser.tabTo("Pause");
		browser.type(Keys.ENTER);
		browser.await("the listener", LISTENER + " .state", "paused"::equals);
		assertThat(browser.focused().getText()).as("what has the focus").isEqualTo("Resume");
		browser.await("what waits", LISTENER + " td:nth-child(3)", (waiting) -> !"0".equals(waiting));
		assertThat(browser.focused().getText()).as("what has the focus, later").isEqualTo("Resume");
		browser.type(Keys.ENTER);
		browser.await("the listener", LISTENER + " .state", "running"::equals);
		browser.await("nothing waits", LISTENER + " td:nth-child(3)", "0"::equals);
	}

	@Test
	void anAssociationIsAbortedAndConnected() throws IOException {
		open();
		show("to-server");
		browser.press("Abort");
		assertThat(browser.confirm()).contains("Abort association to-server");
		awaitTree("client/to-server: stopped");
		assertThat(browser.text("section .problem")).contains("operator");
		assertThat(browser.buttons("Abort")).isEmpty();
		assertThat(browser.buttons("Shut down")).isEmpty();
		browser.press("Connect");
		awaitTree("client/to-server: up", "client/to-server/127.0.0.2: active");
		assertThat(browser.buttons("Connect")).isEmpty();
		assertThat(new String(sample.http().get("/actuator/sock/client/to-server"))).contains("\"ESTABLISHED\"");
	}

	@Test
	void anAssociationWhosePeerHasGoneWaitsUntilItIsBack() {
		open();
		show("server");
		browser.press("Stop");
		browser.confirm();
		awaitTree("server: stopped", "client/to-server: waiting for the next attempt");
		show("to-server");
		browser.await("the association", HEADING, (heading) -> heading.contains("waiting for the next attempt"));
		Awaitility.await("the actuator")
			.atMost(Browser.LIMIT)
			.until(() -> new String(sample.http().get("/actuator/sock/client/to-server")),
					(shown) -> shown.contains("\"phase\":\"WAITING\""));
		show("server");
		browser.press("Start");
		awaitTree("server: open", "client/to-server: up");
	}

	@ParameterizedTest
	@CsvSource({ "STOPPED, stopped", "CONNECTING, connecting", "WAITING, waiting for the next attempt",
			"FAILED, 'failed, not opened again'", "ENDED, 'shut down, not opened again'", "UP, down", ", down" })
	void howFarAnAssociationIsThatIsDownIsSaidInWords(String phase, String words) {
		String id = browser.before(Answers.withAssociationDown("client", "to-server", phase));
		try {
			browser.open(sample.http().url(PAGE));
			awaitTree("client/to-server: " + words);
			show("to-server");
			assertThat(browser.text(HEADING)).contains(words);
			browser.screen(320, 844, true);
			fits(words);
			browser.dark();
			fits(words + " in the dark");
		}
		finally {
			browser.noLonger(id);
		}
	}

	@Test
	void anEndpointIsStoppedAndStarted() {
		open();
		show("sink");
		browser.press("Stop");
		assertThat(browser.confirm()).contains("Stop endpoint sink");
		awaitTree("sink: stopped");
		browser.press("Start");
		awaitTree("sink: open");
	}

	@Test
	void itFitsAPhoneInTheLightAndInTheDarkAndCanBeRead() {
		open();
		for (int width : new int[] { 320, 390 }) {
			browser.screen(width, 844, true);
			for (String node : List.of("to-server", "server")) {
				show(node);
				browser.light();
				fits(node + " of " + width);
				browser.dark();
				fits(node + " of " + width + " in the dark");
			}
		}
		assertThat(browser.<String>script("return getComputedStyle(document.body).backgroundColor")).as("ground")
			.isEqualTo("rgb(18, 22, 28)");
	}

	private static void fits(String view) {
		assertThat(browser.<Boolean>script("return document.scrollingElement.scrollWidth <= innerWidth")).as(view)
			.isTrue();
		assertThat(browser.<List<String>>script(Contrast.UNREADABLE)).as(view).isEmpty();
	}

	@Test
	void whatATransportCannotKnowIsShownAsUnknown() throws IOException {
		String id = browser.before(Answers.withoutWhatTheKernelCannotKnow());
		try {
			browser.open(sample.http().url(PAGE));
			awaitTree("client/to-server/127.0.0.1 primary: active");
			show("to-server");
			browser.await("the path", "section table", (table) -> table.contains("unknown"));
			assertThat(browser.text("section dl")).contains("unknown").doesNotContain("NaN", "undefined", "null");
			Awaitility.await("a while")
				.atMost(Browser.LIMIT)
				.until(() -> browser.<Long>script("return window.asked") > 3);
			List<Map<String, Object>> curves = browser.script(CURVES);
			assertThat(curves).allSatisfy((curve) -> assertThat(points(curve, "ys")).isEmpty());
			show("server");
			assertThat(browser.text("section")).contains("unknown").doesNotContain("NaN", "undefined", "null");
		}
		finally {
			browser.noLonger(id);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
	void screenshotsAreTaken() throws IOException {
		Path folder = Path.of(System.getProperty("screenshots"));
		open();
		show("to-server");
		Awaitility.await("curves")
			.atMost(Browser.LIMIT.multipliedBy(4))
			.until(() -> points(browser.<List<Map<String, Object>>>script(CURVES).get(0), "xs").size() >= 30);
		browser.screen(1280, 1156, false);
		browser.screenshot(folder.resolve("page.png"));
		browser.screen(390, 844, true);
		browser.dark();
		show("to-server");
		browser.screenshot(folder.resolve("page-phone.png"));
	}

}
