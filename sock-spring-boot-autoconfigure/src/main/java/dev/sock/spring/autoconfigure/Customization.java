package dev.sock.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What beans say of endpoints and associations, beside the properties.
 *
 * @param endpoints change endpoints
 * @param associations change associations
 * @param details tells where peers are
 */
record Customization(List<SctpEndpointCustomizer> endpoints, List<SctpAssociationCustomizer> associations,
		@Nullable SockConnectionDetails details) {

	static final Customization NONE = new Customization(List.of(), List.of(), null);

}
