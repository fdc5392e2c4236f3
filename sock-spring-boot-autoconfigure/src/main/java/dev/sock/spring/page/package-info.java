/**
 * A page that shows endpoints, associations and paths as they are, and what an operator
 * can do about them. {@link dev.sock.spring.page.SockPageEndpoint} is an actuator
 * endpoint, so that it is exposed and secured as the others are, its scripts and styles
 * included; these are resources of this package. The page asks for
 * {@link dev.sock.spring.page.PageData} while somebody looks at it, and acts by the
 * actuator endpoints {@code sock} and {@code socklisteners}.
 */
@NullMarked
package dev.sock.spring.page;

import org.jspecify.annotations.NullMarked;
