package dev.sock.spring.core;

import java.util.concurrent.CompletableFuture;

import dev.sock.SctpAssociation;
import dev.sock.SctpException;
import dev.sock.SendOptions;

/**
 * Sends messages by the name of an association. Safe for use by several threads.
 */
public class SctpTemplate implements SctpOperations {

	private final SctpAssociations associations;

	/**
	 * Creates a template.
	 * @param associations finds associations by name
	 */
	public SctpTemplate(SctpAssociations associations) {
		this.associations = associations;
	}

	@Override
	public void send(String association, byte[] payload, SendOptions options) {
		send(this.associations.get(association), payload, options);
	}

	@Override
	public void send(SctpAssociation association, byte[] payload, SendOptions options) {
		association.send(payload, options);
	}

	@Override
	public CompletableFuture<Void> sendAsync(String association, byte[] payload, SendOptions options) {
		SctpAssociation found;
		try {
			found = this.associations.get(association);
		}
		catch (SctpException | SctpUnknownAssociationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return sendAsync(found, payload, options);
	}

	@Override
	public CompletableFuture<Void> sendAsync(SctpAssociation association, byte[] payload, SendOptions options) {
		try {
			return association.sendAsync(payload, options);
		}
		catch (SctpException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public SctpSend to(String association) {
		return new SctpSend((payload, options) -> {
			SctpAssociation found = this.associations.get(association);
			send(found, payload, options.apply(found.defaultSend()));
		}, (payload, options) -> {
			try {
				SctpAssociation found = this.associations.get(association);
				return sendAsync(found, payload, options.apply(found.defaultSend()));
			}
			catch (SctpException | SctpUnknownAssociationException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		});
	}

	@Override
	public SctpSend to(SctpAssociation association) {
		return new SctpSend((payload, options) -> send(association, payload, options.apply(association.defaultSend())),
				(payload, options) -> sendAsync(association, payload, options.apply(association.defaultSend())));
	}

}
