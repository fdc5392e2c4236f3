package dev.sock.page;

import org.jspecify.annotations.Nullable;

/**
 * Changes the data that the page gets, to what this application would not come to.
 */
final class Answers {

	private Answers() {
	}

	/**
	 * Has no number that may be missing, as on a transport that knows less: some are
	 * {@code null}, some absent. Counts in {@code window.asked} how often.
	 */
	static String withoutWhatTheKernelCannotKnow() {
		return changed("""
				const keep = ['inboundStreams', 'outboundStreams', 'peerPort', 'port', 'waiting', 'failures'];
				const strip = (value) => {
					for (const [name, member] of Object.entries(value || {})) {
						if (typeof member === 'number' && !keep.includes(name)) {
							if (name.length % 2) { delete value[name]; } else { value[name] = null; }
						}
						else if (typeof member === 'object') {
							strip(member);
						}
					}
				};
				strip(data.endpoints);
				strip(data.associations);
				window.asked++;
				""");
	}

	/** Has an association that is down in a phase, {@code null} for one of a peer's. */
	static String withAssociationDown(String endpoint, String association, @Nullable String phase) {
		return changed("""
				Object.assign(data.associations['%s']['%s'],
					{ state: 'CLOSED', phase: %s, reason: 'so it is', paths: [], statistics: null });
				""".formatted(endpoint, association, (phase != null) ? "'" + phase + "'" : "null"));
	}

	private static String changed(String data) {
		return """
				const ask = window.fetch;
				window.asked = 0;
				window.fetch = async (url, options) => {
					const response = await ask(url, options);
					if (!String(url).endsWith('/data')) {
						return response;
					}
					const data = await response.json();
				""" + data
				+ """
							return new Response(JSON.stringify(data), { status: 200, headers: { 'Content-Type': 'application/json' } });
						};
						""";
	}

}
