/** The disassembly of the code that runs, its next instruction marked, and what a chosen instruction means. */

import { fill, h } from '../dom.js';
import { empty, keepInView, shell } from './panel.js';

/** @typedef {import('../controller.js').Snapshot} Snapshot */
/** @typedef {import('../protocol.js').Code} Code */
/** @typedef {import('../protocol.js').Instruction} Instruction */
/** @typedef {import('../protocol.js').Description} Description */

/** @param {import('./panel.js').Context} context */
export function makeCode({ controller, goToLine }) {
  const rows = h('tbody');
  const table = h('table', { className: 'listing' },
    h('caption', { className: 'offscreen' }, 'Instructions of the code that runs'),
    h('thead', { className: 'offscreen' }, h('tr', null,
      ...['Line', 'Next', 'Label', 'Offset', 'Instruction', 'Argument'].map((name) => h('th', { scope: 'col' }, name)))), rows);
  const handlers = h('div', { className: 'handlers' });
  const meaning = h('aside', { className: 'meaning', 'aria-live': 'polite', 'aria-label': 'Meaning of the instruction' });
  const { element, body, summary } = shell('code', 'Code', table, handlers);
  element.append(meaning);
  const listing = new Listing(rows, body, (opname) => controller.describe(opname), goToLine);

  /** @param {Snapshot} snapshot */
  function update({ state, description }) {
    const code = state?.views.code ?? null;
    listing.show(code);
    table.hidden = !code;
    summary.textContent = code ? `${code.name} · stack of ${code.stacksize}` : '';
    fill(handlers, code ? exceptionTable(code) : empty('The bytecode appears here when the program is loaded.'));
    describe(meaning, description, () => controller.describe(''));
  }

  return { element, update };
}

class Listing {
  /**
   * @param {HTMLElement} rows
   * @param {HTMLElement} scroller
   * @param {(opname: string) => void} onOpcode
   * @param {(lineno: number) => void} onLine
   */
  constructor(rows, scroller, onOpcode, onLine) {
    this.rows = rows;
    this.scroller = scroller;
    this.key = '';
    /** @type {Map<number, HTMLTableRowElement>} */
    this.byOffset = new Map();
    /** @type {HTMLTableRowElement|undefined} */
    this.next = undefined;
    rows.addEventListener('click', (event) => {
      const button = /** @type {Element} */ (event.target).closest('button');
      if (button?.dataset.op) onOpcode(button.dataset.op);
      else if (button?.dataset.line) onLine(Number(button.dataset.line));
    });
    rows.addEventListener('keydown', (event) => this.walk(event));
  }

  /** @param {Code|null} code */
  show(code) {
    const key = code ? `${code.id}:${code.instructions.length}:${code.instructions[0]?.line}` : '';
    if (key !== this.key) {
      this.key = key;
      this.build(code?.instructions ?? []);
    }
    this.specialize(code?.specialized ?? []);
    this.mark(code?.next ?? -1);
  }

  /** @param {[number, string][]} found  instructions that have been specialised, by offset */
  specialize(found) {
    const names = new Map(found);
    for (const [offset, row] of this.byOffset) {
      const button = this.button(row);
      const name = names.get(offset) ?? button?.dataset.op ?? '';
      if (!button || button.textContent === name) continue;
      const special = name !== button.dataset.op;
      button.textContent = name;
      button.classList.toggle('specialized', special);
      button.title = special ? `${button.dataset.op}, specialised for what it has met` : '';
    }
  }

  /** @param {Instruction[]} instructions */
  build(instructions) {
    this.byOffset.clear();
    this.next = undefined;
    let line = /** @type {number|null} */ (-1);
    fill(this.rows, instructions.map((instruction) => {
      const row = instructionRow(instruction, instruction.line !== line);
      line = instruction.line;
      this.byOffset.set(instruction.offset, row);
      return row;
    }));
  }

  /** @param {number} offset */
  mark(offset) {
    const row = this.byOffset.get(offset);
    if (this.next && this.next !== row) {
      this.next.removeAttribute('aria-current');
      this.next.cells[1].textContent = '';
      this.button(this.next)?.setAttribute('tabindex', '-1');
    }
    this.next = row;
    if (!row) return;
    row.setAttribute('aria-current', 'step');
    row.cells[1].textContent = '▶';
    this.button(row)?.setAttribute('tabindex', '0');
    keepInView(this.scroller, row);
  }

  /** @param {HTMLTableRowElement} row */
  button(row) {
    return /** @type {HTMLButtonElement|null} */ (row.querySelector('button.op'));
  }

  /** @param {KeyboardEvent} event  one stop of the Tab key, arrows inside */
  walk(event) {
    const row = /** @type {Element} */ (event.target).closest('tr');
    const to = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling,
      Home: this.rows.firstElementChild, End: this.rows.lastElementChild }[event.key];
    if (!to || event.altKey) return;
    event.preventDefault();
    this.button(/** @type {HTMLTableRowElement} */ (to))?.focus();
  }
}

/**
 * @param {Instruction} instruction
 * @param {boolean} startsLine
 */
function instructionRow({ offset, opname, arg, argrepr, line, target, jump }, startsLine) {
  const lineCell = startsLine && line !== null
    ? h('button', { type: 'button', className: 'link', tabindex: '-1', 'data-line': line, title: `Go to line ${line}` }, line)
    : null;
  return h('tr', { className: startsLine ? 'starts-line' : null },
    h('td', { className: 'num line-no' }, lineCell),
    h('td', { className: 'next-mark' }),
    h('td', { className: 'label' }, target),
    h('td', { className: 'num offset' }, offset),
    h('td', null, h('button', { type: 'button', className: 'op', tabindex: '-1', 'data-op': opname }, opname)),
    h('td', { className: 'arg' }, arg === null ? null : h('span', { className: 'num' }, arg),
      argrepr ? h('span', { className: jump === null ? 'argrepr' : 'argrepr jump' }, ` ${argrepr}`) : null));
}

/** @param {Code} code */
function exceptionTable({ exceptions }) {
  if (!exceptions.length) return null;
  return h('table', { className: 'grid' },
    h('caption', null, 'Exception table'),
    h('thead', null, h('tr', null, ...['from', 'to', 'handler', 'stack depth'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', null, exceptions.map(({ start, end, target, depth, lasti }) => h('tr', null,
      h('td', { className: 'num' }, start), h('td', { className: 'num' }, end), h('td', { className: 'num' }, target),
      h('td', { className: 'num' }, depth, lasti ? ' + lasti' : '')))));
}

/**
 * @param {HTMLElement} host
 * @param {Description|null} description
 * @param {() => void} onClose
 */
function describe(host, description, onClose) {
  const key = description?.opname ?? '';
  if (host.dataset.opname === key) return;
  host.dataset.opname = key;
  if (!description) return fill(host);
  fill(host,
    h('div', { className: 'meaning-head' }, h('h3', null, h('code', null, description.opname)),
      h('button', { type: 'button', className: 'quiet', 'aria-label': 'Close', onclick: onClose }, '✕')),
    h('p', null, description.meaning),
    description.effect ? h('p', { className: 'effect' }, h('span', null, 'stack '), h('code', null, description.effect)) : null,
    description.source ? h('details', null, h('summary', null, 'How the VM does it'), h('pre', null, description.source)) : null);
}
