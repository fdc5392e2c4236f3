package dev.sock.userspace.engine;

import dev.sock.userspace.engine.association.Association;
import org.jspecify.annotations.Nullable;

/**
 * Finds an association by its verification tag without making an object of the tag. Open
 * addressing; tags are random, so they are their own hash.
 */
final class TagTable {

	private static final int INITIAL_CAPACITY = 16;

	private @Nullable Association[] table = new Association[INITIAL_CAPACITY];

	private int[] tags = new int[INITIAL_CAPACITY];

	private int size;

	@Nullable Association get(int tag) {
		int mask = this.tags.length - 1;
		for (int slot = tag & mask;; slot = (slot + 1) & mask) {
			Association association = this.table[slot];
			if (association == null || this.tags[slot] == tag) {
				return association;
			}
		}
	}

	void put(int tag, Association association) {
		if (2 * (this.size + 1) > this.tags.length) {
			grow();
		}
		int mask = this.tags.length - 1;
		int slot = tag & mask;
		while (this.table[slot] != null && this.tags[slot] != tag) {
			slot = (slot + 1) & mask;
		}
		if (this.table[slot] == null) {
			this.size++;
		}
		this.tags[slot] = tag;
		this.table[slot] = association;
	}

	private void grow() {
		@Nullable Association[] oldTable = this.table;
		int[] oldTags = this.tags;
		this.table = new Association[2 * oldTags.length];
		this.tags = new int[2 * oldTags.length];
		this.size = 0;
		for (int i = 0; i < oldTags.length; i++) {
			Association association = oldTable[i];
			if (association != null) {
				put(oldTags[i], association);
			}
		}
	}

	void remove(int tag, Association association) {
		int mask = this.tags.length - 1;
		int slot = tag & mask;
		while (this.table[slot] != null && this.tags[slot] != tag) {
			slot = (slot + 1) & mask;
		}
		if (this.table[slot] != association) {
			return;
		}
		this.table[slot] = null;
		this.size--;
		// entries that had moved on because of this one move back
		for (int next = (slot + 1) & mask; this.table[next] != null; next = (next + 1) & mask) {
			Association moved = this.table[next];
			this.table[next] = null;
			this.size--;
			if (moved != null) {
				put(this.tags[next], moved);
			}
		}
	}

}
