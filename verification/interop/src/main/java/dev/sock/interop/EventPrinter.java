package dev.sock.interop;

import dev.sock.SctpEvent;
import dev.sock.programs.Json;

/**
 * Prints events as lines of JSON.
 */
final class EventPrinter {

	private EventPrinter() {
	}

	static void print(SctpEvent event) {
		Json json = new Json();
		if (event instanceof SctpEvent.AssociationChanged changed) {
			json.put("event", "association")
				.put("change", changed.change())
				.put("outboundStreams", changed.outboundStreams())
				.put("inboundStreams", changed.inboundStreams())
				.put("errorCode", changed.errorCode())
				.put("reason", changed.reason());
		}
		else if (event instanceof SctpEvent.PathChanged changed) {
			json.put("event", "path")
				.put("address", changed.address())
				.put("change", changed.change())
				.put("errorCount", changed.errorCount());
		}
		else if (event instanceof SctpEvent.SendFailed failed) {
			json.put("event", "send-failed").put("sent", failed.sent()).put("reason", failed.reason());
		}
		else if (event instanceof SctpEvent.RemoteError error) {
			json.put("event", "remote-error")
				.put("errorCode", error.errorCode())
				.put("description", error.description());
		}
		else if (event instanceof SctpEvent.AdaptationIndicated adaptation) {
			json.put("event", "adaptation").put("indication", adaptation.indication());
		}
		else if (event instanceof SctpEvent.StreamsReset reset) {
			json.put("event", "streams-reset").put("direction", reset.direction()).put("streams", reset.streams());
		}
		else if (event instanceof SctpEvent.AssociationReset reset) {
			json.put("event", "association-reset").put("localTsn", reset.localTsn()).put("peerTsn", reset.peerTsn());
		}
		else if (event instanceof SctpEvent.StreamsAdded added) {
			json.put("event", "streams-added")
				.put("outboundStreams", added.outboundStreams())
				.put("inboundStreams", added.inboundStreams());
		}
		else {
			json.put("event", event.getClass().getSimpleName());
		}
		json.put("peerPort", event.association().peerPort()).print();
	}

}
