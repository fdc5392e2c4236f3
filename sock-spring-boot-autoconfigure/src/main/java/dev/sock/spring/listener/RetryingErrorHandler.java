package dev.sock.spring.listener;

import java.time.Duration;
import java.util.List;

import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.spring.core.SctpUnknownAssociationException;

import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Calls the listener again, a limited number of times, and then hands the message to a
 * recoverer. The retries happen where the first call did, so the order is kept and later
 * messages of the same order wait; unless the listener's result came later, when others
 * have been delivered already.
 *
 * <p>
 * A batch is repeated as a whole. When that is over its messages are tried once each, so
 * that the recoverer gets only those that fail by themselves.
 *
 * <p>
 * What cannot come right is not repeated: a payload that cannot be converted or is not
 * valid, a message without a handler, a reply on an association that has ended or is not
 * known, an expression in {@code @SendTo} that cannot be evaluated, an {@link Error}. Nor
 * is anything once the container stops.
 */
public final class RetryingErrorHandler implements SctpListenerErrorHandler {

	private static final List<Class<? extends Throwable>> FATAL = List.of(MessageConversionException.class,
			MethodArgumentResolutionException.class, MethodArgumentNotValidException.class,
			SctpNoHandlerException.class, SctpListenerException.class, SctpUnknownAssociationException.class,
			ClassCastException.class, NoSuchMethodException.class, Error.class);

	private final int maxRetries;

	private final BackOff backOff;

	private final SctpMessageRecoverer recoverer;

	/**
	 * Creates an error handler.
	 * @param maxRetries calls after the first one, 1 or more
	 * @param backOff waits before each of them; if it ends earlier, so do the retries
	 * @param recoverer takes what has failed in the end
	 */
	public RetryingErrorHandler(int maxRetries, BackOff backOff, SctpMessageRecoverer recoverer) {
		if (maxRetries < 1) {
			throw new IllegalArgumentException("maxRetries is " + maxRetries + ", which is below 1");
		}
		this.maxRetries = maxRetries;
		this.backOff = backOff;
		this.recoverer = recoverer;
	}

	@Override
	public void handle(Throwable failure, FailedDelivery delivery) {
		BackOffExecution waits = this.backOff.start();
		Throwable last = failure;
		for (int i = 0; i < this.maxRetries && isWorthARetry(last, delivery.message()); i++) {
			long wait = waits.nextBackOff();
			if (wait == BackOffExecution.STOP || !delivery.await(Duration.ofMillis(wait))) {
				break;
			}
			try {
				delivery.retry();
				return;
			}
			catch (Throwable ex) {
				last = ex;
			}
		}
		if (delivery.messages().size() > 1 && !(last instanceof Error)) {
			giveUpOneByOne(last, delivery);
		}
		else {
			delivery.recover(this.recoverer, last);
		}
	}

	/** One message may have spoilt the batch: the others still get through. */
	private void giveUpOneByOne(Throwable failure, FailedDelivery batch) {
		Throwable last = failure;
		for (FailedDelivery single : batch.split()) {
			if (last instanceof InterruptedException || !single.await(Duration.ZERO)) {
				single.recover(this.recoverer, failure);
				continue;
			}
			try {
				single.retry();
			}
			catch (Throwable ex) {
				last = ex;
				single.recover(this.recoverer, ex);
			}
		}
	}

	private static boolean isWorthARetry(Throwable failure, SctpMessage message) {
		return !isReplyToNobody(failure, message) && isWorthARetry(failure);
	}

	private static boolean isReplyToNobody(Throwable failure, SctpMessage message) {
		return failure instanceof SctpSendException refusal && refusal.reason() == Reason.NOT_ESTABLISHED
				&& !message.association().state().canSend();
	}

	private static boolean isWorthARetry(Throwable failure) {
		Throwable cause = (failure instanceof MessagingException && failure.getCause() != null
				&& FATAL.stream().noneMatch((type) -> type.isInstance(failure))) ? failure.getCause() : failure;
		return !(cause instanceof InterruptedException) && FATAL.stream().noneMatch((type) -> type.isInstance(cause));
	}

}
