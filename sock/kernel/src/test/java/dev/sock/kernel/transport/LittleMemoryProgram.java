package dev.sock.kernel.transport;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.kernel.sys.EventPoll;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.TransportAssociation;
import org.jspecify.annotations.Nullable;

/**
 * Opens endpoints in a JVM that has no memory for their event loops. Exits with the
 * number of descriptors that are left open, -1 if it could open one.
 */
final class LittleMemoryProgram {

	private static final EndpointBinding BINDING = new EndpointBinding("client",
			List.of(SctpAddress.parse("127.0.0.1")), 0, null, true, SctpOptions.DEFAULT);

	private static final EndpointListener NOBODY = new EndpointListener() {

		@Override
		public @Nullable AssociationListener accept(IncomingAssociation request, TransportAssociation association) {
			return null;
		}

		@Override
		public void ended(String reason) {
		}

	};

	private LittleMemoryProgram() {
	}

	public static void main(String[] arguments) throws Exception {
		new EventPoll().close(); // loads whatever opens files
		long before = Descriptors.open();
		for (int i = 0; i < 10; i++) {
			try {
				KernelEndpoint.open(BINDING, NOBODY, (endpoint) -> {
				});
				System.exit(-1);
			}
			catch (OutOfMemoryError ex) {
				// As it should.
			}
		}
		System.exit((int) (Descriptors.open() - before));
	}

}
