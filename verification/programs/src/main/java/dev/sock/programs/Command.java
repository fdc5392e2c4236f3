package dev.sock.programs;

/**
 * One of the programs.
 */
@FunctionalInterface
public interface Command {

	/**
	 * Runs to the end.
	 * @param arguments what follows the command's name
	 * @throws Exception whatever stops it
	 */
	void run(Arguments arguments) throws Exception;

}
