'use strict';

// The page: asks for the data every two seconds while somebody looks, shows it, and does what an operator asks for.
(() => {

	const { h, render } = preact;
	const { useEffect, useRef, useState } = preactHooks;

	const INTERVAL = 2000;
	const ANSWER_LIMIT = 5000;
	// an endpoint that is stopped waits for its listeners, and then for its associations
	const ACTION_LIMIT = 120000;
	const EVENTS_SHOWN = 50;

	// the other actuator endpoints are beside the page
	const page = location.pathname.replace(/\/+$/, '');
	const actuator = page.substring(0, page.lastIndexOf('/'));
	const paths = document.getElementById('page').dataset;

	async function ask(url, limit, options) {
		const response = await fetch(url, { ...options, credentials: 'same-origin', signal: AbortSignal.timeout(limit) });
		if (!response.ok) {
			let problem = null;
			try {
				problem = (await response.json()).problem;
			}
			catch {
				// there is none
			}
			throw new Error(problem || 'status ' + response.status);
		}
		return response.status === 204 ? null : response.json();
	}

	function post(path, body) {
		const headers = { 'Content-Type': 'application/json' };
		// where Spring Security keeps its token in a cookie
		const token = document.cookie.split('; ').find((cookie) => cookie.startsWith('XSRF-TOKEN='));
		if (token) {
			headers['X-XSRF-TOKEN'] = decodeURIComponent(token.substring('XSRF-TOKEN='.length));
		}
		const [endpoint, ...rest] = path;
		const url = actuator + '/' + paths[endpoint] + '/' + rest.map(encodeURIComponent).join('/');
		return ask(url, ACTION_LIMIT, { method: 'POST', headers, body: JSON.stringify(body) });
	}

	function State({ of: [kind, word] }) {
		return h('span', { class: 'state ' + kind }, word);
	}

	function Facts({ of: facts }) {
		return h('dl', null, facts.map(([name, value]) => h('div', { key: name }, h('dt', null, name), h('dd', null, String(value)))));
	}

	function Action({ label, hard, sure, act, run }) {
		const press = () => {
			if (!sure || window.confirm(sure)) {
				run(act);
			}
		};
		return h('button', { type: 'button', class: hard ? 'action hard' : 'action', onClick: press }, label);
	}

	function Tree({ data, selected, select }) {
		const node = (endpoint, association, name, state) => h('button', {
			type: 'button',
			class: 'node',
			'aria-current': String(view.key(endpoint, association) === view.key(selected.endpoint, selected.association)),
			onClick: () => select({ endpoint, association })
		}, h('span', null, name), h(State, { of: state }));
		const paths = (association) => h('ul', null, association.paths.map((path) => h('li', { key: path.address, class: 'leaf' },
			h('span', null, path.address, path.primary ? h('span', { class: 'quiet' }, ' primary') : null),
			h(State, { of: view.pathState(path) }))));
		const associations = (name, endpoint) => {
			const details = data.associations[name] || {};
			const more = Object.keys(endpoint.associations).length - Object.keys(details).length;
			return h('ul', null, Object.entries(details).map(([each, association]) => h('li', { key: each },
				node(name, each, each, view.associationState(association)),
				association.paths && association.paths.length ? paths(association) : null)),
			more > 0 ? h('li', { class: 'leaf quiet' }, more + ' more are not shown') : null);
		};
		return h('nav', { 'aria-label': 'Endpoints' }, h('ul', null, Object.entries(data.endpoints).map(([name, endpoint]) =>
			h('li', { key: name }, node(name, undefined, name, view.endpointState(endpoint)), associations(name, endpoint)))));
	}

	function Chart({ title, unit, series }) {
		const canvas = useRef(null);
		const chart = useRef(null);
		const dark = useDark();
		useEffect(() => {
			const style = getComputedStyle(document.documentElement);
			const color = (name) => style.getPropertyValue(name).trim();
			const axis = { grid: { color: color('--line') }, ticks: { color: color('--quiet'), maxTicksLimit: 6 }, border: { color: color('--line') } };
			chart.current = new window.Chart(canvas.current, {
				type: 'line',
				data: { datasets: [] },
				options: {
					animation: false,
					parsing: false,
					normalized: true,
					maintainAspectRatio: false,
					elements: { point: { radius: 0 }, line: { borderWidth: 2 } },
					interaction: { mode: 'nearest', axis: 'x', intersect: false },
					scales: {
						x: { ...axis, type: 'linear', ticks: { ...axis.ticks, callback: (value) => view.time(value), maxRotation: 0 } },
						y: { ...axis, beginAtZero: true, title: { display: true, text: unit, color: color('--quiet') } }
					},
					plugins: {
						legend: { labels: { color: color('--text'), boxWidth: 28, boxHeight: 0 } },
						tooltip: { callbacks: { title: (items) => items.length ? view.time(items[0].parsed.x) : '' } }
					}
				}
			});
			return () => chart.current.destroy();
		}, [dark, unit]);
		useEffect(() => {
			const style = getComputedStyle(document.documentElement);
			const colors = ['--accent', '--warn', '--good', '--bad'].map((name) => style.getPropertyValue(name).trim());
			chart.current.data.datasets = series.map(({ name, points }, index) => ({
				label: name, data: points, borderColor: colors[index % colors.length], backgroundColor: colors[index % colors.length],
				// told apart without colours, too
				borderDash: [[], [6, 3], [2, 2], [8, 3, 2, 3]][index % 4]
			}));
			chart.current.update('none');
		}, [series, dark, unit]);
		const last = series.map(({ name, points }) => name + ' ' + (points.length ? view.amount(points[points.length - 1].y, unit) : 'nothing yet'));
		return h('figure', { style: { margin: 0 } }, h('h3', null, title),
			h('div', { class: 'chart' }, h('canvas', { ref: canvas, role: 'img', 'aria-label': title + ', now: ' + last.join(', ') })));
	}

	function useDark() {
		const query = window.matchMedia('(prefers-color-scheme: dark)');
		const [dark, setDark] = useState(query.matches);
		useEffect(() => {
			const changed = () => setDark(query.matches);
			query.addEventListener('change', changed);
			return () => query.removeEventListener('change', changed);
		}, []);
		return dark;
	}

	function Throughput({ curve }) {
		const rates = curve ? curve.rates : [];
		const series = (name) => ({ name, points: rates.filter((rate) => rate[name] !== null).map((rate) => ({ x: rate.x, y: rate[name] })) });
		return h(Chart, { title: 'Throughput', unit: 'messages/s', series: [series('sent'), series('received')] });
	}

	function Endpoint({ name, endpoint, data, curve, run }) {
		const listeners = Object.entries(data.listeners).filter(([, listener]) => listener.endpoint === name);
		const act = (action) => () => post(['sock', name], { action });
		const change = (id, action) => () => post(['socklisteners', id], { action });
		const totals = endpoint.statistics && endpoint.statistics.totals;
		return h('section', { 'aria-label': 'Endpoint ' + name },
			h('h2', null, 'Endpoint ' + name + ' ', h(State, { of: view.endpointState(endpoint) })),
			h(Facts, {
				of: [['Transport', endpoint.transport || 'not open'], ['Local addresses', endpoint.localAddresses.join(', ') || 'none'],
					['SCTP port', endpoint.port ?? 'none'], ['UDP port', endpoint.udpPort ?? 'none'],
					['Associations', Object.keys(endpoint.associations).length],
					['Messages sent', view.amount(totals && totals.messagesSent)], ['Messages received', view.amount(totals && totals.messagesReceived)],
					['DATA sent again', view.amount(totals && totals.rtxChunks)]]
			}),
			data.mayChange && endpoint.listeners ? h('div', { class: 'actions' }, endpoint.open
				? h(Action, { label: 'Stop', hard: true, sure: 'Stop endpoint ' + name + '? Its associations are shut down.', act: act('stop'), run })
				: h(Action, { label: 'Start', act: act('start'), run })) : null,
			h(Throughput, { curve }),
			listeners.length ? h('div', { class: 'scroll' }, h('h3', null, 'Listeners'), h('table', null,
				h('thead', null, h('tr', null, ['Listener', 'State', 'Waiting', 'Failures', ''].map((head) => h('th', { scope: 'col', key: head }, head)))),
				h('tbody', null, listeners.map(([id, listener]) => h('tr', { key: id },
					h('td', null, id), h('td', null, h(State, { of: view.listenerState(listener.state) })),
					h('td', null, view.amount(listener.waiting)), h('td', null, view.amount(listener.failures)),
					h('td', null, data.mayChangeListeners && listener.state !== 'STOPPED' ? h(Action, listener.state === 'PAUSED'
						? { label: 'Resume', act: change(id, 'resume'), run } : { label: 'Pause', act: change(id, 'pause'), run }) : null)))))) : null);
	}

	function Association({ endpoint, name, association, data, curve, run }) {
		const act = (action, more) => () => post(['sock', endpoint, name], { action, ...more });
		const up = association.state === 'ESTABLISHED';
		const statistics = association.statistics;
		const roundTrips = Object.entries(curve ? curve.roundTrips : {}).map(([address, points]) => ({ name: address, points }));
		return h('section', { 'aria-label': 'Association ' + name },
			h('h2', null, 'Association ' + name + ' ', h(State, { of: view.associationState(association) })),
			association.reason && !up ? h('p', { class: 'problem idle' }, association.reason) : null,
			h(Facts, {
				of: [['Endpoint', endpoint], ['State', association.state], ['Peer', association.peerAddresses.join(', ') + ' port ' + association.peerPort],
					['Streams out, in', association.outboundStreams + ', ' + association.inboundStreams],
					["Peer's window", view.amount(association.peerRwnd, 'bytes')], ['Own window', view.amount(association.localRwnd, 'bytes')],
					['Send buffer used', view.amount(association.sendBufferUsed, 'bytes')],
					['Not acknowledged', view.amount(association.unacknowledgedChunks, 'chunks')],
					['Messages sent', view.amount(statistics && statistics.messagesSent)],
					['Messages received', view.amount(statistics && statistics.messagesReceived)],
					['DATA sent again', view.amount(statistics && statistics.rtxChunks)], ['Messages failed', view.amount(statistics && statistics.messagesFailed)]]
			}),
			data.mayChange ? h('div', { class: 'actions' },
				association.state === 'CLOSED' ? h(Action, { label: 'Connect', act: act('connect'), run }) : null,
				up ? h(Action, { label: 'Shut down', sure: 'Shut association ' + name + ' down? It stays down until it is connected here.', act: act('shutdown'), run }) : null,
				association.state !== 'CLOSED' ? h(Action, { label: 'Abort', hard: true, sure: 'Abort association ' + name + '? What was not acknowledged is lost.', act: act('abort'), run }) : null) : null,
			association.paths && association.paths.length ? h('div', { class: 'scroll' }, h('h3', null, 'Paths'), h('table', null,
				h('thead', null, h('tr', null, ['Address', 'State', 'Round trip', 'RTO', 'cwnd', 'In flight', 'Errors', ''].map((head) => h('th', { scope: 'col', key: head }, head)))),
				h('tbody', null, association.paths.map((path) => h('tr', { key: path.address },
					h('td', null, path.address), h('td', null, h(State, { of: view.pathState(path) })),
					h('td', null, view.amount(path.srttMs, 'ms')), h('td', null, view.amount(path.rtoMs, 'ms')),
					h('td', null, view.amount(path.cwnd)), h('td', null, view.amount(path.flightSize)), h('td', null, view.amount(path.errorCount)),
					h('td', null, path.primary ? 'primary' : data.mayChange && up
						? h(Action, { label: 'Make primary', act: act('set-primary', { address: path.address }), run }) : null)))))) : null,
			h(Chart, { title: 'Round trip', unit: 'ms', series: roundTrips }),
			h(Throughput, { curve }));
	}

	function Events({ events }) {
		return h('section', { class: 'events', 'aria-label': 'Recent events' }, h('h2', null, 'Recent events'),
			events.length ? h('div', { class: 'scroll' }, h('table', null,
				h('thead', null, h('tr', null, ['Time', 'Endpoint', 'Association', 'What'].map((head) => h('th', { scope: 'col', key: head }, head)))),
				h('tbody', null, events.slice(0, EVENTS_SHOWN).map((event, index) => h('tr', { key: event.time + index },
					h('td', null, view.time(Date.parse(event.time))), h('td', null, event.endpoint), h('td', null, event.association),
					h('td', null, event.bad ? h('span', { class: 'state bad' }, 'trouble') : null, ' ', event.text, event.times > 1 ? ' (' + event.times + ' such)' : null)))))) : h('p', { class: 'quiet' }, 'Nothing has happened yet.'));
	}

	function Page() {
		const [{ data, curves }, setShown] = useState({ data: null, curves: {} });
		const [answered, setAnswered] = useState({ at: null, problem: null });
		const [selected, select] = useState({ endpoint: null, association: undefined });
		const [outcome, setOutcome] = useState(null);
		const refresh = async () => {
			try {
				const fresh = await ask(page + '/data', ANSWER_LIMIT);
				setShown((shown) => ({ data: fresh, curves: view.sampled(shown.curves, fresh) }));
				setAnswered({ at: Date.now(), problem: null });
			}
			catch (error) {
				setAnswered((former) => ({ at: former.at, problem: error.message }));
			}
		};
		useEffect(() => {
			let timer = null;
			let running = false;
			let ended = false;
			const round = async () => {
				clearTimeout(timer);
				if (running || ended || document.hidden) {
					return;
				}
				running = true;
				await refresh();
				running = false;
				timer = setTimeout(round, INTERVAL);
			};
			const shown = () => round();
			document.addEventListener('visibilitychange', shown);
			round();
			return () => {
				ended = true;
				clearTimeout(timer);
				document.removeEventListener('visibilitychange', shown);
			};
		}, []);
		const run = async (act) => {
			setOutcome(null);
			try {
				await act();
			}
			catch (error) {
				setOutcome(error.message);
			}
			await refresh();
		};
		const names = data ? Object.keys(data.endpoints) : [];
		const endpointName = names.includes(selected.endpoint) ? selected.endpoint : names[0];
		const association = data && endpointName ? (data.associations[endpointName] || {})[selected.association] : undefined;
		return [
			h('header', { key: 'header' }, h('h1', null, 'SCTP endpoints'),
				h('span', { role: 'status' }, answered.problem ? h(State, { of: ['bad', 'no answer: ' + answered.problem] })
					: h(State, { of: data ? ['good', 'live'] : ['idle', 'loading'] })),
				answered.at ? h('span', { class: 'quiet' }, 'as of ' + view.time(answered.at)) : null),
			data ? h('main', { key: 'main' },
				h(Tree, { data, selected: { endpoint: endpointName, association: association && selected.association }, select }),
				h('div', null, outcome ? h('p', { class: 'problem bad', role: 'alert' }, outcome) : null,
					association ? h(Association, { key: view.key(endpointName, selected.association), endpoint: endpointName, name: selected.association, association, data, curve: curves[view.key(endpointName, selected.association)], run })
						: endpointName ? h(Endpoint, { key: endpointName, name: endpointName, endpoint: data.endpoints[endpointName], data, curve: curves[view.key(endpointName)], run })
							: h('section', null, 'There are no endpoints.')),
				h(Events, { events: data.events })) : null,
			h('footer', { key: 'footer' }, data && !data.mayChange ? 'Read only: management.endpoint.sock.access is not unrestricted.' : '')];
	}

	const root = document.getElementById('page');
	root.replaceChildren();
	if (window.top === window.self) {
		render(h(Page), root);
	}
	else {
		// whoever frames the page could have its buttons pressed unknowingly
		root.textContent = 'This page is not shown within another one.';
	}

})();
