package dev.sock.spring.listener;

/**
 * A listener cannot be used as it is declared.
 */
public class SctpListenerException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param problem what is wrong, without a full stop
	 * @param remedy what to do, as a sentence
	 */
	public SctpListenerException(String problem, String remedy) {
		super(problem + ". " + remedy);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Creates the exception.
	 * @param problem what is wrong, without a full stop
	 * @param remedy what to do, as a sentence
	 * @param cause what shows it
	 */
	public SctpListenerException(String problem, String remedy, Throwable cause) {
		this(problem, remedy);
		initCause(cause);
	}

	/**
	 * Returns what is wrong.
	 * @return the problem, without a full stop
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Returns what to do.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
