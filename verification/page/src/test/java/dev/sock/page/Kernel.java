package dev.sock.page;

/**
 * Stands in for an application on a transport that knows less, as the kernel's does.
 */
final class Kernel {

	private Kernel() {
	}

	/**
	 * Has the page get the application's data without any number that may be missing:
	 * some are {@code null}, some absent. Counts in {@code window.asked} how often.
	 */
	static String withoutWhatItCannotKnow() {
		return """
				const ask = window.fetch;
				window.asked = 0;
				window.fetch = async (url, options) => {
					const response = await ask(url, options);
					if (!String(url).endsWith('/data')) {
						return response;
					}
					const data = await response.json();
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
					return new Response(JSON.stringify(data), { status: 200, headers: { 'Content-Type': 'application/json' } });
				};
				""";
	}

}
