package dev.sock.spring.config;

import dev.sock.SctpMessage;
import dev.sock.spring.listener.ReplyDestination;
import dev.sock.spring.listener.SctpListenerException;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.util.StringUtils;

/**
 * Names the association that each reply goes to by an expression of the message and the
 * reply: {@code !{…}} in {@code @SendTo}.
 */
final class ReplyExpression implements ReplyDestination {

	private static final String PREFIX = "!{";

	private static final ParserContext TEMPLATE = new TemplateParserContext(PREFIX, "}");

	private final String annotated;

	private final Expression expression;

	private final StandardEvaluationContext context = new StandardEvaluationContext();

	/**
	 * Parses an expression.
	 * @param text text with {@code !{…}} in it
	 * @param annotated what has it, for messages
	 * @param beanFactory resolves beans in it
	 * @throws SctpListenerException if it cannot be parsed
	 */
	ReplyExpression(String text, String annotated, BeanFactory beanFactory) {
		this.annotated = annotated;
		this.context.setBeanResolver(new BeanFactoryResolver(beanFactory));
		try {
			this.expression = new SpelExpressionParser().parseExpression(text, TEMPLATE);
		}
		catch (ParseException ex) {
			throw new SctpListenerException(
					annotated + " has a @SendTo with the expression '" + text + "', which cannot be parsed: "
							+ ex.getSimpleMessage(),
					"Write it in the Spring Expression Language, with 'request' for the SctpMessage "
							+ "and 'result' for what the method returns.");
		}
	}

	static boolean isIn(String text) {
		return text.contains(PREFIX);
	}

	@Override
	public String associationName(SctpMessage request, Object reply) {
		String name;
		try {
			name = this.expression.getValue(this.context, new Root(request, reply), String.class);
		}
		catch (EvaluationException ex) {
			throw new SctpListenerException(failed("cannot be evaluated: " + ex.getSimpleMessage()),
					"Correct the expression.", ex);
		}
		if (!StringUtils.hasText(name)) {
			throw new SctpListenerException(failed("gives no name"),
					"Have it give the name of an association for each message.");
		}
		return name.trim();
	}

	private String failed(String problem) {
		return "The expression '" + this.expression.getExpressionString() + "' in @SendTo of " + this.annotated + " "
				+ problem;
	}

	/**
	 * What an expression starts from.
	 *
	 * @param request the message
	 * @param result what the method has returned
	 */
	record Root(SctpMessage request, Object result) {
	}

}
