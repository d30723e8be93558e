/** What all panels share: the frame around them, and how a guest value is written. */

import { h } from '../dom.js';

/** @typedef {import('../controller.js').Snapshot} Snapshot */
/** @typedef {import('../controller.js').Controller} Controller */
/** @typedef {import('../protocol.js').Value} Value */
/**
 * @typedef {object} Panel
 * @property {HTMLElement} element
 * @property {(snapshot: Snapshot) => void} update
 *
 * @typedef {object} Context
 * @property {Controller} controller
 * @property {(lineno: number) => void} goToLine
 */

/**
 * A titled region whose body scrolls, and can be scrolled from the keyboard.
 *
 * @param {string} id
 * @param {string} title
 * @param {...HTMLElement} parts
 */
export function shell(id, title, ...parts) {
  const summary = h('p', { className: 'panel-summary' });
  const body = h('div', { className: 'panel-body', tabindex: '0', role: 'group', 'aria-labelledby': `${id}-title` }, ...parts);
  const element = h('section', { className: `panel panel-${id}`, id, 'aria-labelledby': `${id}-title` },
    h('header', { className: 'panel-head' }, h('h2', { id: `${id}-title` }, title), summary), body);
  return { element, body, summary };
}

/** @param {string} text */
export function empty(text) {
  return h('p', { className: 'empty' }, text);
}

/**
 * A guest value: how it prints, its type, its reference count.
 *
 * @param {Value|null} value
 * @param {Value|null|undefined} [before]  the same place one step earlier; undefined where nothing is known
 */
export function valueCells(value, before) {
  if (!value) return [h('td', { className: 'repr faint' }, 'NULL'), h('td'), h('td')];
  return [
    h('td', { className: 'repr' }, h('code', null, value.repr)),
    h('td', { className: 'type' }, value.type),
    countCell(value.refcnt, before && before.id === value.id ? before.refcnt : undefined),
  ];
}

/**
 * @param {number} count
 * @param {number} [before]
 */
export function countCell(count, before) {
  if (count < 0) return h('td', { className: 'count faint', title: 'immortal: not counted' }, '∞');
  if (before === undefined || before === count) return h('td', { className: 'count' }, count);
  const title = `reference count ${count}, ${before} one step earlier`;
  return h('td', { className: 'count changed', title }, `${count > before ? '↑' : '↓'}${count}`);
}

/**
 * @param {Value|null} value
 * @param {Value|null|undefined} before
 */
export function isChanged(value, before) {
  if (before === undefined) return false;
  return value?.id !== before?.id || value?.repr !== before?.repr;
}

/** @param {number} count @param {string} noun */
export function many(count, noun) {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * Scrolls an element into its own scroller only: scrollIntoView would move the whole page on a phone.
 *
 * @param {HTMLElement} scroller
 * @param {HTMLElement} row
 */
export function keepInView(scroller, row) {
  const box = scroller.getBoundingClientRect();
  const place = row.getBoundingClientRect();
  const margin = Math.min(56, box.height / 4);
  if (place.top < box.top + margin) scroller.scrollTop -= box.top + margin - place.top;
  else if (place.bottom > box.bottom - margin) scroller.scrollTop += place.bottom - box.bottom + margin;
}
