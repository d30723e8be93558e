/** Threads and the GIL: who holds it, who waits for it, whether it has been asked to let go. */

import { fill, h } from '../dom.js';
import { empty, many, shell } from './panel.js';

/** @typedef {import('../controller.js').Snapshot} Snapshot */
/** @typedef {import('../protocol.js').Threads} Threads */
/** @typedef {import('../protocol.js').ThreadState} ThreadState */

/** @param {import('./panel.js').Context} _context */
export function makeThreads(_context) {
  const host = h('div');
  const { element, summary } = shell('threads', 'Threads and GIL', host);
  /** @type {import('../protocol.js').State|null|undefined} */
  let drawn;

  /** @param {Snapshot} snapshot */
  function update({ state, previous }) {
    if (state === drawn) return;
    drawn = state;
    const view = state?.views.threads;
    summary.textContent = view ? many(view.threads.length, 'thread') : '';
    fill(host, view ? [gilView(view, previous?.views.threads), threadTable(view)]
      : empty('Who holds the GIL and who waits for it appears here when the program is loaded.'));
  }

  return { element, update };
}

/**
 * @param {Threads} view
 * @param {Threads|undefined} before
 */
function gilView({ gil, threads }, before) {
  const name = (/** @type {number|null} */ id) => threads.find((thread) => thread.id === id)?.name ?? (id === null ? 'nobody' : `thread ${id}`);
  const rows = [
    fact('Holder', gil.locked ? name(gil.holder) : 'nobody', before && before.gil.holder !== gil.holder),
    fact('Waiting', gil.waiting.map(name).join(', ') || 'nobody', before && before.gil.waiting.length !== gil.waiting.length),
    fact('Drop request', gil.dropRequest ? '● set' : '○ not set', before && before.gil.dropRequest !== gil.dropRequest),
    fact('Switch interval', `${(gil.interval / 1000).toLocaleString('en')} ms`, false),
    fact('Switches so far', gil.switches.toLocaleString('en'), before && before.gil.switches !== gil.switches),
  ];
  return h('dl', { className: 'facts' }, rows);
}

/**
 * @param {string} name
 * @param {string} value
 * @param {boolean|undefined} changed
 */
function fact(name, value, changed) {
  return h('div', { className: changed ? 'changed' : null }, h('dt', null, name), h('dd', null, value));
}

/** @param {Threads} view */
function threadTable({ threads }) {
  return h('table', { className: 'grid threads' },
    h('thead', null, h('tr', null, ...['', 'thread', 'state', 'frames', 'eval breaker'].map((name) =>
      h('th', { scope: 'col' }, name || h('span', { className: 'offscreen' }, 'GIL'))))),
    h('tbody', null, threads.map((thread) => h('tr', { 'aria-current': thread.holds ? 'true' : null },
      h('td', { className: 'gil-mark', title: gilTitle(thread) }, thread.holds ? '●' : thread.waits ? '◌' : ''),
      h('th', { scope: 'row' }, thread.name), h('td', null, thread.status), h('td', { className: 'num' }, thread.depth),
      h('td', { className: 'faint' }, thread.breaker.join(', ') || 'clear')))));
}

/** @param {ThreadState} thread */
function gilTitle({ holds, waits }) {
  if (holds) return 'holds the GIL';
  return waits ? 'waits for the GIL' : null;
}
