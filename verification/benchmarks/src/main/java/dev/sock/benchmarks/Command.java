package dev.sock.benchmarks;

/**
 * One of the programs.
 */
@FunctionalInterface
interface Command {

	/**
	 * Runs to the end.
	 * @param arguments what follows the command's name
	 * @throws Exception whatever stops it
	 */
	void run(Arguments arguments) throws Exception;

}
