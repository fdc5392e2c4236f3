package dev.sock.interop;

/**
 * One of the programs.
 */
interface Command {

	void run(Arguments arguments) throws Exception;

}
