package dev.sock;

/**
 * How many more messages a handler is to get, as in Reactive Streams. While there is no
 * demand messages wait, the receive window closes and the peer has to pause.
 *
 * @param messages 0 to 32767, or {@link Integer#MAX_VALUE} for as many as come
 */
public record Demand(int messages) {

	/** As many messages as come. */
	public static final Demand UNLIMITED = new Demand(Integer.MAX_VALUE);

	/** No message. */
	public static final Demand NONE = new Demand(0);

	/** One message. */
	public static final Demand ONE = new Demand(1);

	/** The most messages that can be asked for by number. */
	public static final int MAX_MESSAGES = 32767;

	private static final String UNLIMITED_TEXT = "unlimited";

	/**
	 * Checks the number.
	 * @throws SctpOptionException if it is not in the range
	 */
	public Demand {
		if (messages != Integer.MAX_VALUE) {
			OptionChecks.between("demand", messages, 0, MAX_MESSAGES);
		}
	}

	/**
	 * Returns a demand for a number of messages.
	 * @param messages how many, 0 to 32767
	 * @return the demand
	 * @throws SctpOptionException if the number is not in the range
	 */
	public static Demand of(int messages) {
		OptionChecks.between("demand", messages, 0, MAX_MESSAGES);
		return new Demand(messages);
	}

	/**
	 * Reads a demand, such as a property has it.
	 * @param text {@code unlimited}, or a number from 0 to 32767
	 * @return the demand
	 * @throws SctpOptionException if it is neither
	 */
	public static Demand valueOf(String text) {
		String trimmed = text.trim();
		if (trimmed.equalsIgnoreCase(UNLIMITED_TEXT)) {
			return UNLIMITED;
		}
		try {
			return of(Integer.parseInt(trimmed));
		}
		catch (NumberFormatException ex) {
			throw new SctpOptionException("demand", text,
					"is neither a number nor 'unlimited'; set a number from 0 to " + MAX_MESSAGES + ", or unlimited");
		}
	}

	/**
	 * Returns whether there is no limit.
	 * @return whether as many messages are wanted as come
	 */
	public boolean isUnlimited() {
		return this.messages == Integer.MAX_VALUE;
	}

	@Override
	public String toString() {
		return isUnlimited() ? UNLIMITED_TEXT : Integer.toString(this.messages);
	}

}
