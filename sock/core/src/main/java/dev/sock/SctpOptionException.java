package dev.sock;

/**
 * An option or argument has a value that cannot be used.
 */
public final class SctpOptionException extends SctpException {

	private static final long serialVersionUID = 1L;

	private final String option;

	private final String value;

	private final String problem;

	/**
	 * Creates the exception.
	 * @param option name of the option, such as {@code rto.min}
	 * @param value the value that was given
	 * @param problem what is wrong with it and what to do, as the end of a sentence that
	 * starts with the value
	 */
	public SctpOptionException(String option, String value, String problem) {
		super("Option '" + option + "': " + value + " " + problem, null);
		this.option = option;
		this.value = value;
		this.problem = problem;
	}

	/**
	 * Returns the name of the option.
	 * @return the name, such as {@code rto.min}
	 */
	public String option() {
		return this.option;
	}

	/**
	 * Returns the value that was given.
	 * @return the value as text
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns what is wrong with the value.
	 * @return the end of a sentence that starts with the value
	 */
	public String problem() {
		return this.problem;
	}

}
