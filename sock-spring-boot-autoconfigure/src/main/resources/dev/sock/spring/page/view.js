'use strict';

// What is shown of the data: words for states, numbers as text, and the curves. Nothing here touches the document.
const view = (() => {

	/** Samples that a curve keeps: five minutes of one every two seconds. */
	const SAMPLES = 150;

	const PATH_STATES = {
		ACTIVE: ['good', 'active'],
		POTENTIALLY_FAILED: ['warn', 'potentially failed'],
		INACTIVE: ['bad', 'failed'],
		UNCONFIRMED: ['idle', 'unconfirmed']
	};

	/** Of associations that are kept open. One that is UP and closed has been lost this moment. */
	const PHASES = {
		STOPPED: ['idle', 'stopped'],
		CONNECTING: ['warn', 'connecting'],
		WAITING: ['bad', 'waiting for the next attempt'],
		FAILED: ['bad', 'failed, not opened again'],
		ENDED: ['idle', 'shut down, not opened again']
	};

	const LISTENER_STATES = { RUNNING: ['good', 'running'], PAUSED: ['warn', 'paused'], STOPPED: ['idle', 'stopped'] };

	function endpointState(endpoint) {
		return endpoint.open ? ['good', 'open'] : ['idle', 'stopped'];
	}

	/** Of SCTP while it is up, comes or goes; else how far it is with being opened again. */
	function associationState(association) {
		if (association.state === 'ESTABLISHED') {
			return ['good', 'up'];
		}
		if (association.state === 'CLOSED') {
			return PHASES[association.phase] || ['bad', 'down'];
		}
		return ['warn', association.state.toLowerCase().replaceAll('_', ' ')];
	}

	function pathState(path) {
		return PATH_STATES[path.state] || ['idle', String(path.state)];
	}

	function listenerState(state) {
		return LISTENER_STATES[state] || ['idle', String(state)];
	}

	/** A number with its unit, or that it is not known. */
	function amount(value, unit) {
		if (value === null || value === undefined) {
			return 'unknown';
		}
		return value.toLocaleString('en', { maximumFractionDigits: 2 }) + (unit ? ' ' + unit : '');
	}

	function time(millis) {
		return new Date(millis).toLocaleTimeString('en-GB');
	}

	function key(endpoint, association) {
		return association === undefined || association === null ? endpoint : endpoint + '/' + association;
	}

	/** Adds a sample to the curves; forgets those of what is gone. Gives new curves. */
	function sampled(curves, data) {
		const next = {};
		const now = Date.parse(data.time);
		const add = (name, statistics, paths) => {
			const former = curves[name] || { counters: null, rates: [], roundTrips: {} };
			const curve = { counters: counters(statistics, now), rates: former.rates, roundTrips: {} };
			const rate = rateOf(former.counters, curve.counters);
			curve.rates = rate ? [...former.rates, rate].slice(-SAMPLES) : former.rates;
			for (const path of paths) {
				const points = former.roundTrips[path.address] || [];
				curve.roundTrips[path.address] = typeof path.srttMs === 'number'
					? [...points, { x: now, y: path.srttMs }].slice(-SAMPLES) : points;
			}
			next[name] = curve;
		};
		for (const [name, endpoint] of Object.entries(data.endpoints)) {
			add(key(name), endpoint.statistics && endpoint.statistics.totals, []);
			for (const [association, details] of Object.entries(data.associations[name] || {})) {
				add(key(name, association), details.statistics, details.paths || []);
			}
		}
		return next;
	}

	function counters(statistics, now) {
		return statistics ? { now, sent: statistics.messagesSent, received: statistics.messagesReceived } : null;
	}

	/** What was counted between two samples, for each second; null where it is not known, or counting began anew. */
	function rateOf(former, current) {
		if (!former || !current || current.now <= former.now) {
			return null;
		}
		const known = (name) => Number.isFinite(former[name]) && Number.isFinite(current[name]);
		const rate = (name) => known(name) && current[name] >= former[name] ? (current[name] - former[name]) * 1000 / (current.now - former.now) : null;
		return { x: current.now, sent: rate('sent'), received: rate('received') };
	}

	return { endpointState, associationState, pathState, listenerState, amount, time, key, sampled };

})();
