package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sock.ConnectOptions;
import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpConnectException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.EndpointListener.IncomingAssociation;
import dev.sock.userspace.engine.association.Association;
import dev.sock.userspace.engine.association.AssociationContext;
import dev.sock.userspace.engine.association.AssociationCounters;
import dev.sock.userspace.engine.association.CookieEchoHandler;
import dev.sock.userspace.engine.association.InitResponder;
import dev.sock.userspace.engine.association.Reply;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.path.SourceAddressSelector;
import dev.sock.userspace.engine.rx.FragmentPool;
import dev.sock.userspace.engine.timer.DeadlineQueue;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint: finds the association of each packet by its verification tag and ports
 * (RFC 9260 §8.5), answers packets out of the blue (§8.4), and makes associations of
 * valid state cookies. Not safe for use by several threads.
 */
public final class EndpointEngine {

	/** Control packets of associations that wait while the network takes nothing. */
	private static final int MAX_CONTROL_PACKETS = 65_536;

	/** Answers to packets that belong to no association, likewise. */
	private static final int MAX_ANSWERS = 1024;

	private final EngineConfig config;

	private final Context context = new Context();

	private final InitResponder initResponder;

	private final CookieEchoHandler cookieEchoHandler;

	private final EndpointCounters counters = new EndpointCounters();

	private final PacketDispatcher dispatcher;

	private final FragmentPool fragmentPool = new FragmentPool();

	private final PacketWriter writer = new PacketWriter();

	private final AssociationTable table = new AssociationTable();

	private final DeadlineQueue deadlines = new DeadlineQueue();

	private final ReplyQueue replies = new ReplyQueue(MAX_CONTROL_PACKETS);

	private final ReplyQueue answers = new ReplyQueue(MAX_ANSWERS);

	/** Associations to be flushed, and those of the flush under way. */
	private ArrayList<Association> changed = new ArrayList<>();

	private ArrayList<Association> flushing = new ArrayList<>();

	private final LocalAddresses localAddresses;

	private boolean flushUrgent;

	private @Nullable Integer fixedInitialTsn;

	private int firstSsn;

	/**
	 * Creates an engine.
	 * @param config what it is made with
	 * @param acceptHandler is asked about peers
	 * @param nowNanos the time
	 */
	public EndpointEngine(EngineConfig config, AcceptHandler acceptHandler, long nowNanos) {
		this.config = config;
		this.localAddresses = new LocalAddresses(this.table, config.localAddresses(), config.listAddresses());
		this.initResponder = new InitResponder(this.context, config.options(), nowNanos);
		this.cookieEchoHandler = new CookieEchoHandler(this.context, config.options(), this.initResponder);
		this.dispatcher = new PacketDispatcher(config.localPort(), this.table, this.counters, this.initResponder,
				this.cookieEchoHandler, new IncomingAssociations(this.table, this.counters, acceptHandler),
				new OutOfTheBlue(this.answers::add));
	}

	/**
	 * Begins to open an association.
	 * @param target whom to connect to
	 * @param listener hears what happens to it
	 * @param nowNanos the time
	 * @return the association
	 * @throws SctpConnectException if there is an association with this peer already
	 */
	public AssociationEngine connect(ConnectTarget target, AssociationListener listener, long nowNanos) {
		for (SctpAddress address : target.addresses()) {
			if (this.table.byPeer(address, target.port()) != null) {
				throw new SctpConnectException(SctpConnectException.Reason.ALREADY_CONNECTED,
						"There is an association with " + address + ":" + target.port()
								+ " already; two endpoints have one association at most (RFC 9260 §1.3)",
						null);
			}
		}
		Integer named = target.remoteUdpPort();
		int remoteUdpPort = (named != null) ? named : ConnectOptions.DEFAULT_UDP_PORT;
		Association association = Association.connect(this.context, target.options(), target.addresses(), target.port(),
				remoteUdpPort, listener, nowNanos);
		this.table.add(association);
		this.context.register(association);
		this.context.changed(association);
		return new AssociationEngine(association);
	}

	/**
	 * Handles one packet. Whatever its bytes, nothing is thrown and no other association
	 * is touched.
	 * @param packet the SCTP packet from position to limit; not kept
	 * @param localAddress local address that it came to
	 * @param remoteAddress address that it came from
	 * @param remoteUdpPort UDP port that it came from
	 * @param nowNanos the time
	 */
	public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos) {
		this.dispatcher.receive(packet, localAddress, remoteAddress, remoteUdpPort, nowNanos);
	}

	/**
	 * Runs the timers that are due.
	 * @param nowNanos the time
	 */
	public void advanceTo(long nowNanos) {
		DeadlineQueue.Entry entry = this.deadlines.pollDue(nowNanos);
		while (entry != null) {
			Association association = (Association) entry;
			association.advanceTo(nowNanos);
			if (association.nextDeadline() <= nowNanos) {
				break; // once more later, so that one association cannot hold up the loop
			}
			this.deadlines.schedule(association, association.nextDeadline());
			entry = this.deadlines.pollDue(nowNanos);
		}
	}

	/**
	 * Returns when {@link #advanceTo} is to be called next.
	 * @return the time, perhaps too early but never too late, or {@link Long#MAX_VALUE}
	 */
	public long nextDeadlineNanos() {
		return this.deadlines.earliest();
	}

	/**
	 * Returns whether {@link #flush} should not wait for further packets of the batch.
	 * @return whether a SACK is due that reports missing data
	 */
	public boolean isFlushUrgent() {
		return this.flushUrgent;
	}

	/**
	 * Writes every packet that may leave now. To be called after each batch of packets,
	 * commands and timers.
	 * @param sink takes the packets
	 * @param nowNanos the time
	 * @return {@code false} if the sink did not take everything, so that this is to be
	 * called again once it can
	 */
	public boolean flush(PacketSink sink, long nowNanos) {
		this.flushUrgent = false;
		boolean complete = this.replies.flush(sink, this.writer) && this.answers.flush(sink, this.writer);
		ArrayList<Association> batch = this.changed;
		this.changed = this.flushing;
		this.flushing = batch;
		for (int i = 0; i < batch.size(); i++) {
			Association association = batch.get(i);
			association.setToBeFlushed(false);
			if (!association.flush(sink, this.writer, nowNanos)) {
				complete = false;
				this.context.changed(association);
			}
			this.deadlines.schedule(association, association.nextDeadline());
		}
		batch.clear();
		// What was asked of the peer once the data before it had left.
		return this.replies.flush(sink, this.writer) && complete;
	}

	/**
	 * The host's addresses have changed. Paths whose local address has gone leave from
	 * another one; new associations use the new addresses.
	 * @param addresses the local addresses from now on, none of them a wildcard
	 */
	public void localAddressesChanged(List<SctpAddress> addresses) {
		this.localAddresses.changed(addresses);
	}

	/**
	 * Returns the local addresses, to add one or to remove it.
	 * @return the addresses
	 */
	public LocalAddresses localAddresses() {
		return this.localAddresses;
	}

	/**
	 * Changes the options that accepted associations start with.
	 * @param options the options
	 */
	public void setOptions(SctpOptions options) {
		this.initResponder.setOptions(options);
		this.cookieEchoHandler.setOptions(options);
	}

	/**
	 * Returns what was counted.
	 * @return a snapshot
	 */
	public EndpointStatistics statistics() {
		AssociationCounters totals = new AssociationCounters();
		totals.add(this.counters.ended);
		for (Association association : this.table.all()) {
			totals.add(association.counters());
		}
		return this.counters.snapshot(totals);
	}

	/**
	 * Returns the number of associations.
	 * @return how many are not CLOSED
	 */
	public int associationCount() {
		return this.table.all().size();
	}

	/**
	 * Aborts every association.
	 * @param reason text for the peers; empty for none
	 * @param nowNanos the time
	 */
	public void abortAll(String reason, long nowNanos) {
		for (Association association : this.table.copy()) {
			association.commands().abort(reason);
		}
	}

	/**
	 * Lets sequence numbers of later associations begin just before they wrap: for tests.
	 */
	void startSequences(int initialTsn, int initialSsn) {
		this.fixedInitialTsn = initialTsn;
		this.firstSsn = initialSsn;
	}

	/**
	 * Asked when a valid COOKIE ECHO came.
	 */
	@FunctionalInterface
	public interface AcceptHandler {

		/**
		 * Decides whether to accept an association.
		 * @param request who asks
		 * @param association the association to be
		 * @return its listener, or {@code null} to refuse
		 */
		@Nullable AssociationListener accept(IncomingAssociation request, AssociationEngine association);

	}

	/** What associations have from this endpoint. */
	private final class Context implements AssociationContext {

		@Override
		public int localPort() {
			return EndpointEngine.this.config.localPort();
		}

		@Override
		public List<SctpAddress> localAddresses() {
			return EndpointEngine.this.localAddresses.all();
		}

		@Override
		public boolean listAddresses() {
			return EndpointEngine.this.localAddresses.areListed();
		}

		@Override
		public SourceAddressSelector sources() {
			return EndpointEngine.this.config.sources();
		}

		@Override
		public RandomGenerator random() {
			return EndpointEngine.this.config.random();
		}

		@Override
		public int maxReceiveWindow() {
			return EndpointEngine.this.config.maxReceiveWindow();
		}

		@Override
		public FragmentPool fragmentPool() {
			return EndpointEngine.this.fragmentPool;
		}

		@Override
		public int newTag() {
			int tag = random().nextInt();
			while (tag == 0 || EndpointEngine.this.table.byTag(tag) != null) {
				tag = random().nextInt();
			}
			return tag;
		}

		@Override
		public int newInitialTsn() {
			Integer fixed = EndpointEngine.this.fixedInitialTsn;
			return (fixed != null) ? fixed : random().nextInt();
		}

		@Override
		public int firstSsn() {
			return EndpointEngine.this.firstSsn;
		}

		@Override
		public void send(Reply reply) {
			EndpointEngine.this.replies.add(reply);
		}

		@Override
		public void answer(Reply reply) {
			EndpointEngine.this.answers.add(reply);
		}

		@Override
		public @Nullable Association find(SctpAddress address, int port) {
			return EndpointEngine.this.table.byPeer(address, port);
		}

		@Override
		public @Nullable Association find(int localTag) {
			return EndpointEngine.this.table.byTag(localTag);
		}

		@Override
		public void changed(Association association) {
			if (!association.isToBeFlushed()) {
				association.setToBeFlushed(true);
				EndpointEngine.this.changed.add(association);
			}
		}

		@Override
		public void flushUrgent() {
			EndpointEngine.this.flushUrgent = true;
		}

		@Override
		public void established(Association association, boolean active) {
			EndpointEngine.this.counters.established++;
			if (active) {
				EndpointEngine.this.counters.activeEstablished++;
			}
			else {
				EndpointEngine.this.counters.passiveEstablished++;
			}
		}

		@Override
		public void restarted(Association association) {
			EndpointEngine.this.counters.restarts++;
		}

		@Override
		public void unregister(Association association) {
			EndpointEngine.this.table.unregister(association);
		}

		@Override
		public void register(Association association) {
			EndpointEngine.this.table.register(association);
		}

		@Override
		public void ended(Association association, AssociationChange change, boolean wasEstablished) {
			EndpointEngine.this.table.remove(association);
			EndpointEngine.this.deadlines.remove(association);
			EndpointCounters endpoint = EndpointEngine.this.counters;
			endpoint.ended.add(association.counters());
			if (wasEstablished) {
				endpoint.established--;
				if (change == AssociationChange.SHUTDOWN_COMPLETE) {
					endpoint.shutDown++;
				}
				else {
					endpoint.aborted++;
				}
			}
		}

	}

}
