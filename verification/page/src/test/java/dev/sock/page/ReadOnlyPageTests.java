package dev.sock.page;

import java.io.IOException;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page where nothing may be changed, and of its end.
 */
class ReadOnlyPageTests {

	@Test
	void noActionIsShownAndAnApplicationThatIsGoneIsTold() throws IOException {
		try (Browser browser = new Browser();
				Sample sample = new Sample("management.endpoint.sock.access=read-only",
						"management.endpoint.socklisteners.access=read-only")) {
			browser.open(sample.http().url("/actuator/sockpage"));
			browser.await("the tree", "nav", (tree) -> tree.contains("to-server"));
			for (String node : List.of("server", "to-server")) {
				browser.script("""
						Array.from(document.querySelectorAll('nav .node'))
							.find((node) => node.innerText.startsWith(arguments[0])).click()""", node);
				browser.await("the view", "main h2", (heading) -> heading.contains(' ' + node));
				assertThat(browser.text("main .action")).isEmpty();
				assertThat(browser.<Long>script("return document.querySelectorAll('main button:not(.node)').length"))
					.isZero();
			}
			assertThat(browser.text("footer")).contains("Read only");
			assertThat(sample.http().post("/actuator/sock/client/to-server", "{\"action\":\"abort\"}")).isEqualTo(405);
			for (String path : List.of("/webjars/preact/dist/preact.umd.js", "/webjars/chart.js/dist/chart.umd.min.js",
					"/page.js", "/dev/sock/spring/page/page.js", "/actuator/sockpage/page.html",
					"/actuator/sockpage/PageData.class", "/actuator/sockpage/..%2Fpage.js")) {
				assertThat(sample.http().status(path)).as(path).isIn(400, 404);
			}
			assertThat(browser.console()).isEmpty();
			sample.close();
			Awaitility.await("that it is gone")
				.atMost(Browser.LIMIT)
				.until(() -> browser.text("header [role=status]").startsWith("no answer"));
			assertThat(browser.text("nav")).as("what was known last").contains("to-server");
		}
	}

}
