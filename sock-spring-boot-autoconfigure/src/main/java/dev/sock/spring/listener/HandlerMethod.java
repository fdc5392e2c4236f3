package dev.sock.spring.listener;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A method of a class-level listener.
 *
 * @param method the method
 * @param ppid payload protocol identifier of the messages that it gets, or {@code null}
 * if their type decides
 * @param isDefault whether it gets what no other does
 * @param replyTo where its replies go
 */
public record HandlerMethod(Method method, @Nullable Long ppid, boolean isDefault, ReplyDestination replyTo) {
}
