package dev.sock.userspace.sim;

/**
 * A kind of thing that goes wrong with packets.
 */
public enum FaultKind {

	/** Lost, independently of others. */
	LOSS,

	/** Lost with others in a bad spell (Gilbert-Elliott). */
	BURST_LOSS,

	/** Delivered twice. */
	DUPLICATION,

	/** Delayed so that later ones may overtake it. */
	REORDERING,

	/** A few bits flipped. */
	CORRUPTION,

	/** Cut short. */
	TRUNCATION,

	/** Lost while its direction of the link was cut. */
	ONE_WAY_CUT,

	/** Lost while both directions of the link were cut. */
	PATH_DOWN,

	/** Lost because the link's queue was full. */
	QUEUE_OVERFLOW,

	/** Lost because it was larger than the link takes. */
	BLACK_HOLE,

	/** Lost because nobody has its destination. */
	UNROUTABLE,

	/** Not taken by the sending host's socket just then; not lost. */
	BLOCKED_SEND

}
