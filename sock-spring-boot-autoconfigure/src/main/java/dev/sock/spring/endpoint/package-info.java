/**
 * The endpoints and associations that properties name.
 *
 * <p>
 * {@link dev.sock.spring.endpoint.EndpointDefinition} and
 * {@link dev.sock.spring.endpoint.AssociationDefinition} are what was asked for, checked
 * and with all defaults. {@link dev.sock.spring.endpoint.SctpEndpoints} makes a
 * {@code ManagedEndpoint} of each, which opens and closes, and a
 * {@code ManagedAssociation}, which connects in the background and again when it is lost.
 * Who wants to know what happens is a
 * {@link dev.sock.spring.endpoint.SctpEndpointObserver}: meters are, and the publisher of
 * application events.
 *
 * <p>
 * Two lifecycles: {@link dev.sock.spring.endpoint.SctpEndpointsLifecycle} opens first and
 * closes last, so that beans can send as long as they live;
 * {@link dev.sock.spring.endpoint.SctpListenersLifecycle} accepts and delivers last and
 * stops first.
 */
@NullMarked
package dev.sock.spring.endpoint;

import org.jspecify.annotations.NullMarked;
