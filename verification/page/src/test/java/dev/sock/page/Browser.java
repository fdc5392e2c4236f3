package dev.sock.page;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

/**
 * Chromium without a screen, that tells what the page does.
 */
final class Browser implements AutoCloseable {

	/** How long something may take to show. */
	static final Duration LIMIT = Duration.ofSeconds(30);

	private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu",
			"--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync");

	/**
	 * It warns that it does not know this Chromium's protocol, of which the commands here
	 * are stable parts.
	 */
	private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

	private final Path profile = Files.createTempDirectory("chromium");

	private final ChromeDriver driver;

	Browser() throws IOException {
		SELENIUM.setLevel(Level.SEVERE);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		logs.enable(LogType.PERFORMANCE, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary("/usr/bin/chromium");
		options.addArguments(ARGUMENTS);
		options.addArguments("--user-data-dir=" + this.profile);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
			.usingAnyFreePort()
			.build();
		this.driver = new ChromeDriver(service, options);
		screen(1280, 900, false);
		light();
	}

	void screen(int width, int height, boolean phone) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
	}

	void light() {
		colorScheme("light");
	}

	void dark() {
		colorScheme("dark");
	}

	private void colorScheme(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/** Opens a page, and forgets what was told of the one before. */
	void open(String url) {
		this.driver.get("about:blank");
		console();
		requests();
		this.driver.get(url);
	}

	/**
	 * Runs a script in every page that is opened from now on, before those of the page.
	 */
	String before(String script) {
		return (String) this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
			.get("identifier");
	}

	void noLonger(String before) {
		this.driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", before));
	}

	@SuppressWarnings("unchecked")
	<T> T script(String script, Object... arguments) {
		return (T) this.driver.executeScript(script, arguments);
	}

	String text(String selector) {
		return script("return Array.from(document.querySelectorAll(arguments[0]), (e) => e.innerText).join('\\n')",
				selector);
	}

	/** Waits until the text of the elements is as wanted. */
	String await(String what, String selector, Predicate<String> wanted) {
		return Awaitility.await(what).atMost(LIMIT).ignoreExceptions().until(() -> text(selector), wanted);
	}

	List<WebElement> buttons(String label) {
		return this.driver.findElements(By.cssSelector("button"))
			.stream()
			.filter((button) -> button.getText().equals(label))
			.toList();
	}

	void press(String label) {
		buttons(label).get(0).click();
	}

	/** Says yes to the question that the page asks. */
	String confirm() {
		String question = this.driver.switchTo().alert().getText();
		this.driver.switchTo().alert().accept();
		return question;
	}

	void type(Keys key) {
		focused().sendKeys(key);
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	/** Presses Tab until an element that begins with a text has the focus. */
	void tabTo(String text) {
		List<String> passed = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			type(Keys.TAB);
			String reached = focused().getText();
			if (reached.startsWith(text)) {
				return;
			}
			passed.add(reached);
		}
		throw new AssertionError("No Tab reaches '" + text + "', only " + passed);
	}

	/** What is on the console since it was asked last. */
	List<String> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
	}

	/** Where the page has sent requests to since it was asked last. */
	List<URI> requests() {
		List<URI> requests = new ArrayList<>();
		for (LogEntry entry : this.driver.manage().logs().get(LogType.PERFORMANCE)) {
			Map<String, Object> message = at(new Json().toType(entry.getMessage(), Json.MAP_TYPE), "message");
			Map<String, Object> parameters = at(message, "params");
			if ("Network.requestWillBeSent".equals(message.get("method"))) {
				requests.add(URI.create((String) at(parameters, "request").get("url")));
			}
			else if ("Network.webSocketCreated".equals(message.get("method"))) {
				requests.add(URI.create((String) parameters.get("url")));
			}
		}
		return requests;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> at(Map<String, Object> of, String name) {
		return (Map<String, Object>) of.get(name);
	}

	void screenshot(Path file) throws IOException {
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
