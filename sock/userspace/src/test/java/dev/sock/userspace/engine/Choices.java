package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes through every combination of choices: one run after the other makes the same
 * choices again up to one, which it makes differently.
 */
final class Choices {

	private final List<int[]> taken = new ArrayList<>();

	private int position;

	/**
	 * Makes a choice.
	 * @param alternatives how many there are
	 * @return the one to take, from 0
	 */
	int next(int alternatives) {
		if (this.position == this.taken.size()) {
			this.taken.add(new int[] { 0, alternatives });
		}
		int[] choice = this.taken.get(this.position++);
		if (choice[1] != alternatives) {
			throw new AssertionError("The same choices led to " + alternatives + " alternatives, not " + choice[1]);
		}
		return choice[0];
	}

	/**
	 * Returns how many choices this run has made.
	 */
	int made() {
		return this.position;
	}

	/**
	 * Begins the next run.
	 * @return whether there is one
	 */
	boolean nextRun() {
		this.position = 0;
		while (!this.taken.isEmpty()) {
			int[] last = this.taken.get(this.taken.size() - 1);
			if (++last[0] < last[1]) {
				return true;
			}
			this.taken.remove(this.taken.size() - 1);
		}
		return false;
	}

	@Override
	public String toString() {
		return this.taken.stream().map((choice) -> choice[0] + "/" + choice[1]).toList().toString();
	}

}
