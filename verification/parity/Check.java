import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Checks docs/parity.md against the tests: each row names tests that bear its number as a tag, and each of these has run
 * and passed, in the build and, if it is one of the contract, on the kernel, too; and that the tests which docs/spring.md
 * names have passed in the build. Reads JUnit's XML.
 *
 * <pre>
 * java verification/parity/Check.java            # after the build and verification/interop/run
 * java verification/parity/Check.java --build    # after the build alone: what the kernel has run is not looked at
 * </pre>
 */
public final class Check {

	private static final Pattern ROW = Pattern.compile("\\| *([A-F][0-9]+) *\\|(.*)\\|");

	private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*\\.\\w+|interop:[\\w-]+)`");

	private static final Pattern METHOD = Pattern
		.compile("((?:\\t@[^\\n]*\\n(?:\\t\\t[^\\n]*\\n)*)+)\\t(?:public )?void (\\w+)\\(");

	private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-F][0-9]+)\"\\)");

	private static final String SPRING = "docs/spring.md";

	/** A class of tests, one test, or one of the class named before. */
	private static final Pattern SPRING_NAME = Pattern.compile("`(?:(\\w+(?:Tests|Contract)))?(?:\\.(\\w+))?`");

	/** What a row says that needs no test, and why is in its words. */
	private static final String NO_MEANING = "no meaning here";

	private static final String NOT_YET = "not yet";

	private final Path root;

	private final List<String> problems = new ArrayList<>();

	private Check(Path root) {
		this.root = root;
	}

	public static void main(String[] arguments) throws Exception {
		boolean buildOnly = arguments.length == 1 && arguments[0].equals("--build");
		if (arguments.length > 0 && !buildOnly) {
			System.err.println("usage: java verification/parity/Check.java [--build]");
			System.exit(2);
		}
		System.exit(new Check(Path.of("").toAbsolutePath()).run(buildOnly) ? 0 : 1);
	}

	private boolean run(boolean buildOnly) throws Exception {
		Map<String, Row> rows = rows();
		Map<String, Set<String>> tagged = taggedTests();
		Set<String> build = buildResults();
		Set<String> kernel = buildOnly ? Set.of() : kernelResults();
		Set<String> cases = buildOnly ? Set.of() : caseResults();
		int notYet = 0;
		int tests = 0;
		for (Row row : rows.values()) {
			notYet += row.notYet() ? 1 : 0;
			if (row.tests().isEmpty() && !row.notYet() && !row.text().contains(NO_MEANING)) {
				problem(row.id() + " names no test, and does not say '" + NO_MEANING + "'");
			}
			for (String test : row.tests()) {
				tests++;
				if (test.startsWith("interop:")) {
					if (!buildOnly && !cases.contains(test.substring("interop:".length()))) {
						problem(row.id() + ": the case " + test + " has not passed");
					}
					continue;
				}
				if (!tagged.getOrDefault(test, Set.of()).contains(row.id())) {
					problem(row.id() + ": " + test + " does not have the tag " + row.id() + ", or there is no such test");
				}
				if (!build.contains(test)) {
					problem(row.id() + ": " + test + " has not passed in the build");
				}
				if (!buildOnly && isContract(test) && !kernel.contains(test)) {
					problem(row.id() + ": " + test + " has not passed on the kernel");
				}
			}
		}
		tagged.forEach((test, ids) -> {
			for (String id : ids) {
				Row row = rows.get(id);
				if (row == null || !row.tests().contains(test)) {
					problem(test + " has the tag " + id + ", and docs/parity.md does not name it there");
				}
			}
		});
		int others = springTests(build);
		this.problems.forEach(System.err::println);
		System.out.println(others + " names of tests in " + SPRING);
		System.out.println(rows.size() + " rows, " + tests + " names of tests, " + notYet + " rows in part or whole not yet, "
				+ this.problems.size() + " problems");
		return this.problems.isEmpty();
	}

	/** Checks that the tests which docs/spring.md names have passed in the build. */
	private int springTests(Set<String> build) throws IOException {
		int names = 0;
		for (String line : Files.readAllLines(this.root.resolve(SPRING))) {
			String className = "";
			Matcher name = SPRING_NAME.matcher(line.startsWith("|") ? line : "");
			while (name.find()) {
				names++;
				className = (name.group(1) != null) ? name.group(1) : className;
				String test = className + "." + ((name.group(2) != null) ? name.group(2) : "");
				if (build.stream().noneMatch((passed) -> test.endsWith(".") ? passed.startsWith(test) : passed.equals(test))) {
					problem(SPRING + ": " + test + " has not passed in the build");
				}
			}
		}
		return names;
	}

	private void problem(String text) {
		this.problems.add(text);
	}

	private static boolean isContract(String test) {
		return test.substring(0, test.indexOf('.')).endsWith("Contract");
	}

	private record Row(String id, String text, Set<String> tests) {

		boolean notYet() {
			return this.text.toLowerCase(Locale.ROOT).contains(NOT_YET);
		}

	}

	private Map<String, Row> rows() throws IOException {
		Map<String, Row> rows = new LinkedHashMap<>();
		for (String line : Files.readAllLines(this.root.resolve("docs/parity.md"))) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				Set<String> tests = new LinkedHashSet<>();
				Matcher name = NAME.matcher(row.group(2).substring(row.group(2).lastIndexOf('|') + 1));
				while (name.find()) {
					tests.add(name.group(1));
				}
				if (rows.put(row.group(1), new Row(row.group(1), row.group(2), tests)) != null) {
					problem(row.group(1) + " is there twice");
				}
			}
		}
		if (rows.isEmpty()) {
			problem("docs/parity.md has no rows");
		}
		return rows;
	}

	private List<Path> files(String directory, String suffix) throws IOException {
		Path start = this.root.resolve(directory);
		if (!Files.isDirectory(start)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(start)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
	}

	/** Tests and their tags, as the sources have them. */
	private Map<String, Set<String>> taggedTests() throws IOException {
		Map<String, Set<String>> tests = new TreeMap<>();
		for (String module : List.of("sock", "sock-spring-boot-autoconfigure", "sample-app")) {
			for (Path file : files(module, ".java")) {
				if (!file.toString().contains("/src/test/")) {
					continue;
				}
				String type = file.getFileName().toString().replace(".java", "");
				Matcher method = METHOD.matcher(Files.readString(file));
				while (method.find()) {
					Matcher tag = TAG.matcher(method.group(1));
					while (tag.find()) {
						tests.computeIfAbsent(type + "." + method.group(2), (name) -> new TreeSet<>()).add(tag.group(1));
					}
				}
			}
		}
		return tests;
	}

	private Set<String> buildResults() throws Exception {
		List<Path> reports = new ArrayList<>();
		for (String module : List.of("sock/core", "sock/userspace", "sock/kernel", "sock-spring-boot-autoconfigure",
				"sample-app")) {
			reports.addAll(files(module + "/target/surefire-reports", ".xml"));
		}
		return passed(reports);
	}

	private Set<String> kernelResults() throws Exception {
		return passed(files("verification/interop/target/cases/contract-jdk17@kernel/reports", ".xml"));
	}

	/** Cases of verification/interop that have passed on every transport that they are for. */
	private Set<String> caseResults() throws Exception {
		Map<String, Boolean> cases = new HashMap<>();
		Path report = this.root.resolve("verification/interop/target/TEST-interop.xml");
		if (Files.exists(report)) {
			for (Element test : elements(report)) {
				cases.merge(test.getAttribute("name"), isPassed(test), Boolean::logicalAnd);
			}
		}
		cases.values().removeIf((passed) -> !passed);
		return cases.keySet();
	}

	/** Names of tests of which each run in the reports has passed. */
	private static Set<String> passed(List<Path> reports) throws Exception {
		Map<String, Boolean> results = new HashMap<>();
		for (Path report : reports) {
			for (Element test : elements(report)) {
				String method = test.getAttribute("name").replaceAll("[({\\[ ].*", "");
				results.merge(type(test.getAttribute("classname")) + "." + method, isPassed(test), Boolean::logicalAnd);
			}
		}
		results.values().removeIf((passed) -> !passed);
		return results.keySet();
	}

	/** A part of the contract is run by a nested class of the name that it has without "Contract". */
	private static String type(String className) {
		String simple = className.substring(className.lastIndexOf('.') + 1);
		int nested = simple.indexOf('$');
		return (nested < 0) ? simple : simple.substring(nested + 1) + (simple.contains("Contract") ? "Contract" : "");
	}

	private static boolean isPassed(Element test) {
		for (String bad : List.of("failure", "error", "skipped")) {
			if (test.getElementsByTagName(bad).getLength() > 0) {
				return false;
			}
		}
		return true;
	}

	private static List<Element> elements(Path report) throws ParserConfigurationException, IOException, SAXException {
		NodeList nodes = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(report.toFile())
			.getElementsByTagName("testcase");
		List<Element> elements = new ArrayList<>();
		for (int i = 0; i < nodes.getLength(); i++) {
			elements.add((Element) nodes.item(i));
		}
		return elements;
	}

}
