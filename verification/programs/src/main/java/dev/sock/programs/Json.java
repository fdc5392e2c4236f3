package dev.sock.programs;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One flat line of JSON on standard output.
 */
public final class Json {

	private final StringBuilder line = new StringBuilder("{");

	/**
	 * Adds a value; a number of type {@code Double} with three decimals.
	 * @param name its name
	 * @param value the value, or {@code null}
	 * @return this
	 */
	public Json put(String name, @Nullable Object value) {
		if (this.line.length() > 1) {
			this.line.append(',');
		}
		this.line.append('"').append(name).append("\":");
		if (value instanceof Double number) {
			this.line.append(String.format(Locale.ROOT, "%.3f", number));
		}
		else if (value == null || value instanceof Number || value instanceof Boolean) {
			this.line.append(value);
		}
		else {
			this.line.append('"').append(escape(value.toString())).append('"');
		}
		return this;
	}

	/**
	 * Prints the line.
	 */
	public void print() {
		System.out.println(this.line.append('}'));
		System.out.flush();
	}

	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				escaped.append('\\').append(c);
			}
			else if (c < ' ') {
				escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
			}
			else {
				escaped.append(c);
			}
		}
		return escaped.toString();
	}

}
