/** Every thread's chain of frames, Python and native, with locals, cells and value stack. */

import { fill, h } from '../dom.js';
import { empty, isChanged, keepInView, many, shell, valueCells } from './panel.js';

/** @typedef {import('../controller.js').Snapshot} Snapshot */
/** @typedef {import('../protocol.js').Frame} Frame */
/** @typedef {import('../protocol.js').Stack} Stack */
/** @typedef {import('../protocol.js').Value} Value */
/** @typedef {import('../protocol.js').Variable} Variable */

/** @param {import('./panel.js').Context} context */
export function makeFrames({ goToLine }) {
  const host = h('div');
  const { element, body: scroller, summary } = shell('frames', 'Frames', host);
  /** Frames that a person closed or opened by hand stay so while they live. @type {Map<number, boolean>} */
  const chosen = new Map();
  /** @type {import('../protocol.js').State|null|undefined} */
  let drawn;

  /** @param {Snapshot} snapshot */
  function update({ state, previous }) {
    if (state === drawn) return;
    drawn = state;
    const stacks = state?.views.frames ?? [];
    const total = stacks.reduce((sum, { frames }) => sum + frames.length, 0);
    summary.textContent = total ? many(total, 'frame') : '';
    const before = previousFrames(previous?.views.frames);
    fill(host, stacks.length
      ? stacks.map((stack) => stackView(stack, stacks.length > 1))
      : empty('The frames of each thread appear here when the program is loaded.'));
    const running = /** @type {HTMLElement|null} */ (host.querySelector('.frame.top .frame-head'));
    if (running && stacks.length > 1) keepInView(scroller, running);

    /** @param {Stack} stack @param {boolean} named */
    function stackView({ name, current, frames }, named) {
      const title = named
        ? h('h3', { className: 'stack-name' }, name, current ? h('span', { className: 'badge now' }, '▶ running') : null)
        : null;
      const list = h('ol', { className: 'stack', 'aria-label': `Frames of ${name}, innermost first` },
        frames.map((frame, depth) => frameView(frame, depth === 0 && current)));
      return h('div', { className: 'thread-stack' }, title, frames.length ? list : empty('No frame.'));
    }

    /** @param {Frame} frame @param {boolean} top */
    function frameView(frame, top) {
      const body = frame.kind === 'python' ? frameBody(frame, before?.get(frame.id)) : null;
      const head = frameHead(frame, top, goToLine);
      const toggle = /** @type {HTMLButtonElement|null} */ (head.querySelector('.frame-toggle'));
      /** @param {boolean} open */
      const show = (open) => {
        body?.toggleAttribute('hidden', !open);
        toggle?.setAttribute('aria-expanded', String(open));
      };
      show(chosen.get(frame.id) ?? top);
      toggle?.addEventListener('click', () => {
        const open = toggle.getAttribute('aria-expanded') !== 'true';
        chosen.set(frame.id, open);
        show(open);
      });
      return h('li', { className: `frame ${frame.kind}${top ? ' top' : ''}` }, head, body);
    }
  }

  return { element, update };
}

/** @param {Stack[]|undefined} stacks */
function previousFrames(stacks) {
  if (!stacks) return undefined;
  return new Map(stacks.flatMap(({ frames }) => frames.map((frame) => /** @type {const} */ ([frame.id, frame]))));
}

/**
 * @param {Frame} frame
 * @param {boolean} top
 * @param {(lineno: number) => void} goToLine
 */
function frameHead({ kind, name, line, opname }, top, goToLine) {
  const place = line === null ? null
    : h('button', { type: 'button', className: 'link', onclick: () => goToLine(line) }, `line ${line}`);
  return h('div', { className: 'frame-head' },
    kind === 'python' ? h('button', { type: 'button', className: 'frame-toggle frame-name' }, name)
      : h('span', { className: 'frame-name' }, name),
    kind === 'native' ? h('span', { className: 'badge native', title: 'a function of the VM that models a C function' }, 'C') : null,
    place,
    opname ? h('code', { className: 'frame-op' }, top ? `▶ ${opname}` : opname) : null);
}

/**
 * @param {Frame} frame
 * @param {Frame|undefined} before
 */
function frameBody(frame, before) {
  const known = before !== undefined;
  return h('div', { className: 'frame-body' },
    variables('Locals', frame.locals, before?.locals),
    frame.cells.length ? variables('Cells', frame.cells, before?.cells) : null,
    valueStack(frame.stack, known ? before.stack : undefined));
}

/**
 * @param {string} title
 * @param {Variable[]} list
 * @param {Variable[]|undefined} before
 */
function variables(title, list, before) {
  const old = before && new Map(before.map(({ name, value }) => [name, value]));
  const rows = list.map(({ name, value }) => {
    const was = old ? old.get(name) ?? null : undefined;
    return h('tr', { className: isChanged(value, was) ? 'changed' : null },
      h('th', { scope: 'row' }, name),
      ...(value ? valueCells(value, was) : [h('td', { className: 'faint', colspan: '3' }, 'not bound')]));
  });
  return h('table', { className: 'grid values' }, h('caption', null, title),
    h('tbody', null, rows.length ? rows : h('tr', null, h('td', { className: 'faint' }, 'none'))));
}

/**
 * The top of the stack is drawn first, as it is the end that instructions work at.
 *
 * @param {(Value|null)[]} stack
 * @param {(Value|null)[]|undefined} before
 */
function valueStack(stack, before) {
  const rows = stack.map((value, depth) => {
    const was = before ? before[depth] ?? (depth < before.length ? null : undefined) : undefined;
    const changed = before !== undefined && (depth >= before.length || isChanged(value, was));
    return h('tr', { className: changed ? 'changed' : null },
      h('th', { scope: 'row', className: 'num' }, depth === stack.length - 1 ? `top ${depth}` : depth),
      ...valueCells(value, was));
  }).reverse();
  return h('table', { className: 'grid values stack-values' }, h('caption', null, 'Value stack'),
    h('tbody', null, rows.length ? rows : h('tr', null, h('td', { className: 'faint' }, 'empty'))));
}
