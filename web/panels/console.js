/** The console: what the program wrote, its two streams told apart, tracebacks that lead to their lines, and input(). */

import { fill, h } from '../dom.js';
import { shell } from './panel.js';

/** @typedef {import('../controller.js').Snapshot} Snapshot */

/** Beyond this many characters the earliest output is let go, visibly. */
const LIMIT = 200_000;

const HOW = {
  returned: 'The program ended',
  exit: 'The program asked to exit',
  exception: 'The program ended with an exception',
  stopped: 'The program was stopped',
  deadlock: 'Deadlock: every thread is blocked, and nothing can wake one',
};

/**
 * @param {import('./panel.js').Context} context
 */
export function makeConsole({ controller, goToLine }) {
  const lines = h('div', { className: 'console-lines', role: 'log', 'aria-live': 'off' });
  const ending = h('p', { className: 'console-end' });
  const prompt = makePrompt((text) => controller.input(text));
  const { element, body, summary } = shell('console', 'Console', lines, prompt.element, ending);
  const writer = new Writer(lines, goToLine);

  /** @param {{stream: 'stdout'|'stderr'|'clear', text: string}} entry */
  function write(entry) {
    if (entry.stream === 'clear') writer.clear();
    else writer.write(entry.stream, entry.text);
    summary.textContent = writer.total ? `${writer.total.toLocaleString('en')} characters` : '';
    body.scrollTop = body.scrollHeight;
  }

  /** @param {Snapshot} snapshot */
  function update({ phase, finished }) {
    prompt.show(phase === 'waiting');
    element.classList.toggle('is-empty', writer.total === 0 && !finished);
    if (!finished) return fill(ending);
    const good = finished.status === 0;
    fill(ending, h('span', { className: good ? 'badge good' : 'badge bad' }, good ? '✓' : '✕'),
      ` ${HOW[finished.how] ?? HOW.returned}; exit status ${finished.status}.`);
    body.scrollTop = body.scrollHeight;
  }

  return { element, update, write };
}

/** Text into lines: a line keeps its stream, and a stream that changes in the middle of a line starts a new run in it. */
class Writer {
  /**
   * @param {HTMLElement} host
   * @param {(lineno: number) => void} goToLine
   */
  constructor(host, goToLine) {
    this.host = host;
    this.goToLine = goToLine;
    this.total = 0;
    this.kept = 0;
    /** @type {HTMLElement|null} */
    this.open = null;
    this.openStream = '';
  }

  clear() {
    this.total = 0;
    this.kept = 0;
    this.open = null;
    this.openStream = '';
    fill(this.host);
  }

  /**
   * @param {'stdout'|'stderr'} stream
   * @param {string} text
   */
  write(stream, text) {
    this.total += text.length;
    for (const piece of text.split(/(?<=\n)/)) this.add(stream, piece);
    while (this.kept > LIMIT && this.host.firstElementChild !== this.open) this.forget();
  }

  /**
   * @param {'stdout'|'stderr'} stream
   * @param {string} piece
   */
  add(stream, piece) {
    const ends = piece.endsWith('\n');
    const text = ends ? piece.slice(0, -1) : piece;
    if (!this.open || this.openStream !== stream) {
      this.open = h('div', { className: `line ${stream}` });
      this.openStream = stream;
      this.host.append(this.open);
    }
    this.kept += piece.length;
    this.open.append(stream === 'stderr' ? this.linked(text) : text);
    if (ends) this.open = null;
  }

  forget() {
    const first = this.host.firstElementChild;
    if (!first) return;
    if (first.className === 'line cut') return this.forgetAfter(first);
    const text = `… earlier output let go, the last ${LIMIT.toLocaleString('en')} characters are kept`;
    this.host.prepend(h('div', { className: 'line cut' }, text));
  }

  /** @param {Element} cut */
  forgetAfter(cut) {
    const oldest = cut.nextElementSibling;
    if (!oldest) return;
    this.kept -= (oldest.textContent?.length ?? 0) + 1;
    oldest.remove();
  }

  /** @param {string} text  a line of a traceback becomes a button that goes to its line */
  linked(text) {
    const found = /^(\s*File "main\.py", line )(\d+)(.*)$/.exec(text);
    if (!found) return document.createTextNode(text);
    const lineno = Number(found[2]);
    const part = document.createDocumentFragment();
    part.append(h('button', { type: 'button', className: 'link', onclick: () => this.goToLine(lineno) }, text.trim()));
    part.prepend(/^\s*/.exec(text)?.[0] ?? '');
    return part;
  }
}

/**
 * @param {(text: string) => void} onAnswer
 */
function makePrompt(onAnswer) {
  const field = h('input', { type: 'text', className: 'console-input', 'aria-label': 'Answer to input()', autocomplete: 'off' });
  const element = h('form', {
    className: 'console-prompt', hidden: true,
    onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      onAnswer(field.value);
      field.value = '';
    },
  }, h('span', { 'aria-hidden': 'true' }, '›'), field, h('button', { type: 'submit' }, 'Enter'));
  return {
    element,
    /** @param {boolean} shown */
    show(shown) {
      if (element.hidden !== shown) return;
      element.hidden = !shown;
      if (shown) field.focus();
    },
  };
}
