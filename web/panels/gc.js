/** The garbage collector: three generations against their thresholds, and the objects that it tracks. */

import { fill, h } from '../dom.js';
import { countCell, empty, many, shell } from './panel.js';

/** @typedef {import('../controller.js').Snapshot} Snapshot */
/** @typedef {import('../protocol.js').Gc} Gc */
/** @typedef {import('../protocol.js').Generation} Generation */

/** @param {import('./panel.js').Context} _context */
export function makeGc(_context) {
  const host = h('div');
  const { element, summary } = shell('gc', 'Garbage collector', host);
  /** @type {import('../protocol.js').State|null|undefined} */
  let drawn;

  /** @param {Snapshot} snapshot */
  function update({ state, previous }) {
    if (state === drawn) return;
    drawn = state;
    const gc = state?.views.gc;
    summary.textContent = gc ? `${gc.enabled ? 'enabled' : 'disabled'}${gc.collecting ? ', collecting' : ''}` : '';
    if (!gc) return fill(host, empty('Generations and tracked objects appear here when the program is loaded.'));
    fill(host, h('div', { className: 'generations' }, gc.generations.map(generationView)), objects(gc, previous?.views.gc));
  }

  return { element, update };
}

/**
 * @param {Generation} generation
 * @param {number} index
 */
function generationView({ count, threshold, size }, index) {
  const title = index === 0 ? 'allocations less deallocations since the last collection' : 'collections of the generation before';
  return h('div', { className: 'generation' },
    h('h3', null, `Generation ${index}`),
    h('p', { className: 'big num', title }, String(count), h('span', { className: 'faint' }, ` / ${threshold}`)),
    h('meter', { min: 0, max: Math.max(threshold, 1), value: Math.max(0, Math.min(count, threshold)), 'aria-label': `count of generation ${index}` }),
    h('p', { className: 'faint' }, many(size, 'object')));
}

/**
 * @param {Gc} gc
 * @param {Gc|undefined} before
 */
function objects(gc, before) {
  if (!gc.objects.length) return empty('No object is tracked.');
  const old = before && new Map(before.objects.map((object) => [object.id, object]));
  const rows = gc.objects.map(({ id, type, repr, refcnt, generation }) => h('tr', { className: old && !old.has(id) ? 'changed' : null },
    h('td', { className: 'type' }, type), h('td', { className: 'repr' }, h('code', null, repr)),
    countCell(refcnt, old?.get(id)?.refcnt), h('td', { className: 'num' }, generation)));
  const more = gc.total - gc.objects.length;
  return h('div', null,
    h('table', { className: 'grid tracked' },
      h('caption', null, `Tracked objects, youngest first · ${gc.total.toLocaleString('en')}`),
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'type'), h('th', { scope: 'col' }, 'value'),
        h('th', { scope: 'col', className: 'num', title: 'ob_refcnt' }, 'refs'), h('th', { scope: 'col', className: 'num' }, 'gen'))),
      h('tbody', null, rows)),
    more > 0 ? h('p', { className: 'faint' }, `and ${more.toLocaleString('en')} older`) : null);
}
