package dev.sock.spring.endpoint;

/**
 * An association that must be up at the start of the application could not be opened.
 */
public class SctpAssociationStartException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient EndpointDefinition endpoint;

	private final String association;

	private final String problem;

	SctpAssociationStartException(EndpointDefinition endpoint, String association, String problem) {
		super("Association '" + association + "' of endpoint '" + endpoint.name() + "' is not up at the start: "
				+ problem);
		this.endpoint = endpoint;
		this.association = association;
		this.problem = problem;
	}

	/**
	 * Returns the endpoint.
	 * @return its definition
	 */
	public EndpointDefinition endpoint() {
		return this.endpoint;
	}

	/**
	 * Returns the association.
	 * @return its name
	 */
	public String association() {
		return this.association;
	}

	/**
	 * Returns why it is not up.
	 * @return the reason in words
	 */
	public String problem() {
		return this.problem;
	}

}
