package dev.sock.spring.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.sock.SctpAssociation;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.spring.core.SctpReplyException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Sends messages by the name of an association. Safe for use by several threads once it
 * is set up.
 */
public class SctpTemplate implements SctpOperations {

	private final SctpAssociations associations;

	private final PayloadConverter converter;

	private final @Nullable PendingReplies replies;

	private final MessageSender sender;

	private UnaryOperator<SendOptions> defaultOptions = UnaryOperator.identity();

	/**
	 * Creates a template for bytes and text that gets no replies.
	 * @param associations finds associations by name
	 */
	public SctpTemplate(SctpAssociations associations) {
		this(associations, new PayloadConverter(List.of()), null, new MessageSender());
	}

	/**
	 * Creates a template.
	 * @param associations finds associations by name
	 * @param converter makes payloads
	 * @param replies takes requests that wait for a reply, and is asked by the listeners;
	 * without it there are none
	 * @param sender sends and observes
	 */
	public SctpTemplate(SctpAssociations associations, PayloadConverter converter, @Nullable PendingReplies replies,
			MessageSender sender) {
		this.associations = associations;
		this.converter = converter;
		this.replies = replies;
		this.sender = sender;
	}

	/**
	 * Sets what this template changes of an association's default send options. Does not
	 * concern messages whose options are given.
	 * @param defaultOptions makes options of those of the association
	 */
	public void setDefaultOptions(UnaryOperator<SendOptions> defaultOptions) {
		this.defaultOptions = defaultOptions;
	}

	@Override
	public void send(String association, byte[] payload, SendOptions options) {
		convertAndSend(association, payload, options);
	}

	@Override
	public void send(SctpAssociation association, byte[] payload, SendOptions options) {
		convertAndSend(association, payload, options);
	}

	@Override
	public void convertAndSend(String association, Object object, SendOptions options) {
		convertAndSend(this.associations.get(association), object, options);
	}

	@Override
	public void convertAndSend(SctpAssociation association, Object object, SendOptions options) {
		this.sender.send(message(association, object, options), null);
	}

	@Override
	public void send(String association, Message<?> message) {
		SctpAssociation found = this.associations.get(association);
		convertAndSend(found, message.getPayload(), HeaderOptions.apply(message.getHeaders(), defaults(found)));
	}

	@Override
	public SctpBatchResult sendAll(String association, List<byte[]> payloads, SendOptions options) {
		SctpAssociation found = this.associations.get(association);
		int accepted = 0;
		for (byte[] payload : payloads) {
			try {
				send(found, payload, options);
			}
			catch (RuntimeException ex) {
				return new SctpBatchResult(accepted, ex);
			}
			accepted++;
		}
		return new SctpBatchResult(accepted, null);
	}

	@Override
	public CompletableFuture<Void> sendAsync(String association, byte[] payload, SendOptions options) {
		return to(() -> this.associations.get(association)).sendAsync(payload, (defaults) -> options);
	}

	@Override
	public CompletableFuture<Void> sendAsync(SctpAssociation association, byte[] payload, SendOptions options) {
		return to(() -> association).sendAsync(payload, (defaults) -> options);
	}

	@Override
	public SctpMessage sendAndReceive(String association, byte[] payload, SendOptions options,
			SctpCorrelation correlation, Duration timeout) {
		return to(() -> this.associations.get(association)).sendAndReceive(payload, (defaults) -> options, correlation,
				timeout);
	}

	@Override
	public CompletableFuture<SctpMessage> sendAndReceiveAsync(String association, byte[] payload, SendOptions options,
			SctpCorrelation correlation, Duration timeout) {
		return to(() -> this.associations.get(association)).sendAndReceiveAsync(payload, (defaults) -> options,
				correlation, timeout);
	}

	@Override
	public SctpSend to(String association) {
		return new SctpSend(to(() -> this.associations.get(association)));
	}

	@Override
	public SctpSend to(SctpAssociation association) {
		return new SctpSend(to(() -> association));
	}

	private SctpSend.Target to(Supplier<SctpAssociation> association) {
		return new Target(association);
	}

	private SendOptions defaults(SctpAssociation association) {
		return this.defaultOptions.apply(association.defaultSend());
	}

	private OutgoingMessage message(SctpAssociation association, Object object, SendOptions options) {
		return this.sender
			.prepare(new OutgoingMessage(association, this.converter.toBytes(object, association, options), options));
	}

	private final class Target implements SctpSend.Target {

		private final Supplier<SctpAssociation> association;

		private Target(Supplier<SctpAssociation> association) {
			this.association = association;
		}

		private OutgoingMessage message(Object object, UnaryOperator<SendOptions> options) {
			SctpAssociation found = this.association.get();
			return SctpTemplate.this.message(found, object, options.apply(defaults(found)));
		}

		@Override
		public void send(Object object, UnaryOperator<SendOptions> options) {
			SctpTemplate.this.sender.send(message(object, options), null);
		}

		@Override
		public CompletableFuture<Void> sendAsync(Object object, UnaryOperator<SendOptions> options) {
			try {
				return SctpTemplate.this.sender.sendAsync(message(object, options));
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		@Override
		public SctpMessage sendAndReceive(Object object, UnaryOperator<SendOptions> options,
				SctpCorrelation correlation, Duration timeout) {
			OutgoingMessage request = message(object, options);
			CompletableFuture<SctpMessage> reply = expect(request, correlation, timeout);
			if (!reply.isDone()) {
				try {
					SctpTemplate.this.sender.send(request, timeout);
				}
				catch (RuntimeException ex) {
					reply.completeExceptionally(PendingReplies.notSent(request.association(), ex));
				}
			}
			else {
				SctpTemplate.this.sender.refused(request, reply);
			}
			return await(request, reply);
		}

		@Override
		public CompletableFuture<SctpMessage> sendAndReceiveAsync(Object object, UnaryOperator<SendOptions> options,
				SctpCorrelation correlation, Duration timeout) {
			try {
				OutgoingMessage request = message(object, options);
				CompletableFuture<SctpMessage> reply = expect(request, correlation, timeout);
				if (reply.isDone()) {
					SctpTemplate.this.sender.refused(request, reply);
					return reply;
				}
				SctpTemplate.this.sender.sendAsync(request).whenComplete((accepted, failure) -> {
					if (failure != null) {
						reply.completeExceptionally(PendingReplies.notSent(request.association(), failure));
					}
				});
				PendingReplies pending = SctpTemplate.this.replies;
				return (pending != null) ? pending.continued(reply) : reply;
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		private CompletableFuture<SctpMessage> expect(OutgoingMessage request, SctpCorrelation correlation,
				Duration timeout) {
			PendingReplies pending = SctpTemplate.this.replies;
			if (pending == null || !SctpTemplate.this.associations.hasListeners(request.association())) {
				return PendingReplies.failed(request.association(), Reason.NO_LISTENERS,
						"its messages do not go to the listeners of the application; "
								+ "name the endpoint in 'sock.endpoints', and set no handler of your own");
			}
			try {
				return pending.add(request.association(), correlation, request.payload(), timeout);
			}
			catch (RuntimeException ex) {
				SctpTemplate.this.sender.refused(request, CompletableFuture.failedFuture(ex));
				throw ex;
			}
		}

		private SctpMessage await(OutgoingMessage request, CompletableFuture<SctpMessage> reply) {
			try {
				return reply.get();
			}
			catch (InterruptedException ex) {
				reply.cancel(false);
				Thread.currentThread().interrupt();
				throw new SctpReplyException(Reason.INTERRUPTED,
						"The thread was interrupted while it waited for a reply to a " + request, ex);
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof SctpReplyException failure) ? failure
						: PendingReplies.notSent(request.association(), (ex.getCause() != null) ? ex.getCause() : ex);
			}
			catch (CancellationException ex) {
				throw PendingReplies.notSent(request.association(), ex);
			}
		}

	}

}
